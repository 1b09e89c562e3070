import { burr, task } from "@burrjs/core";
import { threadsExecutor } from "../index.ts";
import { graphs } from "./graphs.ts";

/** A program that runs one parallel step, and has nothing else to do then. */

const b = burr<{ outs: readonly unknown[] }>();
const all = b.parallel({
  reads: [],
  writes: ["outs"],
  tasks: () => [1, 2, 3].map((value) => task(graphs.echo, { entrypoint: "echo", state: { value } })),
  reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
});
const executor = threadsExecutor();
const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, executor });
const { state } = await app.run();
console.log(state.outs);
