import type { PythonRecord } from "../v0/v0.ts";

/**
 * A record as a line that Burr for Python reads, without its line break. Halves of surrogate pairs, which Python refuses, become the
 * replacement character.
 */
export function pythonLine(record: PythonRecord): string {
  const line = JSON.stringify(record);
  // `JSON.stringify` writes them as escapes, and nothing else.
  return /\\ud[89a-f]/.test(line) ? JSON.stringify(wellFormed(record)) : line;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\ufffd");
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormed(key), wellFormed(item)]));
}
