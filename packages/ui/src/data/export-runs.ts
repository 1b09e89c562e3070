import type { RunSummary } from "@burrjs/protocol";
import { ApiError, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";

/**
 * The records of runs as one file: a line for each, with the ids of its run in front, as `burr export <project>` writes them. One run is
 * asked for after another; the browser keeps large files on its disk.
 *
 * @param told - Called with the number of runs that are in it so far.
 * @throws `ApiError`, when one of them cannot be had: half a file is none.
 */
export async function exportRuns(
  project: string,
  runs: readonly RunSummary[],
  told: (count: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  for (const [index, { app_id: app, partition_key: partition }] of runs.entries()) {
    told(index);
    const path = withParameters(runPath({ project, partition, app }, "export"), { format: "ndjson" });
    const response = await fetch(path, { credentials: "same-origin" });
    if (!response.ok) {
      throw new ApiError(response.status, { code: "no_answer", message: `The log of ${app} could not be read.` });
    }
    const ids = JSON.stringify({ project, app_id: app, partition_key: partition }).slice(0, -1);
    const lines = (await response.text()).split("\n").filter((line) => line !== "");
    parts.push(new Blob(lines.map((line) => `${ids},${line.slice(1)}\n`)));
  }
  return new Blob(parts, { type: "application/x-ndjson" });
}

/** Hands a file to the user. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
