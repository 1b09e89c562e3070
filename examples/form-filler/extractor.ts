import type { Field } from "./claim.ts";

/** What an extractor needs to know of where it reads: the context of an action is that. */
interface ReadContext {
  readonly signal: AbortSignal;
  /** Not where a person's answer is read: that is no step. */
  readonly log?: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** Finds fields in a free text. What it finds is not checked: it may be anything. */
export interface Extractor {
  /** As people may read it. */
  readonly name: string;
  read(text: string, context: ReadContext): Promise<Readonly<Partial<Record<Field, unknown>>>>;
}
