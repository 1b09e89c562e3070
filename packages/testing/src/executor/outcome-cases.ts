import assert from "node:assert/strict";
import type { ExecutorCases } from "./executor-place.ts";
import { valuesThatCross } from "./values-that-cross.ts";

/** What holds of the ends of tasks. */
export const outcomeCases: ExecutorCases = {
  "tells one outcome of each task, when the task ends": async ({ board, many, run }) => {
    const batch = run(many(4, { runs: "hold" }), 4);
    const drained = batch.drain();
    await board.told("started t0", "started t1", "started t2", "started t3");
    const order = [2, 0, 3, 1];
    for (const [before, index] of order.entries()) {
      assert.equal(batch.outcomes.length, before);
      board.open(`t${index}`);
      await board.told(`closed t${index}`);
      await board.quiet(20);
    }
    await drained;
    assert.deepEqual(
      batch.told.map(({ index }) => index),
      order,
    );
    for (const index of order) {
      const outcome = batch.outcome(index);
      assert.ok(outcome.type === "done", `task ${index} is done`);
      assert.equal(outcome.state["out"], `t${index}`);
    }
  },
  "tells behind which action a task has ended, with its result, its state and what it has spent": async ({
    task,
    run,
  }) => {
    const batch = await run([
      task(0, { runs: "first" }),
      task(1, { runs: "first", haltAfter: ["first"], id: "the id" }),
    ]).drain();
    assert.partialDeepStrictEqual(batch.outcome(0), {
      type: "done",
      action: "second",
      result: { of: "second" },
      state: { value: "first of t0", out: "first of t0", chunks: 3 },
      sequenceId: 1,
      spent: { tokens: 7 },
    });
    assert.partialDeepStrictEqual(batch.outcome(1), {
      type: "done",
      action: "first",
      result: { appId: "the id", partitionKey: "partition" },
      state: { value: "first of t1" },
      sequenceId: 0,
      spent: { tokens: 3 },
    });
    assert.ok(!("out" in (batch.outcome(1) as { readonly state: object }).state), "a task that has halted has gone on");
  },
  "brings values to a task and back as they are": async ({ task, run }) => {
    for (const [name, value] of Object.entries(valuesThatCross())) {
      const batch = await run([task(0, { runs: "echo", state: { value }, inputs: { given: value }, isWatched: true })]).drain(); // prettier-ignore
      const outcome = batch.outcome(0);
      assert.ok(outcome.type === "done", name);
      const both = { value, given: value };
      assert.deepStrictEqual(batch.chunks(0), [both], name);
      assert.deepStrictEqual(outcome.result, both, name);
      assert.deepStrictEqual(outcome.state["value"], value, name);
      assert.deepStrictEqual(outcome.state["out"], value, name);
    }
  },
  "tells one outcome of a task that has ended before it was stopped, and was not heard before": async ({
    board,
    many,
    run,
    options,
  }) => {
    const batch = run(many(2, { runs: "hold" }));
    const next = batch.next();
    await board.told("started t0", "started t1");
    board.open("t0");
    await next;
    board.open("t1");
    await board.told("closed t1");
    await board.quiet(options.quietMs);
    batch.abort(new Error("Enough."));
    await batch.drain();
    for (const index of [0, 1]) assert.ok(batch.outcome(index).type !== "suspended");
  },
  "ends at once when there are no tasks": async ({ run }) => {
    const batch = await run([]).drain();
    assert.deepEqual(batch.told, []);
    assert.equal(await batch.next(), undefined);
  },
};
