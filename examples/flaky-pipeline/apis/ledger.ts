import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Entry } from "../client-data.ts";

/** What an API answers. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

interface Remembered {
  /** What was asked under the key. */
  readonly request: string;
  readonly answer: Answer;
}

interface Content {
  readonly entries: readonly Entry[];
  readonly answers: Readonly<Record<string, Remembered>>;
}

/** The book of the APIs: all they have done, in order. With a file it outlives their process. */
export class Ledger {
  readonly #file: string | undefined;
  #content: Content;

  constructor(file?: string) {
    this.#file = file;
    this.#content = file === undefined ? { entries: [], answers: {} } : read(file);
  }

  /** What was done for a trip; for all of them without one. */
  entries(trip?: string | null): readonly Entry[] {
    return this.#content.entries.filter((entry) => (trip ?? entry.trip) === entry.trip);
  }

  /** An id that is free: `F-1`, `H-2`, … */
  newId(letter: string): string {
    const isNew = ({ did }: Entry): boolean => did !== "cancelled" && did !== "refunded";
    return `${letter}-${this.#content.entries.filter(isNew).length + 1}`;
  }

  /**
   * Does `work` once under a key. Whoever asks again under the same key gets the same answer, and nothing is done; whoever
   * asks for something else under it has made a mistake.
   */
  once(key: string, request: string, work: () => Answer & { readonly entry?: Entry }): Answer {
    const { entries, answers } = this.#content;
    const known = answers[key];
    if (known?.request === request) return known.answer;
    if (known !== undefined)
      return { status: 422, body: { code: "reused-key", message: "This key was used already." } };
    const { status, body, entry } = work();
    const answer = { status, body };
    this.#content = {
      entries: entry === undefined ? entries : [...entries, entry],
      answers: { ...answers, [key]: { request, answer } },
    };
    this.#save();
    return answer;
  }

  #save(): void {
    if (this.#file === undefined) return;
    // As a whole: a crash leaves the old content or the new one.
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#content));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): Content {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Content; // nobody else writes it
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { entries: [], answers: {} };
    throw error;
  }
}
