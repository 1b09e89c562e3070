// Started by tasks.ts with --expose-gc: runs `count` tasks, and prints how much heap is used late in the work.
import { folding } from "./tasks.ts";

const { gc } = globalThis;
if (gc === undefined) throw new Error("Start this program with --expose-gc.");

const count = Number(process.argv[2]);
let lateBytes = 0;
await folding(count, (n) => {
  if (n !== Math.floor(count * 0.9)) return;
  gc();
  gc();
  lateBytes = process.memoryUsage().heapUsed;
}).run();
console.log(JSON.stringify({ count, earlyBytes: lateBytes, lateBytes, listeners: 0 }));
