import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";

/** The threads of this process that run, oldest first, from the moment at which this module was loaded. */
export const liveThreads: Worker[] = [];

process.on("worker", (worker) => {
  liveThreads.push(worker);
  worker.once("exit", () => liveThreads.splice(liveThreads.indexOf(worker), 1));
});

// Threads then take TypeScript as the first of them has read it. Otherwise each does that with WebAssembly, which takes
// time, and now and then crashes Node 24 when threads come and go (nodejs/node#64500).
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
