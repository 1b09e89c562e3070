import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A run, by what it is called. */
interface Named {
  readonly appId: string;
  readonly partitionKey: string | null;
}

/** Makes the run of a folder a fork of another one, from behind a step of that. */
export async function makeFork(folder: string, { appId, partitionKey }: Named, step: number): Promise<void> {
  const path = join(folder, "metadata.json");
  const pointer = { type: "pointer_data", app_id: appId, sequence_id: step, partition_key: partitionKey };
  const metadata = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...metadata, parent_pointer: pointer }));
}
