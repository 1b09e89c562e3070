import { lex } from "@burrjs/protocol";

/** A condition as it stands in a query: `status:failed`, `action:"answer question"`; of a day its two ends. */
export function facetText(field: string, value: string): string {
  if (field === "day") return `after:${value} before:${dayAfter(value)}`;
  // `any` stands for whichever.
  return /^[\w.\-/]+$/.test(value) && value.toLowerCase() !== "any" ? `${field}:${value}` : exactText(field, value);
}

/** A condition that holds for this very text, whatever stands in it. */
export function exactText(field: string, value: string): string {
  return `${field}:"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Whether a query has a condition, in each of its alternatives. */
export function hasFacet(query: string, field: string, value: string): boolean {
  const wanted = wordsOf(facetText(field, value));
  return alternatives(query).every((one) => has(one, wanted));
}

/** The query with a condition, or without it if it has it. A run has one status and one day: another one takes the place of the first. */
export function toggledFacet(query: string, field: string, value: string): string {
  const wanted = wordsOf(facetText(field, value));
  const isOn = hasFacet(query, field, value);
  const only = onlyOnes.get(field);
  const changed = alternatives(query).map((one) => {
    if (isOn) return one.filter((word) => !wanted.includes(word)).join(" ");
    return has(one, wanted) ? one.join(" ") : [...one.filter((word) => only?.test(word) !== true), ...wanted].join(" ");
  });
  // What is asked for nothing lets all through.
  return changed.includes("") ? "" : [...new Set(changed)].join(" OR ");
}

/** A query that asks for both: each alternative of the first gets the second. */
export function both(q: string, other: string): string {
  return alternatives(q)
    .map((one) => [...one, ...wordsOf(other)].join(" "))
    .join(" OR ");
}

const onlyOnes: ReadonlyMap<string, RegExp> = new Map([
  ["status", /^status:/],
  ["day", /^(?:after|before):/],
  ["-is", /^is:child$/],
]);

/** The alternatives of a query, as words: what stands between its ORs. At least one. */
function alternatives(q: string): readonly (readonly string[])[] {
  const all: string[][] = [[]];
  for (const word of wordsOf(q)) {
    if (word === "OR") all.push([]);
    else all.at(-1)?.push(word);
  }
  const filled = all.filter((words) => words.length > 0);
  return filled.length === 0 ? [[]] : filled;
}

/** The words of a query. A quote without an end gets one: else it would take in what is put behind it. */
function wordsOf(q: string): readonly string[] {
  return lex(q).map(({ from, to, open }) => q.slice(from, to) + (open ? '"' : ""));
}

function has(words: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((word) => words.includes(word));
}

/** The day after one: `2026-12-01` after `2026-11-30`. */
function dayAfter(day: string): string {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000;
  return Number.isNaN(next) ? day : new Date(next).toISOString().slice(0, 10);
}
