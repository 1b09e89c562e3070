import type { Field } from "./claim.ts";

/** Finds fields in a free text. What it finds is not checked: it may be anything. */
export interface Extractor {
  /** As people may read it. */
  readonly name: string;
  read(text: string, signal: AbortSignal): Promise<Readonly<Partial<Record<Field, unknown>>>>;
}
