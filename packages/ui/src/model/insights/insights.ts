import type { RunSummary, TokenCounts } from "@burrjs/protocol";
import { grouped } from "../grouped.ts";
import { costOf, type Price } from "../prices.ts";
import { type Buckets, bucketAt, bucketsOf } from "./buckets.ts";
import { type Spread, spreadOf } from "./quantiles.ts";
import { type ErrorFact, errorKind, type RunFacts, type StepFact } from "./run-facts.ts";

/** What happened in a stretch of time. */
export interface Period {
  readonly runs: readonly RunSummary[];
  readonly steps: number;
  readonly failed: number;
  /** Of the runs that began in it. */
  readonly tokens: TokenCounts;
  readonly latency: Spread | null;
  readonly firstChunk: Spread | null;
  /** Dollars by model, where the price is known. */
  readonly costs: ReadonlyMap<string, number>;
}

/** How an action, or the steps that use a model, went. */
export interface Group {
  /** Of a model, "": the log does not say which. */
  readonly name: string;
  readonly runs: readonly RunSummary[];
  readonly steps: number;
  readonly failed: number;
  readonly latency: Spread | null;
  readonly firstChunk: Spread | null;
}

/** What a model was used for. `cost` is `null` where its price is not known. */
interface ModelGroup extends Group {
  readonly tokens: TokenCounts;
  readonly cost: number | null;
}

/** Errors of one kind. */
interface ErrorGroup {
  readonly kind: string;
  readonly count: number;
  readonly runs: readonly RunSummary[];
  readonly actions: readonly string[];
  /** The one that came last. */
  readonly last: ErrorFact & { readonly run: RunSummary };
}

/** What many runs tell together. */
export interface Insights {
  readonly runs: readonly RunSummary[];
  readonly failedRuns: readonly RunSummary[];
  readonly steps: number;
  readonly failed: number;
  readonly tokens: TokenCounts;
  /** `null`: no price is known. `hasUnknown`: some are not, so that it is more than this. */
  readonly cost: number | null;
  readonly hasUnknownPrice: boolean;
  readonly latency: Spread | null;
  readonly firstChunk: Spread | null;
  readonly buckets: Buckets;
  readonly periods: readonly Period[];
  readonly actions: readonly Group[];
  readonly models: readonly ModelGroup[];
  readonly errors: readonly ErrorGroup[];
  /** Steps of long runs that were left out. */
  readonly leftOut: number;
}

/** No tokens. */
export const noTokens: TokenCounts = { input: 0, output: 0, cached: 0, reasoning: 0 };

/** How much is gathered about the time: the zone it is shown in. */
interface InsightOptions {
  readonly prices: readonly Price[];
  readonly offsetMinutes: number;
}

/** What runs tell together. */
export function insightsOf(facts: readonly RunFacts[], { prices, offsetMinutes }: InsightOptions): Insights {
  const steps = facts.flatMap((fact) => fact.steps);
  const models = modelGroups(facts, prices);
  const known = models.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const buckets = bucketsOf(rangeOf(steps, facts), offsetMinutes);
  return {
    runs: facts.map(({ run }) => run),
    failedRuns: facts.filter(({ run, errors }) => run.errors > 0 || errors.length > 0).map(({ run }) => run),
    steps: steps.length,
    failed: steps.filter(({ status }) => status === "failed").length,
    tokens: sumOf(facts.map(({ run }) => run.tokens ?? noTokens)),
    cost: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    hasUnknownPrice: models.some(({ cost, tokens }) => cost === null && tokens.input + tokens.output > 0),
    ...spreads(steps),
    buckets,
    periods: periodsOf(facts, buckets, prices),
    actions: groupsOf(facts.map(({ run, steps: own }) => ({ run, steps: own, nameOf: ({ action }) => action }))),
    models,
    errors: errorGroups(facts),
    leftOut: facts.reduce((sum, one) => sum + one.leftOut, 0),
  };
}

/** Tokens together. */
export function sumOf(all: readonly TokenCounts[]): TokenCounts {
  const sum = { ...noTokens };
  for (const one of all) {
    sum.input += one.input;
    sum.output += one.output;
    sum.cached += one.cached;
    sum.reasoning += one.reasoning;
  }
  return sum;
}

function rangeOf(
  steps: readonly StepFact[],
  facts: readonly RunFacts[],
): { readonly fromMs: number; readonly toMs: number } {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startedMs } of steps) {
    fromMs = Math.min(fromMs, startedMs);
    toMs = Math.max(toMs, startedMs);
  }
  for (const { run } of facts) fromMs = Math.min(fromMs, run.started_ms ?? fromMs);
  return Number.isFinite(fromMs) ? { fromMs, toMs: Math.max(fromMs, toMs) } : { fromMs: 0, toMs: 0 };
}

function periodsOf(facts: readonly RunFacts[], buckets: Buckets, prices: readonly Price[]): readonly Period[] {
  const periods = buckets.list.map(() => ({
    runs: new Set<RunSummary>(),
    steps: [] as StepFact[],
    begun: [] as RunFacts[],
  }));
  for (const fact of facts) {
    const begin = fact.run.started_ms ?? fact.steps[0]?.startedMs;
    if (begin !== undefined) periods[bucketAt(buckets, begin)]?.begun.push(fact);
    for (const step of fact.steps) {
      const period = periods[bucketAt(buckets, step.startedMs)];
      period?.steps.push(step);
      period?.runs.add(fact.run);
    }
  }
  return periods.map(({ runs, steps, begun }) => {
    const costs = new Map<string, number>();
    for (const { model, tokens } of begun.flatMap(({ usage }) => usage)) {
      const cost = costOf(model, tokens, prices);
      if (cost !== null) costs.set(model, (costs.get(model) ?? 0) + cost);
    }
    return {
      runs: [...runs],
      steps: steps.length,
      failed: steps.filter(({ status }) => status === "failed").length,
      tokens: sumOf(begun.map(({ run }) => run.tokens ?? noTokens)),
      ...spreads(steps),
      costs,
    };
  });
}

interface Gathered {
  readonly run: RunSummary;
  readonly steps: readonly StepFact[];
  readonly nameOf: (step: StepFact) => string;
}

/** Steps by name, those first that took the longest together. */
function groupsOf(gathered: readonly Gathered[]): readonly Group[] {
  const groups = new Map<string, { readonly runs: Set<RunSummary>; readonly steps: StepFact[] }>();
  for (const { run, steps, nameOf } of gathered) {
    for (const step of steps) {
      const name = nameOf(step);
      const group = groups.get(name) ?? { runs: new Set(), steps: [] };
      groups.set(name, group);
      group.runs.add(run);
      group.steps.push(step);
    }
  }
  const total = (steps: readonly StepFact[]): number =>
    steps.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  return [...groups]
    .toSorted(([, one], [, other]) => total(other.steps) - total(one.steps))
    .map(([name, { runs, steps }]) => ({
      name,
      runs: [...runs],
      steps: steps.length,
      failed: steps.filter(({ status }) => status === "failed").length,
      ...spreads(steps),
    }));
}

function modelGroups(facts: readonly RunFacts[], prices: readonly Price[]): readonly ModelGroup[] {
  const names = [...new Set(facts.flatMap(({ usage }) => usage.map(({ model }) => model)))];
  return names
    .map((name): ModelGroup => {
      const parts = facts.flatMap(({ run, usage }) =>
        usage.filter(({ model }) => model === name).map((part) => ({ ...part, run })),
      );
      const [group] = groupsOf(parts.map(({ run, steps }) => ({ run, steps, nameOf: () => name })));
      const tokens = sumOf(parts.map((part) => part.tokens));
      const empty = { name, runs: parts.map(({ run }) => run), steps: 0, failed: 0, latency: null, firstChunk: null };
      return { ...(group ?? empty), tokens, cost: costOf(name, tokens, prices) };
    })
    .toSorted((one, other) => other.tokens.input + other.tokens.output - (one.tokens.input + one.tokens.output));
}

function errorGroups(facts: readonly RunFacts[]): readonly ErrorGroup[] {
  const all = facts.flatMap(({ run, errors }) => errors.map((error) => ({ ...error, run })));
  const groups = [...grouped(all, ({ text }) => errorKind(text))];
  return groups
    .flatMap(([kind, errors]): readonly ErrorGroup[] => {
      const last = errors.toSorted((one, other) => other.atMs - one.atMs)[0];
      const [runs, actions] = [new Set(errors.map(({ run }) => run)), new Set(errors.map(({ action }) => action))];
      return last === undefined ? [] : [{ kind, count: errors.length, runs: [...runs], actions: [...actions], last }];
    })
    .toSorted((one, other) => other.count - one.count || one.kind.localeCompare(other.kind));
}

function spreads(steps: readonly StepFact[]): { readonly latency: Spread | null; readonly firstChunk: Spread | null } {
  return {
    latency: spreadOf(steps.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))),
    firstChunk: spreadOf(steps.flatMap(({ firstChunkMs }) => (firstChunkMs === null ? [] : [firstChunkMs]))),
  };
}
