import type { Finding } from "./graph/proof/finding.ts";

/** Every way this package fails on purpose, and the facts that go with it. Never a state value. */
export interface ErrorDetails {
  "already-running": { readonly appId: string };
  "artifact-corrupt": { readonly hash: string };
  "artifact-missing": { readonly hash: string };
  "async-condition": { readonly condition: string };
  "async-in-sync": { readonly what: string };
  "channel-overflow": { readonly capacity: number };
  "child-stopped": { readonly stopped: string; readonly action: string | null };
  "concurrent-run": { readonly appId: string; readonly sequenceId: number | null };
  "duplicate-action": { readonly action: string };
  /** `places`: of the two tasks or children in their step, from 0. */
  "duplicate-key": { readonly action: string; readonly places: readonly [number, number] };
  "existing-run": { readonly appId: string };
  /** `position`: where in the expression, from 0. */
  "expression-failed": { readonly expression: string; readonly reason: string; readonly position: number | null };
  "foreign-state": { readonly action: string };
  "incompatible-run": { readonly appId: string; readonly sequenceId: number; readonly nearest: readonly number[] };
  "incomplete-history": { readonly appId: string };
  "invalid-action": { readonly action: string };
  "invalid-condition": { readonly key: string };
  /** `position`: where in the expression, from 0. */
  "invalid-expression": { readonly where: string; readonly expression: string; readonly position: number | null };
  /** `findings`: those of the level `"error"`, which name the codes and the places. */
  "invalid-graph": { readonly findings: readonly Finding[] };
  /** `path`: where in the data, such as `transitions[3].to`. */
  "invalid-graph-json": { readonly path: string };
  "invalid-key": { readonly keys: readonly string[] };
  "invalid-option": { readonly option: string };
  "invalid-output": { readonly action: string };
  "invalid-result": { readonly action: string };
  /** `issues`: the first 50 things that the schema says, without values. */
  "invalid-value": {
    readonly subject: string;
    readonly key: string;
    readonly issues: readonly { readonly path: string; readonly message: string }[];
  };
  "item-after-final": { readonly action: string };
  "limit-reached": { readonly limit: string };
  "missing-input": { readonly action: string; readonly inputs: readonly string[] };
  "missing-key": { readonly action: string };
  "missing-state-key": { readonly condition: string; readonly keys: readonly string[] };
  "missing-write": { readonly action: string; readonly keys: readonly string[] };
  "next-in-flight": { readonly action: string };
  "no-actions": Record<never, never>;
  "no-entrypoint": { readonly actions: readonly string[] };
  "no-final": { readonly action: string };
  "no-next-action": { readonly action: string | null };
  "not-a-list": { readonly key: string; readonly operation: string };
  "not-a-number": { readonly key: string; readonly operation: string };
  "not-a-pair": { readonly action: string };
  "not-implemented": { readonly action: string };
  "read-only-state": { readonly subject: string; readonly key: string };
  "reserved-input": { readonly inputs: readonly string[] };
  "stale-stream": { readonly action: string };
  "state-too-large": {
    readonly keys: readonly string[];
    readonly sizeBytes: number;
    readonly limitBytes: number;
  };
  "step-in-flight": { readonly appId: string };
  "stream-interrupted": Record<never, never>;
  "stream-locked": Record<never, never>;
  "stream-stopped": { readonly stopped: string };
  "stream-suspended": { readonly action: string; readonly suspension: string };
  "suspension-answered": { readonly appId: string; readonly id: string };
  "suspension-expired": { readonly appId: string; readonly id: string; readonly expiredAtMs: number };
  /** `place`: of the task in its step, from 0. */
  "task-lost": { readonly action: string; readonly place: number };
  "timed-out": { readonly action: string; readonly option: "timeoutMs" | "idleTimeoutMs"; readonly limitMs: number };
  "undeclared-answer": { readonly action: string; readonly name: string };
  "undeclared-read": { readonly subject: string; readonly key: string };
  "undeclared-write": { readonly subject: string; readonly keys: readonly string[] };
  "unknown-action": { readonly names: readonly string[]; readonly where: string };
  "unknown-run": { readonly appId: string };
  "unknown-schema": { readonly found: number; readonly known: number };
  "unknown-sequence-id": { readonly appId: string; readonly sequenceId: number };
  "unknown-suspension": { readonly appId: string; readonly id: string };
  "unknown-tag": { readonly tag: string };
  "unreadable-value": { readonly tag: string | null };
  "unregistered-graph": { readonly name: string };
  "unserializable-value": { readonly path: string; readonly kind: string };
}

// A registered symbol: two installed copies of this package still know each other's errors.
const brand: unique symbol = Symbol.for("@burrjs/core/error");

/** The error this package throws. Branch on `code`, read `details`; `message` is for people. */
export class BurrError<TCode extends keyof ErrorDetails = keyof ErrorDetails> extends Error {
  override readonly name = "BurrError";
  readonly [brand] = true;
  readonly code: TCode;
  readonly details: ErrorDetails[TCode];

  constructor(code: TCode, message: string, details: ErrorDetails[TCode], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** An error of one of the codes, as a union: comparing `code` narrows `details`. */
export type AnyBurrError = { [TCode in keyof ErrorDetails]: BurrError<TCode> }[keyof ErrorDetails];

/** True for an error of this package, also one of another installed copy of it. */
export function isBurrError(error: unknown): error is AnyBurrError {
  return typeof error === "object" && error !== null && brand in error;
}

/** Errors of ours that tell of bad luck: trying again may help. All others tell of a mistake in the program. */
const badLuck: ReadonlySet<keyof ErrorDetails> = new Set([
  "artifact-corrupt",
  "artifact-missing",
  "channel-overflow",
  "invalid-value",
  "stream-interrupted",
  "task-lost",
  "timed-out",
]);

/** True for an error of ours that trying the action again cannot mend: most tell of a mistake in the program. */
export function isMistake(error: unknown): boolean {
  return isBurrError(error) && !badLuck.has(error.code);
}

/** What a test of the user's says, which has to be a boolean at once: a promise would always count as true. */
export function isTrue(verdict: unknown, test: string): boolean {
  if (typeof verdict !== "object" || verdict === null) return Boolean(verdict);
  throw new BurrError(
    "async-condition",
    `The test of ${test} returned an object or a promise. Tests of errors are synchronous: they say true or false at once.`,
    { condition: test },
  );
}

/** Names in quotes, for messages: `"a", "b"`. */
export function quoted(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(", ");
}
