import assert from "node:assert/strict";
import { isBurrError } from "@burrjs/core";
import type { ExecutorCases } from "./executor-place.ts";

/** What holds of tasks that fail. */
export const errorCases: ExecutorCases = {
  "tells of an error once, with its name, its message, its stack, its cause and its own properties": async ({
    board,
    task,
    run,
  }) => {
    // prettier-ignore
    const batch = await run([task(0, { runs: "fail", isWatched: true })]).drain();
    assert.equal(board.count("failed t0"), 1);
    const outcome = batch.outcome(0);
    assert.ok(outcome.type === "failed");
    assert.equal(outcome.kind, "action");
    const { error } = outcome;
    assert.ok(error instanceof TypeError);
    assert.equal(error.message, "It is the fault of t0.");
    assert.match(String(error.stack), /It is the fault of t0[\s\S]*graphs\.[jt]s/);
    assert.ok(error.cause instanceof RangeError);
    assert.equal(error.cause.message, "The cause.");
    assert.deepEqual(Object.entries(error), [["place", ["here", "t0"]]]);
  },
  "brings over the code and the details of an error of Burr": async ({ task, run }) => {
    const missing = task(0, { runs: "echo" });
    const outcome = (await run([missing]).drain()).outcome(0);
    assert.ok(outcome.type === "failed" && isBurrError(outcome.error));
    assert.equal(outcome.kind, "action");
    assert.equal(outcome.error.code, "missing-input");
    assert.deepEqual(outcome.error.details, { action: "echo", inputs: ["given"] });
  },
  "tells what a task has spent that has failed": async ({ task, run }) => {
    const outcome = (await run([task(0, { runs: "fail" })]).drain()).outcome(0);
    assert.ok(outcome.type === "failed");
    assert.deepEqual({ ...outcome.spent }, { tokens: 5 });
  },
  "goes on with the other tasks when one has failed": async ({ task, run }) => {
    const batch = await run(
      [task(0, { runs: "fail" }), task(1, { runs: "count" }), task(2, { runs: "count" })],
      1,
    ).drain();
    assert.deepEqual(
      batch.told.map(({ index, type }) => `${index} ${type}`),
      ["0 failed", "1 done", "2 done"],
    );
  },
  "tells of a task that waits for an answer, or that tasks cannot wait here": async ({ executor, task, run }) => {
    const outcome = (await run([task(0, { runs: "ask" })]).drain()).outcome(0);
    if (outcome.type === "suspended") {
      assert.equal(executor.locality, "in-process");
      assert.deepEqual(
        outcome.requests.map(({ name }) => name),
        ["answer"],
      );
    } else {
      assert.ok(outcome.type === "failed" && isBurrError(outcome.error));
      assert.match(outcome.error.message, /inProcessExecutor/);
    }
  },
};
