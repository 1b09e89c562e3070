import type { RunSummary } from "@burrjs/protocol";
import { ApiError, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";

/**
 * A run as `burr export` writes it and `burr import` reads it; several can be put one behind the other. The browser keeps large ones on its
 * disk.
 *
 * @throws `ApiError`, when it cannot be had.
 */
export async function exportedRun(project: string, run: RunSummary): Promise<Blob> {
  const { app_id: app, partition_key: partition } = run;
  const path = withParameters(runPath({ project, partition, app }, "export"), { format: "ndjson" });
  const response = await fetch(path, { credentials: "same-origin" });
  if (response.ok) return await response.blob();
  const message = response.status === 404 ? "It is gone." : `The server answered ${response.status}.`;
  throw new ApiError(response.status, { code: "no_answer", message });
}

/** Exported runs as one file, which begins with how many they are. */
export function archiveOf(runs: readonly Blob[]): Blob {
  const head = `${JSON.stringify({ kind: "runs", count: runs.length })}\n`;
  return new Blob([head, ...runs], { type: "application/x-ndjson" });
}

/** Hands a file to the user. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
