import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  isObject,
  isTagged,
  parseChildren,
  pythonLine,
  type PythonRecord,
  type RunFiles,
  type RunHeader,
  toPythonGraph,
  toPythonRecords,
} from "@burrjs/protocol";
import type { RunView } from "@burrjs/server/store";
import { plainValue } from "../values/plain-values.ts";

/** How a log is written for Burr for Python. */
export interface PythonFolderOptions {
  /** Dates, maps and such as JSON that anybody can read; else as the tags that we read back exactly. */
  readonly isPlain: boolean;
}

/** Writes a log into a new folder, as Burr for Python has it: its own reader and server take it for one of theirs. */
export async function writePythonFolder(
  folder: string,
  view: RunView,
  { isPlain }: PythonFolderOptions,
): Promise<void> {
  // prettier-ignore
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
  };
  await write("metadata.json", JSON.stringify(pythonMetadata(await view.header())));
  const graph = await view.graph();
  if (graph !== undefined) await write("graph.json", JSON.stringify(toPythonGraph(graph)));
  const { files } = view;
  const { children } = parseChildren((await files.text("children.jsonl")) ?? "");
  if (children.length > 0) await write("children.jsonl", children.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const log = await open(join(folder, "log.jsonl"), "w", 0o600);
  try {
    for await (const record of toPythonRecords(view.records(), { blob: async (hash) => await blobText(files, hash) })) {
      await log.write(`${pythonLine(isPlain ? plainRecord(record) : record)}\n`);
    }
  } finally {
    await log.close();
  }
}

async function blobText(files: RunFiles, hash: string): Promise<string | undefined> {
  const bytes = await files.blob(hash);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function pythonMetadata({ partition_key: partition, parent, spawned_by: spawner }: RunHeader): object {
  const pointer = (of: RunHeader["parent"]): object | null => (of === null ? null : { type: "pointer_data", ...of });
  return {
    type: "application_metadata",
    partition_key: partition,
    parent_pointer: pointer(parent),
    spawning_parent_pointer: pointer(spawner),
  };
}

function plainRecord(record: PythonRecord): PythonRecord {
  switch (record.type) {
    case "begin_entry":
      return { ...record, inputs: plainFields(record.inputs) };
    case "end_entry": {
      const { state, result } = record;
      return { ...record, state: plainFields(state), result: isObject(result) ? plainFields(result) : result };
    }
    case "attribute":
      return { ...record, value: plainValue(record.value) };
    default:
      return record;
  }
}

/** Fields one by one: of a value that is a tag as a whole, under `value`. */
function plainFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isTagged(fields))
    return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plainValue(value)]));
  const plain = plainValue(fields);
  return isObject(plain) ? plain : { value: plain };
}
