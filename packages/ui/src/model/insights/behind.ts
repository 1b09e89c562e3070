import type { RunSummary } from "@burrjs/protocol";
import type { Bucket } from "./buckets.ts";

const mostNamed = 20;

/** A condition of the query language: `model:gpt-4o`, `app:"a b"`. */
export function condition(field: string, value: string): string {
  return /^[\w.\-/]+$/.test(value) ? `${field}:${value}` : `${field}:"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}

/**
 * The query of the list of runs that shows the runs behind a number: their names, where they are few and not all; else `other`, which
 * says what they have in common, beside the page's own query.
 */
export function runsBehind(
  runs: readonly RunSummary[],
  { q, other }: { readonly q: string; readonly other: string },
): string {
  const names = [...new Set(runs.map(({ app_id: app }) => app))];
  // A star would stand for any text.
  if (names.length > 0 && names.length <= mostNamed && names.every((name) => !name.includes("*")))
    return names.map((name) => condition("app", name)).join(" OR ");
  return both(q, other);
}

/** The runs that began in a stretch of time. */
export function periodQuery({ fromMs, toMs }: Bucket): string {
  return `after:${new Date(fromMs).toISOString()} before:${new Date(toMs).toISOString()}`;
}

/** A query that asks for both: each alternative of the first gets the second. */
export function both(q: string, other: string): string {
  if (q.trim() === "" || other === "") return `${q.trim()}${other}`;
  return alternatives(q)
    .map((one) => `${one} ${other}`)
    .join(" OR ");
}

/** The alternatives of a query: what stands between its ORs, but for those in quotes. */
function alternatives(q: string): readonly string[] {
  const parts = [""];
  for (const [word] of q.matchAll(/"(?:[^"\\]|\\.)*"?|\s+|[^\s"]+/g)) {
    if (word === "OR") parts.push("");
    else parts[parts.length - 1] += word;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
