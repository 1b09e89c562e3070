import type { Quantity } from "./units.ts";

/** Fields whose values are names, and what they are. */
const names = [
  ["action", "name of an action"],
  ["status", "completed, halted, failed, aborted, suspended, running, stalled, lost"],
  ["changed", "key of state that the step changed"],
  ["read", "key of state that the step read"],
  ["model", "name of a model that was used"],
  ["tag", "tag"],
  ["note", "text of a note; any: has notes"],
  ["error", "text of an error; any: has errors"],
  ["failed", "name of an action that failed"],
  ["graph", "hash of the graph of a run"],
  ["app", "id of the application"],
  ["partition", "partition key"],
  ["role", "answer, fallback, undo"],
  ["kind", "action, stream"],
  ["is", "fork, child, parent, gap, repeat"],
] as const;

/** Fields whose values are numbers: durations in milliseconds, sizes in bytes. */
const numbers = [
  ["dur", "time", "duration, as in >2s"],
  ["ttft", "time", "time to the first chunk"],
  ["gap", "time", "longest time between two chunks"],
  ["tokens", "count", "tokens in and out"],
  ["cost", "count", "dollars, where the prices of all models are known"],
  ["steps", "count", "number of steps"],
  ["errors", "count", "number of failed steps"],
  ["size", "bytes", "size of the log"],
  ["seq", "count", "sequence id"],
  ["attempt", "count", "attempts of the step"],
  ["chunks", "count", "chunks that were streamed"],
  ["spans", "count", "spans"],
  ["children", "count", "applications that were spawned"],
  ["forks", "count", "forks"],
  ["notes", "count", "notes"],
] as const;

/** A field whose values are names. */
export type NameField = (typeof names)[number][0];

/** A field whose values are numbers. */
export type NumberField = (typeof numbers)[number][0];

/** What can be asked for, with the words that explain it. */
export type QueryField = { readonly detail: string } & (
  | { readonly kind: "name"; readonly field: NameField }
  | { readonly kind: "number"; readonly field: NumberField; readonly quantity: Quantity }
  | { readonly kind: "time"; readonly field: "after" | "before" }
  | { readonly kind: "edge" | "state" }
);

/** What `state.…` is. */
export const stateField: QueryField = { kind: "state", detail: "value in the state" };

/** Of runs it is known only that there are some. */
export const textsOfSteps: ReadonlySet<NameField> = new Set(["note", "error"]);

/** The fields of the language, by name. `state.…` is not among them. */
export const queryFields: ReadonlyMap<string, QueryField> = new Map<string, QueryField>([
  ...names.map(([field, detail]) => [field, { kind: "name", field, detail }] as const),
  ...numbers.map(([field, quantity, detail]) => [field, { kind: "number", field, quantity, detail }] as const),
  ["after", { kind: "time", field: "after", detail: "began at or after this day or time" }],
  ["before", { kind: "time", field: "before", detail: "began before this day or time" }],
  ["edge", { kind: "edge", detail: "transition, as in ask->answer" }],
]);

/** What people type for the status that we call so. */
export const statusNames: ReadonlyMap<string, string> = new Map([
  ["error", "failed"],
  ["failure", "failed"],
  ["ok", "completed"],
  ["done", "completed"],
  ["success", "completed"],
  ["cancelled", "aborted"],
  ["canceled", "aborted"],
  ["waiting", "suspended"],
  ["paused", "halted"],
]);

/** The values of fields that have no others. */
export const closedValues: ReadonlyMap<NameField, readonly string[]> = new Map([
  ["status", ["completed", "halted", "failed", "aborted", "suspended", "running", "stalled", "lost", "empty"]],
  ["role", ["answer", "fallback", "undo"]],
  ["kind", ["action", "stream"]],
  ["is", ["fork", "child", "parent", "gap", "repeat"]],
]);
