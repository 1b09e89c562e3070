import type { LogRecord } from "../records.ts";
import { isObject } from "./check.ts";
import { isTooDeep, maxLineLength } from "./limits.ts";
import { type ParsedLine, unreadable } from "./outcome.ts";
import { patch, recordFields } from "./record-fields.ts";
import { settle } from "./settle.ts";

/**
 * What a line of a log is: a record each field of which has been looked at, a record of a type that we do not know, or no record.
 * Never throws, whatever the line holds. Fields that we do not know stay; optional ones that are missing get their default.
 *
 * @param line - Without its line break.
 */
export function parseRecord(line: string): ParsedLine {
  if (line.length > maxLineLength) return unreadable("the line is longer than 64 MB");
  if (isTooDeep(line)) return unreadable("values stand more than 200 deep in each other");
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return unreadable(line.trim() === "" ? "the line is empty" : "the line is no JSON"); // The message would quote it.
  }
  return checkRecord(value);
}

const nothing: ReadonlySet<string> = new Set();

/**
 * What a parsed line is; the object becomes the record, so hand it over.
 *
 * @param value - As `JSON.parse` has made it.
 * @param unchecked - Fields that have been left out, and are not looked at.
 */
export function checkRecord(value: unknown, unchecked: ReadonlySet<string> = nothing): ParsedLine {
  if (!isObject(value)) return unreadable("the line is no object");
  const type = value["type"];
  if (typeof type !== "string") return unreadable('the line has no "type"');
  const fields = recordFields.get(type);
  if (fields === undefined) return { type: "unknown", name: type, fields: value };
  const problem = settle(value, fields, unchecked) ?? patchProblem(value, unchecked);
  if (problem !== undefined) return unreadable(`${type}: ${problem}`);
  const record: unknown = value;
  return record as LogRecord; // Each of its fields has been looked at.
}

function patchProblem(value: Readonly<Record<string, unknown>>, unchecked: ReadonlySet<string>): string | undefined {
  if (value["form"] !== "patch" || unchecked.has("state") || patch.holds(value["state"])) return undefined;
  return `"state" must be ${patch.wanted}`;
}
