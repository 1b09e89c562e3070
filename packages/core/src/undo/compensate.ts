import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import { Step } from "../step/step.ts";
import type { State } from "../state/state.ts";
import { type Data, valueAt } from "../state/operations.ts";
import { begin } from "../run/begin.ts";
import type { Commit, UndoneCommit } from "./commits.ts";
import { type Task, Wait } from "../run/effects.ts";
import { aroundRun } from "../run/loop.ts";
import type { Run } from "../run/run.ts";
import type { Runtime } from "../run/runtime.ts";

/** What `compensate()` did. */
export interface Compensation {
  /** `"halted"`: by `drain()`, with commits left that another call undoes. */
  readonly stopped: "end" | "halted";
  /** The commits that were undone, in the order in which that was done. */
  readonly undone: readonly { readonly action: string; readonly sequenceId: number }[];
  readonly state: State;
}

/** Undoes the commits of a run in reverse: each `undo` is a step of its own, so that one that fails can be gone on from. */
export function compensation(run: Run): Task<Compensation> {
  return aroundRun(run, undoAll(run));
}

function* undoAll(run: Run): Task<Compensation> {
  const { runtime } = run;
  const undone: { action: string; sequenceId: number }[] = [];
  for (let last = yield* lastCommit(runtime); last !== undefined; last = yield* lastCommit(runtime)) {
    const { commit, node } = last;
    if (run.aborted !== undefined) throw run.aborted.reason;
    if (run.halted !== undefined) return { stopped: "halted", undone, state: runtime.state };
    const data = commit.data ?? ((yield new Wait(stateAt(runtime, commit), "the journal", true)) as Data); // as stateAt() declares
    if (!(yield* begin(run, node))) continue; // others have gone on with the run
    const { before, sequenceId } = commit;
    const step = new Step(run, node, { kind: "undo", commit: { ...seenBy(node, sequenceId, data), before } });
    run.begin(step);
    try {
      const ending = yield* step.execute({});
      if (ending.accepted === undefined) throw ending.error;
    } finally {
      run.step = undefined;
    }
    undone.push({ action: node.name, sequenceId });
  }
  return { stopped: "end", undone, state: runtime.state };
}

/** The last commit that can be undone, and was not. */
function* lastCommit({
  settings,
  commits,
  nodes,
}: Runtime): Task<{ readonly commit: Commit; readonly node: GraphNode } | undefined> {
  const { journal } = settings;
  const stored = journal?.commits === undefined ? commits.all : yield new Wait(journal.commits(), "the journal", true);
  for (const commit of (stored as readonly Commit[]).toReversed()) {
    const node = nodes.get(commit.action);
    if (node === undefined) throw unknownAction(settings.appId, commit);
    if (node.action.body.undo !== undefined) return { commit, node };
  }
  return undefined;
}

/** It may have had an `undo`; to pass it over would leave half of the work undone. */
function unknownAction(appId: string, { action, sequenceId }: Commit): BurrError {
  return new BurrError(
    "incomplete-history",
    `The commit ${sequenceId} of application "${appId}" is of action "${action}", which this graph does not have. Add it, with its \`undo\` if it needs one.`,
    { appId },
  );
}

async function stateAt({ settings }: Runtime, { action, sequenceId }: Commit): Promise<Data> {
  const data = await settings.journal?.stateAt?.(sequenceId);
  if (data !== undefined) return data;
  const { appId } = settings;
  throw new BurrError(
    "incomplete-history",
    `The commit ${sequenceId} of action "${action}" cannot be undone: the stored history of application "${appId}" lacks it. It may have been cut off by prune().`,
    { appId },
  );
}

/** What the `undo` of an action sees of a commit. */
function seenBy({ undoContract }: GraphNode, sequenceId: number, data: Data): UndoneCommit {
  const keys = [...undoContract.reads].filter((key) => Object.hasOwn(data, key));
  return { sequenceId, state: Object.freeze(Object.fromEntries(keys.map((key) => [key, valueAt(data, key)]))) };
}
