import { BurrError, quoted } from "../errors.ts";
import { hasSameContent } from "../state/content.ts";
import { type Data, valueAt } from "../state/operations.ts";
import { createView } from "../state/view.ts";
import { whenName } from "./condition-name.ts";

declare const needs: unique symbol;

/** A named test on a state, with the keys that it reads. `TState` is the part of the state that it needs. */
export interface Condition<in TState = never> {
  readonly [needs]?: (state: TState) => void;
  readonly name: string;
  readonly reads: readonly string[];
  /** What it was made of; absent for a function. */
  readonly source?: ConditionSource;
  /** @internal Whether it holds for `data`, all of whose `reads` are there. */
  readonly holds: (data: Data) => boolean;
  /** The opposite. */
  not(): Condition<TState>;
  /** Both hold. */
  and<TOther>(other: Condition<TOther>): Condition<TState & TOther>;
  /** At least one holds. */
  or<TOther>(other: Condition<TOther>): Condition<TState & TOther>;
}

/** What a condition was made of, for pictures, proofs and graphs that are stored. */
export type ConditionSource =
  | { readonly when: Readonly<Record<string, unknown>> }
  | { readonly not: Condition }
  | { readonly and: readonly [Condition, Condition] }
  | { readonly or: readonly [Condition, Condition] }
  /** Text in an expression language, such as "cel". */
  | { readonly expression: string; readonly language: string };

/** The condition that always holds; the same as leaving it out. Nothing may follow it. */
export const otherwise: Condition<unknown> & { readonly name: "default" } = {
  ...condition("default", [], () => true),
  name: "default",
};

/** The opposite of `one`. */
export function not<TState>(one: Condition<TState>): Condition<TState> {
  return one.not();
}

/** `first` and `second` hold. */
export function and<TFirst, TSecond>(
  first: Condition<TFirst>,
  second: Condition<TSecond>,
): Condition<TFirst & TSecond> {
  return first.and(second);
}

/** `first` or `second` holds. */
export function or<TFirst, TSecond>(first: Condition<TFirst>, second: Condition<TSecond>): Condition<TFirst & TSecond> {
  return first.or(second);
}

/**
 * Holds when each key equals its value; arrays and plain objects are compared by content. Throws `invalid-condition` for a
 * value that contains itself.
 */
export function when<TState>(values: NoInfer<Partial<TState>>): Condition<TState> {
  const wanted = Object.entries<unknown>(values).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const reads = wanted.map(([key]) => key);
  const holds = (data: Data): boolean => wanted.every(([key, value]) => hasSameContent(valueAt(data, key), value));
  return condition(whenName(wanted), reads, holds, { when: Object.fromEntries(wanted) });
}

/**
 * A condition whose test was made from text in an expression language: `test` gets the values of the keys in `reads`, all
 * of which are there. Its name is the expression.
 */
export function expressionCondition(
  source: { readonly expression: string; readonly language: string },
  reads: readonly string[],
  test: (values: Readonly<Record<string, unknown>>) => boolean,
): Condition {
  const valuesOf = (data: Data): Record<string, unknown> =>
    Object.fromEntries(reads.map((key) => [key, valueAt(data, key)]));
  return condition(source.expression, [...reads], (data) => test(valuesOf(data)), source);
}

/** Holds when `test` says so of the keys in `reads`; it can see no other. */
export function check<TState>(
  reads: readonly string[],
  test: (state: TState) => boolean,
  name: string = test.name === "" ? test.toString().replace(/\s+/g, " ") : test.name,
): Condition<TState> {
  const contract = { subject: `Condition "${name}"`, reads: new Set(reads), writes: new Set<string>(), freeze: false };
  return condition(name, reads, (data) => {
    const verdict: unknown = test(createView(contract, data) as TState); // the view has the keys of `reads`
    if (typeof verdict !== "object" || verdict === null) return Boolean(verdict);
    throw new BurrError(
      "async-condition",
      `Condition "${name}" returned an object or a promise. Conditions are synchronous: do the work in an action, and test what it wrote.`,
      { condition: name },
    );
  });
}

/** Whether `one` holds for `data`; throws when a key that it reads is absent. */
export function evaluate(one: Condition, data: Data): boolean {
  if (one.reads.length === 0) return one.holds(data);
  const absent = one.reads.filter((key) => !Object.hasOwn(data, key));
  if (absent.length === 0) return one.holds(data);
  throw new BurrError(
    "missing-state-key",
    `Condition "${one.name}" reads ${quoted(absent)}, which state does not have. Write ${absent.length > 1 ? "them" : "it"} in an ` +
      "action before this transition, or give an initial value.",
    { condition: one.name, keys: absent },
  );
}

function condition<TState>(
  name: string,
  reads: readonly string[],
  holds: (data: Data) => boolean,
  source?: ConditionSource,
): Condition<TState> {
  const made: Condition<TState> = {
    name,
    reads,
    holds,
    ...(source === undefined ? {} : { source }),
    not: () => condition(`~${name}`, reads, (data) => !holds(data), { not: made }),
    and: (other) =>
      condition(`${name} & ${other.name}`, union(reads, other.reads), (data) => holds(data) && other.holds(data), {
        and: [made, other],
      }),
    or: (other) =>
      condition(`${name} | ${other.name}`, union(reads, other.reads), (data) => holds(data) || other.holds(data), {
        or: [made, other],
      }),
  };
  return made;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
