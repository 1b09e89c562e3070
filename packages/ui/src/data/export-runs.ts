import type { RunSummary } from "@burrjs/protocol";
import { ApiError, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";

/**
 * The records of a run: a line for each, with its ids in front, as `burr export <project>` writes them. The browser keeps large ones on
 * its disk.
 *
 * @throws `ApiError`, when it cannot be had.
 */
export async function exportedRun(project: string, run: RunSummary): Promise<Blob> {
  const { app_id: app, partition_key: partition } = run;
  const path = withParameters(runPath({ project, partition, app }, "export"), { format: "ndjson" });
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok) {
    const message = response.status === 404 ? "It is gone." : `The server answered ${response.status}.`;
    throw new ApiError(response.status, { code: "no_answer", message });
  }
  const ids = JSON.stringify({ project, app_id: app, partition_key: partition }).slice(0, -1);
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return new Blob(lines.map((line) => `${ids},${line.slice(1)}\n`));
}

/** Hands a file to the user. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
