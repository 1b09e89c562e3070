import type { LogRecord } from "../records.ts";

/** A record of a type that this version does not know, with all its fields. */
export interface UnknownRecord {
  readonly type: "unknown";
  /** What the line gives as its type. */
  readonly name: string;
  /** The line as an object: its keys are the log's own, so read them with `Object.hasOwn`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A line that is no record. */
export interface Unreadable {
  readonly type: "unreadable";
  /** What is wrong with it: names of types and fields that we know, and never what the line holds. */
  readonly reason: string;
}

/** What a line of a log is. */
export type ParsedLine = LogRecord | UnknownRecord | Unreadable;

/** A line that is no record, for `reason`. */
export function unreadable(reason: string): Unreadable {
  return { type: "unreadable", reason };
}
