import { visibleJson } from "@burrjs/protocol";

/** A value of the log as JSON to be edited: one member a line, what cannot be seen written as an escape. */
export function jsonText(value: unknown): string {
  return visibleJson(JSON.stringify(value, null, 2) ?? "null");
}
