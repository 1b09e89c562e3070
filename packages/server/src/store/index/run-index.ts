import type { TokenCounts } from "@burrjs/protocol";
import { Dictionary } from "./dictionary.ts";
import {
  accessColumns,
  callColumns,
  type EntryKind,
  entryColumns,
  entryKinds,
  runColumns,
  stateColumns,
  stepColumns,
  stepFlags,
  unreadableColumns,
} from "./index-tables.ts";
import { type LogFacts, newFacts } from "./log-facts.ts";
import { Table } from "./table.ts";

/** Where a line stands in the log, in bytes, without its line break. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
}

/** A stream that has been opened, and of which no chunk was seen yet. */
export interface OpenStream {
  readonly step: number;
  readonly openedMs: number;
  /** `m` of the record; NaN without it. */
  readonly mark: number;
}

/**
 * What a log is about, in columns: where the lines of each step are, and all that a list of steps shows. No values and no states:
 * those are read from the log when somebody asks. About 160 bytes per step.
 */
export class RunIndex {
  readonly steps: Table<keyof typeof stepColumns>;
  readonly entries: Table<keyof typeof entryColumns>;
  readonly states: Table<keyof typeof stateColumns>;
  readonly runs: Table<keyof typeof runColumns>;
  readonly unreadable: Table<keyof typeof unreadableColumns>;
  readonly accesses: Table<keyof typeof accessColumns>;
  readonly calls: Table<keyof typeof callColumns>;
  /** Number 0 is "", for none. */
  readonly texts: Dictionary;
  readonly facts: LogFacts;
  /** Where it begins to look: 0, or somewhere in the middle of the log. */
  readonly from: number;
  /** How many steps began in each quarter of an hour since 1970. */
  readonly quarters: Map<number, number>;
  /** Numbers of texts: the models that were asked for, and those that answered where none was. */
  readonly requestModels: Set<number>;
  readonly responseModels: Set<number>;
  readonly openStreams: Map<number, OpenStream>;
  /** Entries whose step is not known, by the id of the step. */
  readonly orphans: Map<number, number[]>;
  /** Numbers of texts: the actions of its steps. */
  readonly actions: Set<number>;
  /** What all steps have used together. */
  readonly tokens: Record<TokenKind, number>;
  /** The last step with each id; made when somebody asks. */
  #lastOf: Map<number, number> | undefined;
  /** See `rewinds`, and how many steps were looked at for it. */
  readonly #rewinds: number[] = [];
  #looked = 1;
  /** The steps that wrote a key, by the number of its text, in the order of the log; made when somebody asks. */
  #writers: Map<number, number[]> | undefined;

  constructor(from = 0, parts: Partial<IndexParts> = {}) {
    this.from = from;
    this.steps = parts.steps ?? new Table(stepColumns);
    this.entries = parts.entries ?? new Table(entryColumns);
    this.states = parts.states ?? new Table(stateColumns);
    this.runs = parts.runs ?? new Table(runColumns);
    this.unreadable = parts.unreadable ?? new Table(unreadableColumns);
    this.accesses = parts.accesses ?? new Table(accessColumns);
    this.calls = parts.calls ?? new Table(callColumns);
    this.texts = parts.texts ?? new Dictionary([""]);
    this.facts = parts.facts ?? newFacts(from);
    this.quarters = parts.quarters ?? new Map<number, number>();
    this.requestModels = parts.requestModels ?? new Set();
    this.responseModels = parts.responseModels ?? new Set();
    this.openStreams = parts.openStreams ?? new Map<number, OpenStream>();
    this.orphans = parts.orphans ?? new Map<number, number[]>();
    this.actions = parts.actions ?? new Set<number>();
    this.tokens = parts.tokens ?? { input: 0, output: 0, cached: 0, reasoning: 0 };
  }

  /** What it takes in memory, roughly. */
  get byteLength(): number {
    const tables = [this.steps, this.entries, this.states, this.runs, this.unreadable, this.accesses, this.calls];
    const bytes = tables.reduce((sum, table) => sum + table.byteLength, 0);
    return bytes + this.texts.byteLength + this.steps.count * 40 + this.accesses.count * 8 + 2000;
  }

  /** The steps whose id is not higher than the one before: the application had gone back there, or was begun anew. */
  get rewinds(): readonly number[] {
    const { steps } = this;
    for (; this.#looked < steps.count; this.#looked += 1) {
      if (steps.get("sequence", this.#looked) <= steps.get("sequence", this.#looked - 1))
        this.#rewinds.push(this.#looked);
    }
    return this.#rewinds;
  }

  /** The last step with an id; `repeat` (from 0) tells those with the same id apart. `undefined` when there is none. */
  stepOf(sequenceId: number, repeat?: number): number | undefined {
    let step = this.#lastSteps().get(sequenceId);
    if (step === undefined || repeat === undefined) return step;
    while (step !== undefined && step >= 0 && this.steps.get("repeat", step) > repeat) {
      step = this.steps.get("sameBefore", step);
    }
    return step !== undefined && step >= 0 && this.steps.get("repeat", step) === repeat ? step : undefined;
  }

  /** A new step, the last of those with its id. */
  addStep(sequenceId: number, action: string): number {
    const lastOf = this.#lastSteps();
    const same = lastOf.get(sequenceId);
    const step = this.steps.add();
    this.steps.set("sequence", step, sequenceId);
    const text = this.texts.add(action);
    this.steps.set("action", step, text);
    this.actions.add(text);
    if (same !== undefined) {
      this.steps.set("sameBefore", step, same);
      this.steps.set("repeat", step, this.steps.get("repeat", same) + 1);
    } else if (step > 0 && sequenceId > this.steps.get("sequence", step - 1) + 1 && !lastOf.has(sequenceId - 1)) {
      this.setFlag(step, "gap");
    }
    lastOf.set(sequenceId, step);
    const orphans = this.orphans.get(sequenceId);
    if (orphans !== undefined) {
      this.orphans.delete(sequenceId);
      for (const entry of orphans) this.#link(entry, step);
    }
    return step;
  }

  /** Notes a line that belongs to a step. −1 as the step: it is not known yet, and becomes the next one with that id. */
  addEntry(kind: EntryKind, step: number, sequenceId: number, { offset, length }: LinePlace): number {
    const entry = this.entries.add();
    this.entries.set("offset", entry, offset);
    this.entries.set("length", entry, length);
    this.entries.set("kind", entry, entryKinds.indexOf(kind));
    if (step >= 0) this.#link(entry, step);
    else {
      const waiting = this.orphans.get(sequenceId);
      if (waiting === undefined) this.orphans.set(sequenceId, [entry]);
      else waiting.push(entry);
    }
    return entry;
  }

  /** Whether a step has a flag. */
  hasFlag(step: number, flag: StepFlag): boolean {
    return (this.steps.get("flags", step) & stepFlags[flag]) !== 0;
  }

  /** Sets a flag of a step. */
  setFlag(step: number, flag: StepFlag): void {
    this.steps.set("flags", step, this.steps.get("flags", step) | stepFlags[flag]);
  }

  /** Adds tokens that a step has used. */
  addTokens(step: number, kind: TokenKind, count: number): void {
    this.steps.set(`${kind}Tokens`, step, this.steps.get(`${kind}Tokens`, step) + count);
    this.tokens[kind] += count;
  }

  /** Notes that a step has read or written a key of state. */
  addAccess(step: number, key: string, isWrite: boolean): void {
    const row = this.accesses.add();
    this.accesses.set("step", row, step);
    this.accesses.set("key", row, this.texts.add(key));
    this.accesses.set("isWrite", row, isWrite ? 1 : 0);
    if (this.#writers !== undefined) noteWriter(this.#writers, this.accesses, row);
  }

  /** The last step before another one that has written a key, of those that `counts` accepts; −1 for none. */
  lastWriteBefore(key: string, before: number, counts: (step: number) => boolean): number {
    const number = this.texts.find(key);
    const writers = number === undefined ? undefined : this.#writersOf().get(number);
    if (writers === undefined) return -1;
    let high = writers.length;
    for (let low = 0; low < high;) {
      const middle = (low + high) >>> 1;
      if ((writers[middle] ?? 0) < before) low = middle + 1;
      else high = middle;
    }
    for (let at = high - 1; at >= 0; at -= 1) if (counts(writers[at] ?? -1)) return writers[at] ?? -1;
    return -1;
  }

  /** The lines of a step in the order of the log, as numbers of entries. */
  entriesOf(step: number): number[] {
    const entries: number[] = [];
    for (let entry = this.steps.get("lastEntry", step); entry >= 0; entry = this.entries.get("before", entry)) {
      entries.push(entry);
    }
    return entries.toReversed();
  }

  /** The kind of an entry. */
  kindOf(entry: number): EntryKind {
    return entryKinds[this.entries.get("kind", entry)] ?? "unknown";
  }

  /** Where the line of an entry is. */
  placeOf(entry: number): LinePlace {
    return { offset: this.entries.get("offset", entry), length: this.entries.get("length", entry) };
  }

  #lastSteps(): Map<number, number> {
    if (this.#lastOf === undefined) {
      this.#lastOf = new Map();
      for (let step = 0; step < this.steps.count; step += 1) this.#lastOf.set(this.steps.get("sequence", step), step);
    }
    return this.#lastOf;
  }

  #writersOf(): Map<number, number[]> {
    if (this.#writers === undefined) {
      this.#writers = new Map();
      for (let row = 0; row < this.accesses.count; row += 1) noteWriter(this.#writers, this.accesses, row);
    }
    return this.#writers;
  }

  #link(entry: number, step: number): void {
    this.entries.set("step", entry, step);
    this.entries.set("before", entry, this.steps.get("lastEntry", step));
    this.steps.set("lastEntry", step, entry);
  }
}

/** What an index is made of, when it was kept somewhere. */
export interface IndexParts {
  readonly steps: RunIndex["steps"];
  readonly entries: RunIndex["entries"];
  readonly states: RunIndex["states"];
  readonly runs: RunIndex["runs"];
  readonly unreadable: RunIndex["unreadable"];
  readonly accesses: RunIndex["accesses"];
  readonly calls: RunIndex["calls"];
  readonly texts: Dictionary;
  readonly facts: LogFacts;
  readonly quarters: Map<number, number>;
  readonly actions: Set<number>;
  readonly tokens: Record<TokenKind, number>;
  readonly requestModels: Set<number>;
  readonly responseModels: Set<number>;
  readonly openStreams: Map<number, OpenStream>;
  readonly orphans: Map<number, number[]>;
}

function noteWriter(writers: Map<number, number[]>, accesses: RunIndex["accesses"], row: number): void {
  if (accesses.get("isWrite", row) === 0) return;
  const key = accesses.get("key", row);
  const steps = writers.get(key);
  if (steps === undefined) writers.set(key, [accesses.get("step", row)]);
  else steps.push(accesses.get("step", row));
}

/** What tokens are counted for. */
export const tokenKinds = ["input", "output", "cached", "reasoning"] as const satisfies readonly (keyof TokenCounts)[];

/** What tokens are counted for. */
export type TokenKind = (typeof tokenKinds)[number];

/** What can be true of a step. */
export type StepFlag = keyof typeof stepFlags;
