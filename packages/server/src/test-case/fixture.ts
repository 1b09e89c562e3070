import { hiddenText, maskMissing, sameJson } from "@burrjs/protocol";
import type { RecordedStep } from "../store/steps/recorded-steps.ts";

type Values = Readonly<Record<string, unknown>>;

/** A recorded step as a test has it, its values in the form of the log. */
export interface UnitFixture {
  /** Where it comes from. */
  readonly recorded: string;
  readonly action: string;
  readonly inputs: Values;
  readonly state: Values;
  readonly expected:
    | {
        readonly status: "completed";
        readonly update: Values;
        readonly deleted: readonly string[];
        readonly result: unknown;
      }
    /** Of a step that failed: only that it does not any more. */
    | { readonly status: "completed" }
    | { readonly status: "failed"; readonly error: { readonly name: string; readonly message: unknown } }
    | { readonly status: "suspended" };
}

/** A stretch of a run as a test has it. */
export interface PathFixture {
  readonly recorded: string;
  readonly state: Values;
  readonly steps: readonly {
    readonly action: string;
    /** Actions that may stand in its place. */
    readonly alternatives: readonly string[];
    readonly inputs: Values;
  }[];
  /** The keys that the state has in the end. */
  readonly keys: readonly string[];
}

/** A fixture, and where values are that the log does not tell. */
export interface Made<TFixture> {
  readonly fixture: TFixture;
  /** Paths in the fixture. */
  readonly missing: readonly string[];
}

/** What keeps a step from becoming a test; `undefined`: nothing does. */
export function untestable(step: RecordedStep): string | undefined {
  const { role, status, before } = step;
  if (role !== undefined)
    return `it is the ${role} of an action, which is not called by itself. Take the steps around it, as a path`;
  if (status === "aborted") return "it was aborted by whoever ran it";
  if (status === "unfinished") return "it has not ended";
  if (before === undefined) return "its log has no state from before it";
  return undefined;
}

/** What a fixture of a step is made of. */
export interface UnitParts {
  /** Of the run. */
  readonly name: string;
  /** The keys of state that the action reads and writes. */
  readonly keys: readonly string[];
  /** Whether a step that failed is not to fail any more. */
  readonly isFixed: boolean;
}

/** One step as a fixture: the state that it saw, and what came of it. */
export function unitFixture(step: RecordedStep, { name, keys, isFixed }: UnitParts): Made<UnitFixture> {
  const { before = {}, after = {}, action, sequenceId } = step;
  const update = updated(step);
  // What an operation such as append() goes by has to be there, read or not.
  const seen = new Set([...keys, ...Object.keys(update.values), ...update.deleted]);
  const state = Object.fromEntries(Object.entries(before).filter(([key]) => seen.has(key)));
  const recorded = `${name}@${sequenceId}`;
  const base = { recorded, action, inputs: step.inputs, state };
  if (isFixed) return masked({ ...base, expected: { status: "completed" } });
  if (step.status === "failed") {
    const { name: errorName, message: text } = step.error ?? { name: "Error", message: "" };
    const message = text.includes(hiddenText) ? { $burr: "redacted" } : text;
    return masked({ ...base, expected: { status: "failed", error: { name: errorName, message } } });
  }
  if (step.status === "suspended") return masked({ ...base, expected: { status: "suspended" } });
  const values = Object.fromEntries(Object.keys(update.values).map((key) => [key, after[key]]));
  return masked({
    ...base,
    expected: { status: "completed", update: values, deleted: update.deleted, result: step.result ?? null },
  });
}

/** What a fixture of a path is made of. */
export interface PathParts {
  readonly recorded: string;
  readonly steps: readonly Pick<RecordedStep, "action" | "inputs">[];
  /** The state before the first of them, and after the last. */
  readonly before: Values;
  readonly after: Values | undefined;
}

/** Steps in a row as a fixture. */
export function pathFixture({ recorded, steps, before, after = {} }: PathParts): Made<PathFixture> {
  return masked({
    recorded,
    state: before,
    steps: steps.map(({ action, inputs }) => ({ action, alternatives: [], inputs })),
    keys: Object.keys(after).toSorted(),
  });
}

function updated({ before = {}, after = {}, wrote }: RecordedStep): {
  readonly values: Values;
  readonly deleted: readonly string[];
} {
  // prettier-ignore
  const keys = wrote ?? [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isTouched = (key: string): boolean => wrote !== undefined || !sameJson(before[key], after[key]);
  const touched = keys.filter(isTouched);
  return {
    values: Object.fromEntries(touched.filter((key) => Object.hasOwn(after, key)).map((key) => [key, after[key]])),
    deleted: touched.filter((key) => !Object.hasOwn(after, key)),
  };
}

function masked<TFixture>(fixture: TFixture): Made<TFixture> {
  const { value, missing } = maskMissing(fixture);
  return { fixture: value, missing };
}
