import { type Brief, Draft } from "./state.ts";

/** What a writer needs to know of the step that it works in: the context of an action is that. */
interface WriterContext {
  readonly signal: AbortSignal;
  readonly log: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** What thinks about an e-mail and writes it: a language model (`model-writer.ts`), or a few rules (`rule-writer.ts`). */
export interface Writer {
  /** Shown to the person. */
  readonly name: string;
  /** What has to be asked before the e-mail can be written. The address is not its business. */
  questions(request: string, context: WriterContext): Promise<string[]>;
  /** The e-mail in pieces, as they come: a line `Subject: …`, an empty line, the text. */
  write(brief: Brief, context: WriterContext): AsyncIterable<string>;
}

/** A writer has failed; another try may do. The message is for the person. */
export class WriterError extends Error {
  override readonly name = "WriterError";
}

/** The e-mail that a writer has written. */
export function draftOf(to: string, written: string): Draft {
  const [, subject = "", text = ""] = /^\s*Subject:\s*(.+?)\s*\n(.*)$/is.exec(written) ?? [];
  const draft = Draft.safeParse({ to, subject: subject.replaceAll(/\s+/g, " "), text: text.trim() });
  if (draft.success) return draft.data;
  throw new WriterError("What was written is no e-mail: it needs a line “Subject: …” and a text.");
}

const address = /[\w.+-]+@[\w-]+(\.[\w-]+)+/;

/** The first e-mail address in a text; empty without one. Who gets the e-mail is read, and never left to a model. */
export function addressIn(text: string): string {
  return address.exec(text)?.[0] ?? "";
}
