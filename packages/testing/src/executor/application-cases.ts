import assert from "node:assert/strict";
import { burr, not, task } from "@burrjs/core";
import type { ExecutorCases, ExecutorPlace } from "./executor-place.ts";
import { graphs } from "./graphs.ts";
import { within } from "./within.ts";

interface FanState {
  readonly values: readonly number[];
  readonly outs: readonly unknown[];
  readonly visits: number;
}

const b = burr<FanState>();

/** What holds of the actions whose tasks an executor runs. */
export const applicationCases: ExecutorCases = {
  "gives an action the results in the order of its tasks": async ({ executor, board, options }) => {
    const { port } = board;
    const all = b.parallel({
      reads: ["values"],
      writes: ["outs"],
      executor,
      tasks: ({ values }) => values.map((value) => task(graphs.hold, { entrypoint: "hold", key: `k${value}`, state: { port, name: `t${value}` } })), // prettier-ignore
      reduce: (_state, results) => ({ outs: results.map(({ key, state }) => [key, state.out]) }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: { values: [3, 1, 2] } });
    const running = ended(app.run(), options);
    await board.told("started t1", "started t2", "started t3");
    for (const value of [2, 1, 3]) {
      board.open(`t${value}`);
      await board.told(`closed t${value}`);
    }
    const { state } = await running;
    assert.deepEqual(state.outs, [["k3", "t3"], ["k1", "t1"], ["k2", "t2"]]); // prettier-ignore
  },
  "gives an action the state of its tasks, lists that they have appended to among it": async ({
    executor,
    options,
  }) => {
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      executor,
      tasks: () => [
        task(graphs.echo, { entrypoint: "echo", state: { value: 1, list: ["first"] }, inputs: { given: 2 } }),
      ],
      reduce: (_state, [result]) => ({ outs: [result?.state.list, result?.state.out] }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    assert.deepEqual((await ended(app.run(), options)).state.outs, [["first", "appended"], 2]);
  },
  "streams the chunks of tasks, and where they come from": async ({ executor, options }) => {
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      executor,
      tasks: () =>
        ["a", "b"].map((key) => task(graphs.count, { entrypoint: "count", key, state: { name: key, chunks: 2 } })),
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    const chunks: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const event of app.stream()) {
        if (event.type === "chunk") chunks.push(`${event.path.join("/")}: ${event.chunk}`);
      }
    };
    await ended(reading(), options);
    assert.deepEqual(chunks.toSorted(), ["all/a: a 0", "all/a: a 1", "all/b: b 0", "all/b: b 1"]);
  },
  "runs the tasks of a step anew when its action is visited again": async ({ executor, options }) => {
    const all = b.parallel({
      reads: ["values", "visits", "outs"],
      writes: ["values", "visits", "outs"],
      executor,
      tasks: ({ values }) => values.map((value) => task(graphs.echo, { entrypoint: "echo", state: { value, list: [] }, inputs: { given: value + 1 } })), // prettier-ignore
      reduce: (state, results) =>
        state
          .update({ values: results.map(({ state: { out } }) => Number(out)) })
          .extend({ outs: results.map(({ state: { out } }) => out) })
          .increment({ visits: 1 }),
    });
    const app = b.application({
      actions: { all },
      transitions: [["all", "all", not(b.when({ visits: 3 }))]],
      entrypoint: "all",
      state: { values: [10, 20], outs: [], visits: 0 },
    });
    assert.deepEqual((await ended(app.run(), options)).state.outs, [11, 21, 12, 22, 13, 23]);
  },
  "fails an action with the very error of a task, and stops the others": async ({ executor, board, options }) => {
    const { port } = board;
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      executor,
      async *tasks() {
        yield task(graphs.hold, { entrypoint: "hold", key: "hold", state: { port, name: "t0" } });
        await board.told("started t0");
        yield task(graphs.fail, { entrypoint: "fail", key: "fail", state: { port, name: "t1" } });
      },
      reduce: () => ({ outs: [] }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    await assert.rejects(ended(app.run(), options), { name: "TypeError", message: "It is the fault of t1." });
    assert.equal(board.count("closed t0"), 1);
  },
};

function ended<TEnd>(run: Promise<TEnd>, { patienceMs }: ExecutorPlace["options"]): Promise<TEnd> {
  return within(run, patienceMs, "the application ends");
}
