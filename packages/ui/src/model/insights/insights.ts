import type { RunSummary, TokenCounts } from "@burrjs/protocol";
import { costOf, type Price } from "@burrjs/protocol";
import { type Buckets, bucketAt, bucketsOf } from "./buckets.ts";
import { type Spread, spreadOf } from "./quantiles.ts";
import { type ErrorFact, errorKind, type RunFacts, type StepFact } from "./run-facts.ts";

type Runs = readonly RunSummary[];

/** How steps went. */
interface Went {
  readonly steps: number;
  /** Steps that failed, and the runs that they are of. */
  readonly failed: number;
  readonly failedIn: Runs;
  readonly latency: Spread<RunSummary> | null;
  readonly firstChunk: Spread<RunSummary> | null;
}

/** What happened in a stretch of time. */
export interface Period extends Went {
  /** Those that did something in it, how many of them count, and those that began in it. */
  readonly runs: Runs;
  readonly counted: number;
  readonly begun: Runs;
  /** Of the runs that began in it. */
  readonly tokens: TokenCounts;
  /** Dollars by model, where the price is known. */
  readonly costs: ReadonlyMap<string, number>;
}

/** How an action, or the steps that use a model, went. */
export interface Group extends Went {
  /** Of a model, "": the log does not say which. */
  readonly name: string;
  readonly runs: Runs;
}

/** What a model was used for. `cost` is `null` where its price is not known. */
export interface ModelGroup extends Group {
  readonly tokens: TokenCounts;
  readonly cost: number | null;
}

/** Errors of one kind. */
interface ErrorGroup {
  readonly kind: string;
  readonly count: number;
  readonly runs: Runs;
  readonly actions: readonly string[];
  /** The one that came last. */
  readonly last: ErrorFact & { readonly run: RunSummary };
}

/** What many runs tell together. */
export interface Insights extends Went {
  readonly runs: Runs;
  /** Those that count as runs: without children, which are parts of others, unless there are only these. */
  readonly counted: Runs;
  /** Whether they are all; else the newest. */
  readonly isAll: boolean;
  /** Those of the counted ones that have failed themselves, whatever became of single steps. */
  readonly failedRuns: Runs;
  readonly tokens: TokenCounts;
  /** `null`: no price is known. `hasUnknown`: some are not, so that it is more than this. */
  readonly cost: number | null;
  readonly hasUnknownPrice: boolean;
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
  /** Default: true. */
  readonly isAll?: boolean;
  readonly prices: readonly Price[];
  readonly zone: string;
}

/** What runs tell together. */
export function insightsOf(facts: readonly RunFacts[], { isAll = true, prices, zone }: InsightOptions): Insights {
  const steps = facts.flatMap(({ run, steps: own }) => own.map((step) => ({ run, step })));
  const models = modelGroups(facts, prices);
  const known = models.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const buckets = bucketsOf(rangeOf(steps, facts), zone);
  const runs = facts.map(({ run }) => run);
  const top = runs.filter(({ spawned_by: spawnedBy }) => spawnedBy === null);
  const counted = top.length === 0 ? runs : top;
  return {
    runs,
    counted,
    isAll,
    failedRuns: counted.filter(({ status }) => status === "failed"),
    ...wentOf(steps),
    tokens: sumOf(facts.map(({ run }) => run.tokens ?? noTokens)),
    cost: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    hasUnknownPrice: models.some(({ cost, tokens }) => cost === null && tokens.input + tokens.output > 0),
    buckets,
    periods: periodsOf(facts, buckets, { prices, counted: new Set(counted) }),
    actions: groupsOf(steps, ({ action }) => action),
    models,
    errors: errorGroups(facts),
    leftOut: facts.reduce((sum, one) => sum + one.leftOut, 0),
  };
}

/** Tokens together. */
function sumOf(all: readonly TokenCounts[]): TokenCounts {
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
  steps: readonly RunStep[],
  facts: readonly RunFacts[],
): { readonly fromMs: number; readonly toMs: number } {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const {
    step: { startedMs },
  } of steps) {
    fromMs = Math.min(fromMs, startedMs);
    toMs = Math.max(toMs, startedMs);
  }
  for (const { run } of facts) fromMs = Math.min(fromMs, run.started_ms ?? fromMs);
  return Number.isFinite(fromMs) ? { fromMs, toMs: Math.max(fromMs, toMs) } : { fromMs: 0, toMs: 0 };
}

function periodsOf(
  facts: readonly RunFacts[],
  buckets: Buckets,
  { prices, counted }: { readonly prices: readonly Price[]; readonly counted: ReadonlySet<RunSummary> },
): readonly Period[] {
  const periods = buckets.list.map(() => ({
    steps: [] as RunStep[],
    begun: [] as RunFacts[],
  }));
  for (const fact of facts) {
    const begin = fact.run.started_ms ?? fact.steps[0]?.startedMs;
    if (begin !== undefined) periods[bucketAt(buckets, begin)]?.begun.push(fact);
    for (const step of fact.steps) {
      periods[bucketAt(buckets, step.startedMs)]?.steps.push({ run: fact.run, step });
    }
  }
  return periods.map(({ steps, begun }) => {
    const costs = new Map<string, number>();
    for (const { model, tokens } of begun.flatMap(({ usage }) => usage)) {
      const cost = costOf(model, tokens, prices);
      if (cost !== null) costs.set(model, (costs.get(model) ?? 0) + cost);
    }
    const runs = [...new Set(steps.map(({ run }) => run))];
    return {
      runs,
      counted: runs.filter((run) => counted.has(run)).length,
      begun: begun.map(({ run }) => run),
      ...wentOf(steps),
      tokens: sumOf(begun.map(({ run }) => run.tokens ?? noTokens)),
      costs,
    };
  });
}

/** A step, and the run that it is of. */
interface RunStep {
  readonly run: RunSummary;
  readonly step: StepFact;
}

/** Steps by name, those first that took the longest together. */
function groupsOf(steps: readonly RunStep[], nameOf: (step: StepFact) => string): readonly Group[] {
  const total = (members: readonly RunStep[]): number =>
    members.reduce((sum, { step }) => sum + (step.durationMs ?? 0), 0);
  return [...Map.groupBy(steps, ({ step }) => nameOf(step))]
    .toSorted(([, one], [, other]) => total(other) - total(one))
    .map(([name, members]) => ({ name, runs: [...new Set(members.map(({ run }) => run))], ...wentOf(members) }));
}

function modelGroups(facts: readonly RunFacts[], prices: readonly Price[]): readonly ModelGroup[] {
  const names = [...new Set(facts.flatMap(({ usage }) => usage.map(({ model }) => model)))];
  return names
    .map((name): ModelGroup => {
      const parts = facts.flatMap(({ run, usage }) =>
        usage.filter(({ model }) => model === name).map((part) => ({ ...part, run })),
      );
      const steps = parts.flatMap(({ run, steps: own }) => own.map((step) => ({ run, step })));
      const tokens = sumOf(parts.map((part) => part.tokens));
      return { name, runs: parts.map(({ run }) => run), ...wentOf(steps), tokens, cost: costOf(name, tokens, prices) };
    })
    .toSorted((one, other) => other.tokens.input + other.tokens.output - (one.tokens.input + one.tokens.output));
}

function errorGroups(facts: readonly RunFacts[]): readonly ErrorGroup[] {
  const all = facts.flatMap(({ run, errors }) => errors.map((error) => ({ ...error, run })));
  const groups = [...Map.groupBy(all, ({ text }) => errorKind(text))];
  return groups
    .flatMap(([kind, errors]): readonly ErrorGroup[] => {
      const last = errors.toSorted((one, other) => other.atMs - one.atMs)[0];
      const [runs, actions] = [new Set(errors.map(({ run }) => run)), new Set(errors.map(({ action }) => action))];
      return last === undefined ? [] : [{ kind, count: errors.length, runs: [...runs], actions: [...actions], last }];
    })
    .toSorted((one, other) => other.count - one.count || one.kind.localeCompare(other.kind));
}

function wentOf(steps: readonly RunStep[]): Went {
  const failed = steps.filter(({ step }) => step.status === "failed");
  const measured = (of: "durationMs" | "firstChunkMs") =>
    steps.flatMap(({ run, step }) => (step[of] === null ? [] : [{ value: step[of], of: run }]));
  return {
    steps: steps.length,
    failed: failed.length,
    failedIn: [...new Set(failed.map(({ run }) => run))],
    latency: spreadOf(measured("durationMs")),
    firstChunk: spreadOf(measured("firstChunkMs")),
  };
}
