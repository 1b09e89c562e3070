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
  return alternatives(query).every((one) => has(one, facetText(field, value)));
}

/** The query with a condition, or without it if it has it. A run has one status and one day: another one takes the place of the first. */
export function toggledFacet(query: string, field: string, value: string): string {
  const text = facetText(field, value);
  const isOn = hasFacet(query, field, value);
  const changed = alternatives(query).map((one) => {
    if (isOn) return without(one, text);
    return has(one, text) ? one : `${withoutOther(one, field)} ${text}`.trim();
  });
  // What is asked for nothing lets all through.
  return changed.includes("") ? "" : [...new Set(changed)].join(" OR ");
}

/** A query that asks for both: each alternative of the first gets the second. */
export function both(q: string, other: string): string {
  return alternatives(q)
    .map((one) => `${one} ${other}`.trim())
    .join(" OR ");
}

const onlyOnes: ReadonlyMap<string, RegExp> = new Map([
  ["status", /(?<=^|\s)status:\S+/g],
  ["day", /(?<=^|\s)(?:after|before):\S+/g],
]);

/** The alternatives of a query: what stands between its ORs, but for those in quotes. At least one. */
function alternatives(q: string): readonly string[] {
  const parts = [""];
  for (const [word] of q.matchAll(/"(?:[^"\\]|\\.)*"?|\s+|[^\s"]+/g)) {
    if (word === "OR") parts.push("");
    else parts[parts.length - 1] += word;
  }
  const filled = parts.map((part) => part.trim()).filter((part) => part !== "");
  return filled.length === 0 ? [""] : filled;
}

/** Without another value of a field that has one alone. */
function withoutOther(query: string, field: string): string {
  const only = onlyOnes.get(field);
  return only === undefined ? query : query.replaceAll(only, "").replaceAll(/\s+/g, " ").trim();
}

function has(query: string, text: string): boolean {
  return ` ${query} `.includes(` ${text} `);
}

function without(query: string, text: string): string {
  return ` ${query} `.replace(` ${text} `, " ").trim();
}

/** The day after one: `2026-12-01` after `2026-11-30`. */
function dayAfter(day: string): string {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000;
  return Number.isNaN(next) ? day : new Date(next).toISOString().slice(0, 10);
}
