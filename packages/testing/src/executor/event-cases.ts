import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { ExecutorCases } from "./executor-place.ts";

/** How many events of a busy task may come before one of another. */
const mostOfBusy = 20_000;

/** What holds of the events of tasks. */
export const eventCases: ExecutorCases = {
  "tells the events of a task in their order, and its outcome last": async ({ many, run }) => {
    const batch = await run(many(3, { runs: "count", state: { chunks: 300 }, isWatched: true })).drain();
    for (const index of [0, 1, 2]) {
      const told = batch.told.filter((one) => one.index === index);
      const chunks = Array.from({ length: 300 }, (_, chunk) => `t${index} ${chunk}`);
      assert.deepEqual(batch.chunks(index), chunks);
      assert.deepEqual(
        told.map((one) => (one.type === "chunk" ? one.event.type : one.type)),
        ["run-start", "step-start", ...chunks.map(() => "chunk"), "step-end", "run-end", "done"],
      );
    }
  },
  "tells where the events of a task stand": async ({ task, run }) => {
    const batch = await run([task(3, { runs: "count", isWatched: true })]).drain();
    const events = batch.told.flatMap((told) => (told.type === "chunk" ? [told.event] : []));
    assert.equal(events.length, 7);
    for (const { path } of events) assert.deepEqual(path, ["fan", "t3"]);
  },
  "tells events when they happen, whichever task they are of": async ({ board, many, run }) => {
    const batch = run(many(2, { runs: "steps", isWatched: true }));
    for (const gate of ["t1 0", "t0 0", "t1 1", "t1 2", "t0 1", "t0 2"]) {
      board.open(gate);
      await batch.until((told) => told.type === "chunk" && told.event.type === "chunk" && told.event.chunk === gate);
    }
    await batch.drain();
    assert.deepEqual(batch.chunks(0), ["t0 0", "t0 1", "t0 2"]);
    assert.deepEqual(batch.chunks(1), ["t1 0", "t1 1", "t1 2"]);
  },
  "tells no events of a task that nobody watches": async ({ many, run }) => {
    const batch = await run(many(2, { runs: "count" })).drain();
    assert.deepEqual(
      batch.told.map(({ type }) => type),
      ["done", "done"],
    );
  },
  "lets no busy task keep others from being heard": async ({ board, task, run }) => {
    const batch = run([
      task(0, { runs: "flood", isWatched: true }),
      task(1, { runs: "steps", state: { chunks: 20 }, isWatched: true }),
    ]);
    board.open("t1 0");
    let before = 0;
    const expectHeard = async (): Promise<void> => {
      const heard = batch.told.length - before;
      assert.ok(heard < mostOfBusy, "a task is not heard because of a busy one");
      if (heard % 20 === 0) await setImmediate(); // where all is in one thread, only so can a gate be passed
    };
    await batch.until(async () => {
      await expectHeard();
      return batch.chunks(0).length > 0 && batch.chunks(1).length > 0;
    });
    board.openAll();
    before = batch.told.length;
    await batch.until(async (told) => {
      await expectHeard();
      return told.index === 1 && told.type === "done";
    });
  },
};
