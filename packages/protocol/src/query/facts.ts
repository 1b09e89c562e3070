import type { RunSummary, StepRow } from "../api.ts";
import { costOfUsage } from "../cost/cost-of.ts";
import type { Price } from "../cost/prices.ts";
import type { ModelUsage, TokenCounts } from "../cost/usage.ts";
import type { QuerySubject } from "./query.ts";
import type { NameField, NumberField, QueryField } from "./query-fields.ts";

/** A transition, by its actions. */
interface Edge {
  readonly from: string;
  readonly to: string;
}

/** What a query about steps can ask for besides what a row says. What is left out is not known. */
export interface StepFacts extends StepRow {
  readonly changed?: readonly string[];
  readonly read?: readonly string[];
  /** Whether the action's `fallback` has made up for a failure. */
  readonly recovered?: boolean;
  readonly models?: readonly string[];
  readonly tags?: readonly string[];
  /** The texts of its notes. */
  readonly notes?: readonly string[];
  /** The longest time between two chunks. */
  readonly gap_ms?: number | null;
  /** Prices that count before those of the list. */
  readonly prices?: readonly Price[];
  /** What stands in the state after it, by keys from the top; `undefined` when there is nothing. */
  readonly state?: (path: readonly string[]) => unknown;
  /** Whether a text, in lower case, is in its inputs, its result, or what else is searched. */
  readonly contains?: (text: string) => boolean;
}

/** What a query about applications can ask for besides a summary. */
export interface RunFacts extends RunSummary {
  /** The transitions that were taken. */
  readonly edges?: readonly Edge[];
  /** The actions that failed. */
  readonly failed?: readonly string[];
  /** The hash of its graph; `null`: it has none. */
  readonly graph?: string | null;
  /** Prices that count before those of the list. */
  readonly prices?: readonly Price[];
  readonly contains?: (text: string) => boolean;
}

/** What is known for a query: `undefined` is not known, `null` is known to be none. */
export interface Facts {
  readonly names: (field: NameField) => readonly string[] | undefined;
  readonly number: (field: NumberField) => number | null | undefined;
  readonly startedMs: number | null;
  readonly edges: readonly Edge[] | undefined;
  readonly state: ((path: readonly string[]) => unknown) | undefined;
  readonly texts: readonly string[];
  readonly contains: ((text: string) => boolean) | undefined;
}

/** What is known of a step. */
export function factsOfStep(step: StepFacts): Facts {
  return {
    names: (field) => namesOfStep[field](step),
    number: (field) => numbersOfStep[field](step),
    startedMs: step.started_ms,
    edges: step.from === null ? [] : [{ from: step.from, to: step.action }],
    state: step.state,
    texts: [step.action, ...optional(step.error), ...(step.tags ?? []), ...(step.models ?? []), ...(step.notes ?? [])],
    contains: step.contains,
  };
}

/** What is known of an application. */
export function factsOfRun(run: RunFacts): Facts {
  return {
    names: (field) => namesOfRun[field](run),
    number: (field) => numbersOfRun[field](run),
    startedMs: run.started_ms,
    edges: run.edges,
    state: undefined,
    texts: [run.app_id, ...optional(run.partition_key), ...run.actions, ...run.tags, ...run.models],
    contains: run.contains,
  };
}

/** Whether a field can be known of runs, or of steps. */
export function isKnownOf(subject: QuerySubject, known: QueryField): boolean {
  switch (known.kind) {
    case "name":
      return (subject === "runs" ? namesOfRun : namesOfStep)[known.field] !== unknown;
    case "number":
      return (subject === "runs" ? numbersOfRun : numbersOfStep)[known.field] !== unknown;
    case "state":
      return subject === "steps";
    default:
      return true;
  }
}

function optional(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}

function flags(...named: readonly (readonly [string, boolean])[]): readonly string[] {
  return named.flatMap(([name, holds]) => (holds ? [name] : []));
}

function sum(tokens: TokenCounts | null): number | null {
  return tokens && tokens.input + tokens.output;
}

/** `null`: nothing was used; `undefined`: the price of a model is not known. */
function cost(one: {
  readonly usage: readonly ModelUsage[];
  readonly prices?: readonly Price[];
}): number | null | undefined {
  return one.usage.length === 0 ? null : (costOfUsage(one.usage, one.prices) ?? undefined);
}

type OfField<TField extends string, TSubject, TValue> = Readonly<Record<TField, (subject: TSubject) => TValue>>;

const unknown = (): undefined => undefined;

const namesOfStep: OfField<NameField, StepFacts, readonly string[] | undefined> = {
  action: (step) => [step.action],
  status: (step) => [step.status],
  changed: (step) => step.changed,
  read: (step) => step.read,
  model: (step) => step.models,
  tag: (step) => step.tags,
  note: (step) => step.notes,
  error: (step) => optional(step.error),
  failed: (step) => (step.status === "failed" ? [step.action] : []),
  role: (step) => [...optional(step.role), ...flags(["fallback", step.recovered === true])],
  kind: (step) => [step.kind],
  is: (step) => flags(["gap", step.gap], ["repeat", step.repeat > 0], ["parent", step.children > 0]),
  app: unknown,
  partition: unknown,
  graph: unknown,
};

const numbersOfStep: OfField<NumberField, StepFacts, number | null | undefined> = {
  dur: (step) => step.duration_ms,
  ttft: (step) => step.first_chunk_ms,
  gap: (step) => step.gap_ms,
  tokens: (step) => sum(step.tokens),
  cost,
  errors: (step) => (step.status === "failed" ? 1 : 0),
  seq: (step) => step.sequence_id,
  attempt: (step) => step.attempt,
  chunks: (step) => step.chunks,
  spans: (step) => step.spans,
  children: (step) => step.children,
  notes: (step) => step.notes?.length,
  steps: unknown,
  size: unknown,
  forks: unknown,
};

const namesOfRun: OfField<NameField, RunFacts, readonly string[] | undefined> = {
  action: (run) => run.actions,
  status: (run) => [run.status],
  model: (run) => run.models,
  tag: (run) => run.tags,
  note: (run) => (run.notes > 0 ? [""] : []),
  error: (run) => (run.errors > 0 ? [""] : []),
  failed: (run) => run.failed,
  graph: (run) => (run.graph === undefined ? undefined : optional(run.graph)),
  app: (run) => [run.app_id],
  partition: (run) => optional(run.partition_key),
  is: (run) =>
    flags(
      ["fork", run.parent !== null],
      ["child", run.spawned_by !== null],
      ["parent", run.children > 0 || run.forks > 0],
    ),
  changed: unknown,
  read: unknown,
  role: unknown,
  kind: unknown,
};

const numbersOfRun: OfField<NumberField, RunFacts, number | null | undefined> = {
  dur: (run) => run.duration_ms,
  tokens: (run) => sum(run.tokens),
  cost,
  steps: (run) => run.steps,
  errors: (run) => run.errors,
  size: (run) => run.size_bytes,
  children: (run) => run.children,
  forks: (run) => run.forks,
  notes: (run) => run.notes,
  ttft: unknown,
  gap: unknown,
  seq: unknown,
  attempt: unknown,
  chunks: unknown,
  spans: unknown,
};
