import { isObject } from "../parse/check.ts";
import { type Facts, factsOfRun, factsOfStep, type RunFacts, type StepFacts } from "./facts.ts";
import type { Comparison, Query, StateTest, Term, Test } from "./query.ts";

/** Whether an application is asked for. What its summary does not tell (`ttft`, `changed`, …) is never the case, nor its opposite. */
export function matchesRun(query: Query, run: RunFacts): boolean {
  return matches(query, factsOfRun(run));
}

/** Whether a step is asked for. What is not known of it is never the case, nor its opposite. */
export function matchesStep(query: Query, step: StepFacts): boolean {
  return matches(query, factsOfStep(step));
}

function matches({ groups }: Query, facts: Facts): boolean {
  return groups.length === 0 || groups.some((terms) => terms.every((term) => holds(term, facts)));
}

function holds({ negated, test }: Term, facts: Facts): boolean {
  const outcome = outcomeOf(test, facts);
  return outcome !== undefined && outcome !== negated;
}

/** `undefined`: it is not known. */
function outcomeOf(test: Test, facts: Facts): boolean | undefined {
  switch (test.kind) {
    case "text":
      return facts.texts.some((text) => text.toLowerCase().includes(test.text)) || facts.contains?.(test.text) === true;
    case "name": {
      const names = facts.names(test.field);
      return names && names.some((name) => test.glob.matches(name)) !== test.differs;
    }
    case "number": {
      const number = facts.number(test.field);
      if (number === undefined) return undefined;
      return number !== null && test.bounds.every(({ comparison, value }) => compare(number, comparison, value));
    }
    case "time":
      if (facts.startedMs === null) return false;
      return test.field === "after" ? facts.startedMs >= test.ms : facts.startedMs < test.ms;
    case "edge": {
      return facts.edges?.some(({ from, to }) => test.matches(from, to));
    }
    default:
      return facts.state && stateHolds(test, facts.state(test.path));
  }
}

function stateHolds({ comparison, glob, number }: StateTest, value: unknown): boolean {
  if (comparison === "=" || comparison === "!=") {
    const same = value !== undefined && glob.matches(textOf(value));
    return comparison === "=" ? same : !same;
  }
  if (typeof value === "number" && number !== undefined) return compare(value, comparison, number);
  return typeof value === "string" && compare(value.toLowerCase(), comparison, glob.pattern.toLowerCase());
}

/** A value as one would type it. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function compare<TValue extends number | string>(one: TValue, comparison: Comparison, other: TValue): boolean {
  const order = one < other ? -1 : one > other ? 1 : 0;
  return comparisons[comparison](order);
}

const comparisons: Readonly<Record<Comparison, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
