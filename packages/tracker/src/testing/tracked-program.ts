// A program that tests start and kill: `node tracked-program.ts <dir> <ending>`. It makes one step, tells so, and ends in some way.
import { burr } from "@burrjs/core";
import { localTracker } from "../local/local-tracker.ts";

/** How the program ends: on its own, or not at all. */
export type Ending = "end" | "exit" | "uncaught" | "wait" | "lose" | "spin" | "exit-in-stream";

const [dir = "", ending = "", flushMs = "50"] = process.argv.slice(2);
const tracker = localTracker({ project: "killed", dir, flushMs: Number(flushMs) });
const b = burr<{ n: number }>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0 }, appId: "a", tracker }); // prettier-ignore

await app.run({ maxSteps: 100 });
if (ending === "exit") process.exit(3);
if (ending === "uncaught")
  setTimeout(() => {
    throw new Error("nobody catches this");
  });
if (ending === "wait") {
  process.stdout.write("ready\n");
  setInterval(() => {}, 1000);
}
if (ending === "lose") {
  // Steps that are in memory alone when the process is killed, but whoever reads the output knows of them.
  await tracker.flush();
  await app.run({ maxSteps: 5 });
  process.stdout.write(JSON.stringify({ state: app.state.toJSON(), sequenceId: app.sequenceId }));
  setInterval(() => {}, 1000);
}
if (ending === "spin") {
  // Without a turn of the event loop: no timer ever comes.
  process.stdout.write("ready\n");
  for (;;) app.runSync({ maxSteps: 50 });
}
if (ending === "exit-in-stream") {
  const talk = b.action({
    reads: [],
    writes: ["n"],
    async *run() {
      yield* ["a", "b"];
      await Promise.resolve();
      process.exit(3);
      return { n: 1 };
    },
  });
  const talking = b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: {}, appId: "b", tracker }); // prettier-ignore
  await (await talking.streamResult({ haltAfter: "talk" })).get();
}
