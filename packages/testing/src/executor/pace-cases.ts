import assert from "node:assert/strict";
import type { ExecutorTask } from "@burrjs/core/parallel";
import type { ExecutorCases, ExecutorPlace } from "./executor-place.ts";

/** What holds of how many tasks there are at once, and how far they go. */
export const paceCases: ExecutorCases = {
  "does nothing before it is asked": async (place) => {
    const { board, options } = place;
    const { tasks, taken } = endless(place);
    const batch = place.run(tasks);
    await board.quiet(options.quietMs);
    assert.equal(taken(), 0);
    assert.deepEqual(board.facts, []);
    await batch.leave();
  },
  "runs as many tasks at once as it may, and no more": async ({ board, many, run, options }) => {
    const batch = run(many(7, { runs: "hold" }), 3);
    const drained = batch.drain();
    const underWay = (): number => board.countOf("started") - board.countOf("ended");
    let most = 0;
    for (let ended = 0; ended < 7; ended += 1) {
      await board.until(() => board.countOf("started") >= Math.min(7, ended + 3), "as many tasks run as may");
      if (ended < 2) await board.quiet(options.quietMs);
      most = Math.max(most, underWay());
      board.open(`t${ended}`);
      await board.told(`ended t${ended}`);
    }
    await drained;
    assert.equal(most, 3);
  },
  "takes tasks when there is room for them, of a source without an end": async (place) => {
    const { board, options } = place;
    const { tasks, taken } = endless(place);
    const batch = place.run(tasks, 4);
    for (let told = 0; told < 20; told += 1) await batch.next();
    await board.quiet(options.quietMs);
    assert.ok(taken() >= 20 && taken() <= 20 + 4 + 1, `${taken()} tasks were taken for 20 outcomes`);
    await batch.leave();
    const after = taken();
    await board.quiet(options.quietMs);
    assert.equal(taken(), after);
  },
  "tells of a task while its source has no other": async ({ board, task, run }) => {
    const waitsForOthers = async function* tasks() {
      yield task(0, { runs: "count" });
      await board.told("closed t1");
      yield task(2, { runs: "count" });
    };
    const other = run([task(1, { runs: "hold" })]);
    const batch = run(waitsForOthers(), 1);
    await batch.until(({ index }) => index === 0);
    board.open("t1");
    await other.drain();
    await batch.drain();
    assert.deepEqual(
      batch.told.map(({ index }) => index),
      [0, 2],
    );
  },
  "makes not many more events than its reader takes": async ({ board, many, run, options }) => {
    const { mostAhead, quietMs } = options;
    const batch = run(many(2, { runs: "flow", isWatched: true }));
    const madeAhead = (index: number): number => board.count(`made t${index}`) - batch.chunks(index).length;
    for (const taken of [1, 150]) {
      await batch.until(() => batch.chunks(0).length >= taken && batch.chunks(1).length >= taken);
      await board.quiet(quietMs);
      for (const index of [0, 1])
        assert.ok(madeAhead(index) <= mostAhead, `${madeAhead(index)} events were made ahead`);
    }
    await batch.leave();
  },
};

/** Small tasks without an end, and how many were taken of them. */
function endless({ task }: ExecutorPlace): {
  readonly tasks: AsyncIterable<ExecutorTask>;
  readonly taken: () => number;
} {
  let taken = 0;
  async function* make() {
    for (;;) {
      yield task(taken, { runs: "count" });
      taken += 1;
    }
  }
  return { tasks: make(), taken: () => taken };
}
