import type { ModelUsage } from "@burrjs/protocol";
import { stepStates } from "../index/index-tables.ts";
import { type RunIndex, tokenKinds } from "../index/run-index.ts";
import { isUndo } from "../index/step-way.ts";
import { onlyModel, usageOf } from "../index/usage.ts";

/** How an application went through its graph. Plain JSON, and small: there is one for each application of a project. */
export interface RunPath {
  /** By the place of an action in the application's list of them. */
  readonly visits: readonly number[];
  readonly failed: readonly number[];
  readonly durationMs: readonly number[];
  /** What each action used of each model; `""`: the log does not say which. */
  readonly tokens: readonly (readonly [action: number, model: string, tokens: readonly number[]])[];
  /** Transitions, by the places of their actions, and how often each was taken. */
  readonly ways: readonly (readonly [from: number, to: number, taken: number])[];
}

/** The path of an application without steps. */
export const emptyPath: RunPath = { visits: [], failed: [], durationMs: [], tokens: [], ways: [] };

/** What an application has used of each model. */
export function usageOfPath({ tokens }: RunPath): readonly ModelUsage[] {
  const byModel = new Map<string, number[]>();
  for (const [, model, used] of tokens) {
    const sum = byModel.get(model) ?? tokenKinds.map(() => 0);
    byModel.set(model, sum);
    for (const [kind, count] of used.entries()) add(sum, kind, count);
  }
  return [...byModel].map(([model, [input = 0, output = 0, cached = 0, reasoning = 0]]) => ({
    model,
    input,
    output,
    cached,
    reasoning,
  }));
}

/** The path that indexes of one log tell of; `actions`: all names that occur in them. */
export function pathOf(parts: readonly RunIndex[], actions: readonly string[]): RunPath {
  const placeOf = new Map(actions.map((name, place) => [name, place]));
  const zeros = (): number[] => actions.map(() => 0);
  const [visits, failed, durationMs] = [zeros(), zeros(), zeros()];
  const ways = new Map<string, [number, number, number]>();
  const tokens = new Map<string, [number, string, number[]]>();
  for (const index of parts) {
    const { texts } = index;
    const place = (text: number): number => placeOf.get(texts.text(text)) ?? 0;
    const counted = countsOf(index);
    for (const [action, one] of counted.actions) {
      const at = place(action);
      add(visits, at, one.visits);
      add(failed, at, one.failed);
      add(durationMs, at, one.durationUs / 1000);
      for (const [told, used] of one.tokens) {
        const name = told === "" ? texts.text(onlyModel(index)) : told;
        const sum = tokens.get(`${at} ${name}`) ?? [at, name, tokenKinds.map(() => 0)];
        tokens.set(`${at} ${name}`, sum);
        for (const [kind, count] of used.entries()) add(sum[2], kind, count);
      }
    }
    for (const [from, targets] of counted.ways) {
      for (const [to, taken] of targets) {
        const ends = [place(from), place(to)] as const;
        const sum = ways.get(ends.join(" ")) ?? [...ends, 0];
        ways.set(ends.join(" "), sum);
        sum[2] += taken;
      }
    }
  }
  return { visits, failed, durationMs, tokens: [...tokens.values()], ways: [...ways.values()] };
}

interface ActionCounts {
  visits: number;
  failed: number;
  durationUs: number;
  /** By model. */
  readonly tokens: Map<string, number[]>;
}

/** By the numbers of the names of actions. */
interface Counts {
  /** Behind the last step that is counted. */
  until: number;
  readonly actions: Map<number, ActionCounts>;
  readonly ways: Map<number, Map<number, number>>;
}

/** Steps so far behind the last one do not change any more. */
const openSteps = 64;
const failedState = stepStates.indexOf("failed");
const counted = new WeakMap<RunIndex, Counts>();

/** The counts of an index. What was counted before is gone on from: a log that is written has mostly one step more. */
function countsOf(index: RunIndex): Counts {
  const settled: Counts = counted.get(index) ?? { until: 0, actions: new Map(), ways: new Map() };
  counted.set(index, settled);
  countUntil(settled, index, index.steps.count - openSteps);
  const all: Counts = {
    until: settled.until,
    actions: new Map(
      [...settled.actions].map(([action, counts]) => [
        action,
        { ...counts, tokens: new Map([...counts.tokens].map(([model, used]) => [model, [...used]])) },
      ]),
    ),
    ways: new Map([...settled.ways].map(([from, targets]) => [from, new Map(targets)])),
  };
  countUntil(all, index, index.steps.count);
  return all;
}

function countUntil(counts: Counts, index: RunIndex, end: number): void {
  const { steps } = index;
  for (; counts.until < end; counts.until += 1) {
    const step = counts.until;
    const action = steps.get("action", step);
    const sum: ActionCounts = counts.actions.get(action) ?? { visits: 0, failed: 0, durationUs: 0, tokens: new Map() };
    counts.actions.set(action, sum);
    countTokens(sum, index, step);
    if (isUndo(index, step)) continue;
    sum.visits += 1;
    if (steps.get("status", step) === failedState) sum.failed += 1;
    const us = steps.get("durationUs", step);
    if (!Number.isNaN(us)) sum.durationUs += us;
    const from = steps.get("from", step);
    if (from === 0) continue;
    const targets = counts.ways.get(from) ?? new Map<number, number>();
    counts.ways.set(from, targets);
    targets.set(action, (targets.get(action) ?? 0) + 1);
  }
}

function countTokens({ tokens }: ActionCounts, index: RunIndex, step: number): void {
  for (const { model, ...used } of usageOf(index, step, 0)) {
    const sum = tokens.get(model) ?? tokenKinds.map(() => 0);
    tokens.set(model, sum);
    for (const [at, kind] of tokenKinds.entries()) add(sum, at, used[kind]);
  }
}

function add(sums: number[], at: number, by: number): void {
  sums[at] = (sums[at] ?? 0) + by;
}
