import assert from "node:assert/strict";
import type { Batch } from "./batch.ts";
import type { ExecutorCases } from "./executor-place.ts";

/** What holds of tasks that are run again. */
export const againCases: ExecutorCases = {
  "gives the same outcome when the same tasks are run again": async ({ task, run }) => {
    const tasks = ["one", "two"].map((id, index) => task(index, { runs: "first", id }));
    const [before, again] = [await run(tasks).drain(), await run(tasks).drain()];
    for (const index of [0, 1]) {
      assert.equal(before.outcome(index).type, "done");
      assert.deepEqual(again.outcome(index), before.outcome(index));
    }
  },
  "runs a task again under the same id with what it has now": async ({ task, run }) => {
    for (const value of [1, 2]) {
      const outcome = (await run([task(0, { runs: "echo", id: "same", inputs: { given: value } })]).drain()).outcome(0);
      assert.ok(outcome.type === "done");
      assert.equal(outcome.state["out"], value);
    }
  },
  "keeps executions apart that run at once, even of the same ids": async ({ board, task, run }) => {
    const batches = ["left", "right"].map(
      (name) =>
      run([0, 1].map((index) => task(index, { runs: "steps", id: `id ${index}`, state: { name: `${name} ${index}` }, isWatched: true })), 2), // prettier-ignore
    );
    board.openAll();
    await Promise.all(batches.map((batch) => batch.drain()));
    for (const [place, name] of ["left", "right"].entries()) {
      const batch = batches[place] as Batch;
      for (const index of [0, 1]) {
        const outcome = batch.outcome(index);
        assert.ok(outcome.type === "done");
        assert.equal(outcome.state["out"], `${name} ${index}`);
        assert.deepEqual(
          batch.chunks(index),
          [0, 1, 2].map((chunk) => `${name} ${index} ${chunk}`),
        );
      }
    }
  },
  "stops one execution, and no other": async ({ board, task, run }) => {
    const [stopped, other] = [run([task(0, { runs: "hold" })]), run([task(1, { runs: "hold" })])];
    const drained = [stopped.drain(), other.drain()];
    await board.told("started t0", "started t1");
    stopped.abort(new Error("Enough."));
    await board.told("closed t0");
    board.open("t1");
    await Promise.all(drained);
    assert.equal(stopped.outcome(0).type, "failed");
    assert.equal(other.outcome(1).type, "done");
  },
  "runs the tasks of a worker again that was killed": async ({ board, many, run, underTest }) => {
    if (underTest.kill === undefined) return;
    const batch = run(many(4, { runs: "hold" }));
    const drained = batch.drain();
    await board.told("started t0", "started t1", "started t2", "started t3");
    await underTest.kill();
    await board.until(() => board.countOf("started") > 4, "a task begins again");
    board.openAll();
    await drained;
    for (const index of [0, 1, 2, 3]) {
      const outcome = batch.outcome(index);
      assert.ok(outcome.type === "done");
      assert.equal(outcome.state["out"], `t${index}`);
    }
  },
};
