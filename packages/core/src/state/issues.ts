import { conceal } from "./conceal.ts";
import type { SchemaIssue } from "./standard-schema.ts";

/** One thing that is wrong with a value, told without the value. */
export interface PlainIssue {
  /** Where inside the value: `[2].role`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
}

const mostCharacters = 300;

/** The issues that a schema of `vendor` has with `value`, without any value in them. */
export function plainIssues(vendor: string, issues: readonly SchemaIssue[], value: unknown): PlainIssue[] {
  return issues.map((issue) => {
    // Two libraries end their messages with what they got. Others may, and so may messages of users.
    const text = vendor === "valibot" ? withoutReceived(issue) : vendor === "arktype" ? withoutActual(issue) : issue.message; // prettier-ignore
    const line = conceal(text, value, schemaWords(issue, vendor)).replaceAll(/\s+/g, " ").trim();
    const short = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line.replace(/\.$/, "");
    // Not by path.map(): arktype's path is a list of its own kind, whose map() adds an item.
    return { path: [...(issue.path ?? [])].map(segmentOf).join(""), message: short === "" ? "is invalid" : short };
  });
}

function segmentOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  const key: unknown = typeof segment === "object" && segment !== null ? segment.key : segment;
  if (typeof key === "number") return `[${key}]`;
  if (typeof key !== "string") return "[…]"; // the key of a map may be any value
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 80))}]`;
}

/** A message of valibot, which ends with `but received "…"` or `: Received "…"`. The class of an object may stay. */
function withoutReceived(issue: SchemaIssue & { readonly received?: unknown; readonly input?: unknown }): string {
  const { message, received, input } = issue;
  if (typeof received !== "string" || !message.endsWith(received)) return message;
  const isKind = input === undefined || typeof input === "object" || typeof input === "symbol";
  if (isKind && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(received)) return message;
  return message.slice(0, -received.length).replace(/(?: but received|: Received) $/, "");
}

/** A message of arktype, which says `(was …)` after each expectation, and where the value is, as the path does. */
function withoutActual(issue: SchemaIssue & { readonly problem?: unknown }): string {
  const { message, problem } = issue;
  const text = typeof problem === "string" && message.endsWith(problem) ? problem : message;
  // Strings in it are JSON: a parenthesis inside of one does not end it.
  return text.replaceAll(/ \(was ((?:"(?:[^"\\]|\\.)*"|\([^()]*\)|[^"()])*)\)/g, (whole: string, actual: string) =>
    kindsOfArktype.test(actual) ? whole : "",
  );
}

const kindsOfArktype = /^(?:missing|null|undefined|boolean|an? (?:array|bigint|function|number|object|string|symbol))$/;

/** What an issue tells of its schema: its words may stand in a message, although a value may be the same. */
const factNames = "description divisor expected format maximum minimum origin pattern requirement rule unit values";

function schemaWords(issue: object, vendor: string): string {
  const facts: Readonly<Record<string, unknown>> = { ...issue };
  // In arktype what was expected is written by users, who may put the value into it.
  const names = factNames.split(" ").filter((name) => vendor !== "arktype" || name !== "expected");
  const nested = Array.isArray(facts["errors"]) ? facts["errors"].flat() : [];
  return [
    ...names.map((name) => facts[name]).filter((fact) => typeof fact !== "function"),
    ...nested.filter((one) => typeof one === "object" && one !== null).map((one: object) => schemaWords(one, vendor)),
  ].join(" ");
}
