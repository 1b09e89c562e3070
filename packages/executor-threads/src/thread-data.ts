import { isMainThread, workerData } from "node:worker_threads";
import type { ThreadData } from "./messages.ts";

/** What this thread was started with; `undefined` in a thread that no executor has started. */
export const threadData: ThreadData | undefined = isMainThread || !isThreadData(workerData) ? undefined : workerData;

function isThreadData(data: unknown): data is ThreadData {
  return typeof data === "object" && data !== null && "burrThread" in data;
}
