import { conceal } from "./conceal.ts";
import type { SchemaIssue } from "./standard-schema.ts";

/** One thing that is wrong with a value, told without the value. */
export interface PlainIssue {
  /** Where inside the value: `[2].role`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
}

const mostCharacters = 300;
/** A long list may have as many issues as items. */
const mostIssues = 50;

/** The first issues that a schema of `vendor` has with `value`, without any value in them. */
export function plainIssues(vendor: string, issues: readonly SchemaIssue[], value: unknown): PlainIssue[] {
  // Spread first: arktype has lists of its own kind, and the map() of its paths adds an item.
  const told = [...issues].slice(0, mostIssues);
  const paths = told.map(({ path = [] }) => [...path].map(segmentOf).join(""));
  const messages = told.map((issue, index) => ({
    text: textOf(vendor, issue, paths[index] ?? ""),
    known: schemaWords(issue, vendor),
  }));
  return conceal(messages, value).map((text, index) => ({ path: paths[index] ?? "", message: lineOf(text) }));
}

function lineOf(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length > mostCharacters) return `${line.slice(0, mostCharacters)}…`;
  return line === "" ? "is invalid" : line.replace(/(?<!\.)\.$/, "");
}

/** The message, without what two libraries end their messages with: what they got. Others may do so, and messages of users. */
function textOf(vendor: string, issue: SchemaIssue, path: string): string {
  if (vendor === "valibot") return withoutReceived(issue);
  return vendor === "arktype" ? withoutActual(issue, path.replace(/^\./, "")) : issue.message;
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
function withoutActual({ message, problem }: SchemaIssue & { readonly problem?: unknown }, path: string): string {
  const full = typeof problem === "string" && message.endsWith(problem) ? problem : message;
  const text = path !== "" && full.startsWith(`${path} `) ? full.slice(path.length + 1) : full;
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
    ...names.map((name) => wordsOf(facts[name])),
    ...nested.filter((one) => typeof one === "object" && one !== null).map((one: object) => schemaWords(one, vendor)),
  ].join(" ");
}

function wordsOf(fact: unknown): string {
  if (Array.isArray(fact)) return fact.map(wordsOf).join(" ");
  if (typeof fact === "string") return fact;
  if (typeof fact === "number" || typeof fact === "bigint" || typeof fact === "boolean") return String(fact);
  if (fact instanceof Date) return String(fact.getTime());
  return fact instanceof RegExp ? fact.source : "";
}
