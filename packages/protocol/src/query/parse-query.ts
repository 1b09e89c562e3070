import { pointerKeys } from "../state/pointer.ts";
import { timeParts } from "../time/time-text.ts";
import { zonedMs } from "../time/time-zone.ts";
import { glob } from "./glob.ts";
import { lex, type Word } from "./lex.ts";
import { isKnownOf } from "./facts.ts";
import type { Bound, Comparison, Query, QueryError, QuerySubject, Term, Test } from "./query.ts";
import { closedValues, type NameField, queryFields, stateField, statusNames, textsOfSteps } from "./query-fields.ts";
import { parseQuantity, type Quantity, unitsOf } from "./units.ts";

/** How to read a query. */
export interface ParseQueryOptions {
  /** The time zone of who asks, such as `Europe/Berlin`, for days and times: a name that `isTimeZone()` knows. Default: UTC. */
  readonly zone?: string | undefined;
  /** Then fields that are not known of those are mistakes. Default: all fields are allowed. */
  readonly of?: QuerySubject;
}

/** Longer queries are refused. */
const longestQuery = 10_000;

/**
 * What a text of the query language asks for: `action:answer_* status:failed dur:>2s -tag:old after:2026-11-20 "refund policy"`. A
 * space means and, `OR` or, `-` not. What could not be understood is left out of the query and listed, so that it can be marked.
 * Never throws.
 */
export function parseQuery(
  text: string,
  options: ParseQueryOptions = {},
): { readonly query: Query; readonly errors: readonly QueryError[] } {
  if (text.length > longestQuery) {
    const error = { at: longestQuery, to: text.length, message: `At most ${longestQuery} characters.` };
    return { query: { groups: [] }, errors: [error] };
  }
  const groups: Term[][] = [[]];
  const errors: QueryError[] = [];
  let pendingOr: number | undefined;
  for (const word of lex(text)) {
    if (isOr(word)) {
      if (groups.at(-1)?.length === 0)
        errors.push({ at: word.from, to: word.to, message: "There is nothing before this OR." });
      else {
        groups.push([]);
        pendingOr = word.from;
      }
      continue;
    }
    const test = testOf(word, options);
    if ("message" in test) errors.push({ ...test, to: word.to });
    else groups.at(-1)?.push({ negated: word.negated, from: word.from, to: word.to, test });
    if (!("message" in test)) pendingOr = undefined;
  }
  if (pendingOr !== undefined)
    errors.push({ at: pendingOr, to: pendingOr + 2, message: "There is nothing behind this OR." });
  return { query: { groups: groups.filter((group) => group.length > 0) }, errors };
}

function isOr(word: Word): boolean {
  return word.field === undefined && !word.quoted && !word.negated && word.value === "OR";
}

type Mistake = Omit<QueryError, "to">;

function testOf(word: Word, { zone = "UTC", of }: ParseQueryOptions): Test | Mistake {
  if (word.open) return { at: word.valueFrom, message: "This quote has no end." };
  const { field } = word;
  if (field === undefined) return { kind: "text", text: word.value.toLowerCase() };
  const statePath = statePathOf(field);
  const known = statePath === undefined ? queryFields.get(field) : stateField;
  if (known !== undefined && of !== undefined && !isKnownOf(of, known)) return elsewhere(word, field, of);
  if (word.value === "" && !word.quoted) return { at: word.from, message: `"${field}" has no value.` };
  if (statePath !== undefined) return stateTest(word, statePath);
  switch (known?.kind) {
    case "name":
      return nameTest(word, known.field, of);
    case "number":
      return numberTest(word, known.field, known.quantity);
    case "time":
      return timeTest(word, known.field, zone);
    case "edge":
      return edgeTest(word);
    default:
      return { at: word.from, message: `There is no field "${field}". Text with a colon needs quotes.` };
  }
}

function elsewhere(word: Word, field: string, of: QuerySubject): Mistake {
  const advice =
    of === "runs"
      ? "is about steps: open a run, and filter its steps"
      : "is about runs: ask for it in the list of runs";
  return { at: word.from, message: `"${field}" ${advice}.` };
}

/** The keys in `state.a.b` or `state/a/b`; `undefined` for other fields. */
function statePathOf(field: string): readonly string[] | undefined {
  if (field.startsWith("state.")) return field.slice("state.".length).split(".");
  return field.startsWith("state/") ? pointerKeys(field.slice("state".length)) : undefined;
}

/** The comparison that an operator of a word says: `:`, `=`, `:>`, … */
function comparisonOf(operator: string): Comparison {
  switch (operator.replace(":", "")) {
    case "!=":
      return "!=";
    case "<":
      return "<";
    case "<=":
      return "<=";
    case ">":
      return ">";
    case ">=":
      return ">=";
    default:
      return "=";
  }
}

function stateTest(word: Word, path: readonly string[]): Test {
  const number = word.quoted || word.value.trim() === "" ? Number.NaN : Number(word.value);
  return {
    kind: "state",
    path,
    comparison: comparisonOf(word.operator),
    glob: glob(word.value, { exact: word.quoted }),
    number: Number.isNaN(number) ? undefined : number,
  };
}

function nameTest(word: Word, field: NameField, of: QuerySubject | undefined): Test | Mistake {
  const comparison = comparisonOf(word.operator);
  if (comparison !== "=" && comparison !== "!=") {
    return { at: word.valueFrom - 1, message: `"${field}" is text, and neither more nor less.` };
  }
  const name = field === "status" ? (statusNames.get(word.value.toLowerCase()) ?? word.value) : word.value;
  const pattern = name.toLowerCase() === "any" && !word.quoted ? glob("*") : glob(name, { exact: word.quoted });
  const closed = closedValues.get(field);
  if (closed?.some((value) => pattern.matches(value)) === false) {
    return { at: word.valueFrom, message: `"${field}" is one of ${closed.join(", ")}.` };
  }
  if (of === "runs" && textsOfSteps.has(field) && !pattern.matches("")) {
    return { at: word.valueFrom, message: `Of runs, "${field}" can only be any: open one, and filter its steps.` };
  }
  return { kind: "name", field, glob: pattern, differs: comparison === "!=" };
}

function numberTest(word: Word, field: Extract<Test, { kind: "number" }>["field"], quantity: Quantity): Test | Mistake {
  const [first = "", second, ...more] = word.value.split("..");
  const bounds: readonly (Bound | undefined)[] =
    second === undefined
      ? [bound(comparisonOf(word.operator), first, quantity)]
      : [
          ...(first === "" ? [] : [bound(">=", first, quantity)]),
          ...(second === "" ? [] : [bound("<=", second, quantity)]),
        ];
  const known = bounds.filter((one) => one !== undefined);
  if (known.length < bounds.length || known.length === 0 || more.length > 0) {
    const example = unitsOf(quantity)
      .slice(0, 3)
      .map((unit) => `2${unit}`);
    return { at: word.valueFrom, message: `"${field}" wants a number, such as ${["2", ...example].join(", ")}.` };
  }
  return { kind: "number", field, bounds: known };
}

function bound(comparison: Comparison, text: string, quantity: Quantity): Bound | undefined {
  const value = parseQuantity(text, quantity);
  return value === undefined ? undefined : { comparison, value };
}

function timeTest(word: Word, field: "after" | "before", zone: string): Test | Mistake {
  const { value } = word;
  const whole =
    value.length === 10
      ? `${value}T00:00:00`
      : /T\d\d:\d\d$/i.test(value) && value.length === 16
        ? `${value}:00`
        : value;
  const parts = timeParts(whole);
  if (parts === undefined)
    return { at: word.valueFrom, message: `"${field}" wants a day or a time, such as 2026-11-20 or 2026-11-20T14:30.` };
  const { clockMs, zoneMinutes } = parts;
  return {
    kind: "time",
    field,
    ms: zoneMinutes === undefined ? zonedMs(clockMs, zone) : clockMs - zoneMinutes * 60_000,
  };
}

function edgeTest(word: Word): Test | Mistake {
  const arrow = word.value.indexOf("->");
  if (arrow === -1) return { at: word.valueFrom, message: '"edge" wants two actions, such as ask->answer.' };
  const [source, target] = [word.value.slice(0, arrow), word.value.slice(arrow + 2)];
  // Names of actions may have arrows in them.
  const whole = glob(word.value, { exact: true });
  if (word.quoted && source !== "" && target !== "")
    return { kind: "edge", matches: (from, to) => whole.matches(`${from}->${to}`) };
  const [first, second] = [glob(source === "" ? "*" : source), glob(target === "" ? "*" : target)];
  return { kind: "edge", matches: (from, to) => first.matches(from) && second.matches(to) };
}
