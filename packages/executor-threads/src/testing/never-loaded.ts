import { workerData } from "node:worker_threads";
import { burr } from "@burrjs/core";
import { registerGraphs } from "@burrjs/core/parallel";

const b = burr<{ readonly out: unknown }>();
const nothing = b.action({ reads: [], writes: ["out"], run: () => ({ out: 0 }) });

/** A graph whose module is never loaded in a thread. */
export const neverLoaded = registerGraphs(import.meta.url, {
  nothing: b.graph({ actions: { nothing }, transitions: [] }),
});

if (typeof workerData === "object" && workerData !== null && "burrThread" in workerData) await new Promise(() => {});
