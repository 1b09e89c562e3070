import { burr } from "@burrjs/core";

/** A piece of a document that can be quoted: a section, or a part of a long one. */
export interface Passage {
  readonly file: string;
  /** The headings above it, outermost first, joined by " › "; the title of the document only where there is no other. */
  readonly heading: string;
  /** Prose, one paragraph, list item or table row per line; `code` in backticks. */
  readonly text: string;
  /** The first block of code in it; empty when there is none. */
  readonly code: string;
}

/** Where a quotation comes from. `[number]` in a text refers to it. */
export interface Source {
  readonly number: number;
  readonly file: string;
  readonly heading: string;
}

/** One turn of the conversation. */
export interface Message {
  readonly role: "user" | "assistant";
  readonly text: string;
  readonly sources: readonly Source[];
  /** The user stopped it: `text` is the part that was there by then. */
  readonly isStopped: boolean;
}

/** What to search for. */
export interface Query {
  /** Terms of the question itself; a passage must have at least half of them. */
  readonly terms: readonly string[];
  /** Terms of the topic so far, when the question leans on it; they only help to rank. */
  readonly topic: readonly string[];
}

/** The state of a conversation. */
export interface Chat {
  /** The memory: everything said, oldest first. */
  history: readonly Message[];
  question: string;
  /** What the router decided. */
  mode: "greeting" | "search";
  query: Query;
  /** What the last successful search was for. */
  topic: readonly string[];
  /** Passages for the question at hand, best first. */
  passages: readonly Passage[];
}

/** Makes the actions and the application of this example. */
export const b = burr<Chat>();

/** What someone said, without sources. */
export function said(role: Message["role"], text: string): Message {
  return { role, text, sources: [], isStopped: false };
}

/** An answer, with the passages that it cites as `[1]`, `[2]`… */
export function answered(text: string, passages: readonly Passage[], isStopped = false): Message {
  const cited = new Set(Array.from(text.matchAll(/\[(\d+)\]/g), ([, number]) => Number(number)));
  if (isStopped && text !== "" && cited.size === 0) cited.add(1); // a passage is cited after it was quoted
  const all = passages.map(({ file, heading }, index) => ({ number: index + 1, file, heading }));
  return { role: "assistant", text, sources: all.filter(({ number }) => cited.has(number)), isStopped };
}
