import { maskMissing } from "@burrjs/protocol";
import type { RecordedStep } from "@burrjs/server/store";
import { actionDifference, pathDifference, type StepDifference } from "./compare-step.ts";
import type { ReplayProcess } from "./replay-process.ts";

/** How a run is replayed. */
export interface ReplayRules {
  readonly child: ReplayProcess;
  /** The names of today's actions. */
  readonly actions: readonly string[];
  /** Where today's application begins, if that is known. */
  readonly entrypoint: string | undefined;
  /** Whether actions are run at all. */
  readonly runsActions: boolean;
  /** Actions that are not run. */
  readonly skipped: ReadonlySet<string>;
  /** Keys of state that are not compared. */
  readonly ignoredKeys: ReadonlySet<string>;
  /** Whether to look on behind a difference. */
  readonly goesOn: boolean;
}

/** What came of it. */
export interface ReplayReport {
  readonly steps: number;
  /** The actions that were run again. */
  readonly rerun: number;
  /** Those that were not, by the reason. */
  readonly skipped: readonly { readonly why: string; readonly count: number }[];
  readonly differences: readonly (StepDifference & { readonly sequence_id: number; readonly action: string })[];
}

/** Tries each step of a run with today's code, and compares. */
export async function replayRun(steps: AsyncIterable<RecordedStep>, rules: ReplayRules): Promise<ReplayReport> {
  const differences: ReplayReport["differences"][number][] = [];
  const reasons = new Map<string, number>();
  let [count, rerun] = [0, 0];
  let previous: RecordedStep | undefined;
  for await (const [step, following] of withNext(steps)) {
    count += 1;
    const why = rules.runsActions ? reasonToSkip(step, previous, rules) : "--conditions-only";
    if (why === undefined) rerun += 1;
    else reasons.set(why, (reasons.get(why) ?? 0) + 1);
    const found = await differenceOf(step, following, { ...rules, runs: why === undefined });
    if (found !== undefined) differences.push({ sequence_id: step.sequenceId, action: step.action, ...found });
    if (found !== undefined && (!rules.goesOn || rules.child.isStuck)) break;
    previous = step;
  }
  const skipped = [...reasons].map(([reason, number]) => ({ why: reason, count: number }));
  return { steps: count, rerun, skipped, differences };
}

async function differenceOf(
  step: RecordedStep,
  following: RecordedStep | undefined,
  { child, actions, entrypoint, ignoredKeys, runs }: ReplayRules & { readonly runs: boolean },
): Promise<StepDifference | undefined> {
  const { action, status, role } = step;
  if (!actions.includes(action)) {
    return { what: "there is no such action any more", recorded: action, today: `there are ${actions.join(", ")}` };
  }
  if (step.sequenceId === 0 && step.repeat === 0 && entrypoint !== undefined && entrypoint !== action) {
    return { what: "the application begins elsewhere", recorded: action, today: entrypoint };
  }
  const [before, after, inputs] = [maskMissing(step.before), maskMissing(step.after), maskMissing(step.inputs)];
  const answer = await child.step({
    action,
    status,
    inputs: inputs.value,
    before: before.value,
    after: after.value,
    runs,
  });
  if (answer.type === "error") {
    return { what: "the step cannot be run", recorded: status, today: answer.message };
  }
  const { outcome } = answer;
  const ofAction = outcome === undefined ? undefined : actionDifference(step, outcome, { ignoredKeys });
  if (ofAction !== undefined || role === "undo" || status === "aborted" || status === "suspended" || status === "unfinished") return ofAction; // prettier-ignore
  // A condition on what the log does not tell cannot be tested.
  const hidden = new Set(after.missing.map((path) => path.split("/")[1] ?? ""));
  const isHidden = step.next?.tried.some(({ keys }) => keys.some((key) => hidden.has(key))) ?? hidden.size > 0;
  return isHidden ? undefined : pathDifference(step, answer, following);
}

/** Why an action is not run; `undefined`: it is. */
function reasonToSkip(
  step: RecordedStep,
  previous: RecordedStep | undefined,
  { skipped }: ReplayRules,
): string | undefined {
  // prettier-ignore
  if (skipped.has(step.action)) return `--skip ${step.action}`;
  if (step.role !== undefined) return `the ${step.role} of an action`;
  if (step.status === "aborted") return "aborted by whoever ran it";
  if (step.status === "unfinished") return "not ended";
  if (step.before === undefined) return "no state was recorded";
  if (previous?.status === "failed" && previous.action !== step.action) return "needs the error that led to it";
  return undefined;
}

async function* withNext<TItem>(items: AsyncIterable<TItem>): AsyncGenerator<readonly [TItem, TItem | undefined]> {
  let current: { readonly item: TItem } | undefined;
  for await (const item of items) {
    if (current !== undefined) yield [current.item, item];
    current = { item };
  }
  if (current !== undefined) yield [current.item, undefined];
}
