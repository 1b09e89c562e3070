import { fork } from "node:child_process";

/** How a worker has ended. */
export type WorkerEnd = "done" | "unfinished" | "killed" | "broken";

/** Runs a worker to its end, whatever that is. An abort kills it: all that counts is stored. */
export async function runWorker(args: readonly string[], signal: AbortSignal): Promise<WorkerEnd> {
  const worker = fork(new URL("worker.ts", import.meta.url), args);
  const kill = (): void => void worker.kill("SIGKILL");
  signal.addEventListener("abort", kill);
  const code = await new Promise<number | null>((resolve, reject) => {
    worker.once("exit", resolve);
    worker.once("error", reject);
  });
  signal.removeEventListener("abort", kill);
  if (code === 0) return "done";
  if (code === 75) return "unfinished";
  return code === null ? "killed" : "broken";
}
