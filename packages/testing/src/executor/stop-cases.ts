import assert from "node:assert/strict";
import type { Batch } from "./batch.ts";
import type { ExecutorCases, ExecutorPlace } from "./executor-place.ts";

const reason = new Error("Enough.");

/** What holds of tasks that are stopped. */
export const stopCases: ExecutorCases = {
  "stops all tasks when the batch is aborted, and ends when all is over": async (place) => {
    const { board, many, run } = place;
    const batch = run(many(3, { runs: "hold" }));
    const drained = batch.drain();
    await board.told("started t0", "started t1", "started t2");
    batch.abort(reason);
    await drained;
    for (const index of [0, 1, 2]) assertCancelled(place, batch, index);
  },
  "stops what yields chunks, though nobody reads them": async (place) => {
    const { many, run } = place;
    const batch = run(many(2, { runs: "flow", isWatched: true }));
    await batch.until(() => [0, 1].every((index) => batch.chunks(index).length > 0));
    batch.abort(reason);
    await batch.drain();
    for (const index of [0, 1]) assertCancelled(place, batch, index);
  },
  "stops one task when its own signal aborts, and no other": async (place) => {
    const { board, task, run } = place;
    const { signal, abort } = abortable();
    const batch = run([task(0, { runs: "hold" }), task(1, { runs: "hold", signal }), task(2, { runs: "hold" })]);
    const drained = batch.drain();
    await board.told("started t0", "started t1", "started t2");
    abort();
    await board.told("closed t1");
    board.open("t0", "t2");
    await drained;
    assertCancelled(place, batch, 1);
    for (const index of [0, 2]) assert.equal(batch.outcome(index).type, "done");
  },
  "stops a task whose signal has aborted before it begins": async ({ task, run }) => {
    const batch = await run([task(0, { runs: "hold", signal: AbortSignal.abort(reason) })]).drain();
    const outcome = batch.outcome(0);
    assert.ok(outcome.type === "failed");
    assert.equal(outcome.kind, "cancelled");
  },
  "stops all tasks when its reader leaves early": async ({ board, many, run }) => {
    const batch = run(many(3, { runs: "flow", isWatched: true }));
    await batch.until(() => [0, 1, 2].every((index) => batch.chunks(index).length > 0));
    await batch.leave();
    for (const index of [0, 1, 2]) assert.equal(board.count(`closed t${index}`), 1, `task ${index} still runs`);
    assert.equal(await batch.next(), undefined);
  },
  "begins no more tasks once it has to stop": async ({ board, many, run, options }) => {
    const batch = run(many(9, { runs: "hold" }), 2);
    const drained = batch.drain();
    await board.told("started t0", "started t1");
    batch.abort(reason);
    await drained;
    await board.quiet(options.quietMs);
    assert.equal(board.countOf("started"), 2);
  },
  "throws an error of its tasks' source when all tasks are stopped": async ({ board, task, run }) => {
    const failing = async function* tasks() {
      yield task(0, { runs: "hold" });
      yield task(1, { runs: "hold" });
      await board.told("started t0", "started t1");
      throw reason;
    };
    const batch = run(failing());
    await assert.rejects(batch.drain(), (error) => error === reason);
    for (const index of [0, 1]) assert.equal(board.count(`closed t${index}`), 1, `task ${index} still runs`);
    assert.equal(await batch.next().catch(() => undefined), undefined);
  },
};

/** The task was told to stop, has done what its `finally` says, and its end was told with the reason. */
function assertCancelled({ board }: ExecutorPlace, batch: Batch, index: number): void {
  const outcome = batch.outcome(index);
  assert.ok(outcome.type === "failed", `task ${index} has not failed, but is ${outcome.type}`);
  assert.equal(outcome.kind, "cancelled");
  assert.equal(outcome.error, reason);
  assert.equal(board.count(`closed t${index}`), 1, `task ${index} still runs`);
  assert.equal(board.count(`ended t${index}`), 0);
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: () => {
      controller.abort(reason);
    },
  };
}
