import { burr, type Executor, type Task, task } from "../index.ts";
import { referenceOf } from "../parallel/index.ts";

interface Things {
  token: string;
}

const b = burr<Things>();

/** Ways to get the errors of children and tasks; no message may show `secret`. */
export function childrenErrorCases(secret: string) {
  const state = { token: secret };
  const idle = b.action({ reads: [], writes: ["token"], run: () => ({ token: secret }) });
  const run = (tasks: () => Iterable<Task> | AsyncIterable<Task>, executor?: Executor) => {
    const all = b.parallel({ reads: [], writes: ["token"], tasks, reduce: () => ({ token: secret }), ...(executor === undefined ? {} : { executor }) }); // prettier-ignore
    return b.application({ actions: { all }, transitions: [], entrypoint: "all", state }).run();
  };
  const stuck = b.graph({ actions: { idle, other: idle }, transitions: [["idle", "other", b.when({ token: "" })]] });
  return {
    "child-stopped": {
      provoke: () => run(() => [task(stuck, { entrypoint: "idle", state })]),
      place: /no transition leads on from "idle"/,
      remedy: /add one/,
    },
    "duplicate-key": {
      provoke: () => run(() => [task(idle, { key: secret }), task(idle, { key: secret })]),
      place: /tasks of action "all"/,
      remedy: /make them differ/,
    },
    "missing-key": {
      provoke: () =>
        run(async function* tasks() {
          yield await Promise.resolve(task(idle));
        }),
      place: /Action "all"/,
      remedy: /Name each/,
    },
    "task-lost": {
      provoke: () => run(() => [task(idle)], forgetful),
      place: /executor of action "all".*place 0/,
      remedy: /must tell of each task/,
    },
    "unregistered-graph": {
      provoke: () => referenceOf({ graph: stuck, entrypoint: "idle" }),
      place: /\(idle, other\)/,
      remedy: /registerGraphs/,
    },
  };
}

/** Takes a task and ends. */
const forgetful: Executor = {
  locality: "in-process",
  async *execute(tasks) {
    for await (const { index } of tasks) {
      if (index >= 0) return;
      yield { type: "failed", index, error: undefined, kind: "lost" };
    }
  },
};
