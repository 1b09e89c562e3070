import type { ApplicationGraph } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import type { ForkFacts } from "@burrjs/protocol";
import { Redactions, RedactRules } from "../values/redact.ts";
import { ValueText } from "../values/value-text.ts";

// What a runner and a recorder of one process have to know of each other, without knowing each other.

/** What names an application. */
export interface AppIds {
  readonly appId: string;
  readonly partitionKey: string | null;
}

/** How an application is recorded. */
export interface Tracking {
  readonly project: string;
  /** Writes the values. */
  readonly codec: ValueCodec;
  /** Resolves when all that is known of an application is written. */
  readonly flush: (ids: AppIds) => Promise<void>;
  /** A value as JSON text, as the log of an application has it: without what rules hide. */
  readonly textOf: (ids: AppIds, value: unknown) => string;
  /** The message of an error without what is hidden in that log. */
  readonly clean: (ids: AppIds, text: string) => string;
}

const tracked = new WeakMap<object, Tracking>();
const forks = new Map<string, ForkFacts>();

/** Takes note of how the applications of a graph are recorded. */
export function noteTracking(graph: ApplicationGraph, tracking: Tracking): void {
  tracked.set(graph, tracking);
}

/** How an application is recorded; `undefined` when it is not, or by another copy of this package. */
export function trackingOf(graph: ApplicationGraph): Tracking | undefined {
  return tracked.get(graph);
}

/** What stands for that where it is not known. */
export function untracked(project: string, codec: ValueCodec): Tracking {
  const texts = new ValueText({ codec, redactions: new Redactions(new RedactRules([])) });
  const textOf = (_ids: AppIds, value: unknown): string => texts.whole(value, []);
  return { project, codec, textOf, clean: (_ids, text) => text, flush: () => Promise.resolve() };
}

/** Says of an application that is about to be made that it is a fork. Gives what takes that back. */
export function noteFork(ids: AppIds, facts: ForkFacts): () => void {
  const key = keyOf(ids);
  forks.set(key, facts);
  return () => forks.delete(key);
}

/** What is known of an application as a fork. */
export function forkFactsOf(ids: AppIds): ForkFacts | undefined {
  return forks.size === 0 ? undefined : forks.get(keyOf(ids));
}

/** A text for the ids of an application. */
export function keyOf({ appId, partitionKey }: AppIds): string {
  return JSON.stringify([appId, partitionKey]);
}
