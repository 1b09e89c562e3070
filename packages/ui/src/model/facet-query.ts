/** A condition as it stands in a query: `status:failed`, `action:"answer question"`; of a day its two ends. */
export function facetText(field: string, value: string): string {
  if (field === "day") return `after:${value} before:${dayAfter(value)}`;
  return /^[\w.\-/]+$/.test(value) ? `${field}:${value}` : exactText(field, value);
}

/** A condition that holds for this very text, whatever stands in it. */
export function exactText(field: string, value: string): string {
  return `${field}:"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Whether a query has a condition. */
export function hasFacet(query: string, field: string, value: string): boolean {
  return ` ${query} `.includes(` ${facetText(field, value)} `);
}

/** The query with a condition, or without it if it has it. */
export function toggledFacet(query: string, field: string, value: string): string {
  const text = facetText(field, value);
  if (!hasFacet(query, field, value)) return query.trim() === "" ? text : `${query.trim()} ${text}`;
  return ` ${query} `.replace(` ${text} `, " ").trim();
}

/** The day after one: `2026-12-01` after `2026-11-30`. */
function dayAfter(day: string): string {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000;
  return Number.isNaN(next) ? day : new Date(next).toISOString().slice(0, 10);
}
