import {
  escapePointer,
  type LoggedState,
  matchesStep,
  parseQuery,
  pointerGet,
  pointerKeys,
  type Price,
  type Query,
  sameJson,
  type StepFacts,
} from "@burrjs/protocol";
import { patched, readStateLine, type StateLine, statePlaces } from "../states/logged-states.ts";
import { Slice } from "../index/read-bytes.ts";
import { readLines } from "../index/read-lines.ts";
import { modelsOf } from "../index/usage.ts";
import type { RunIndex } from "../index/run-index.ts";
import { findLines } from "../search/search-log.ts";
import { type RowContext, stepRow } from "./step-row.ts";

/** What people have put on a step. */
export interface StepMarks {
  readonly tags: readonly string[];
  /** The texts of its notes, one for each. */
  readonly notes: readonly string[];
}

/** What is known of steps besides the log. */
export interface StepQueryParts {
  /** By the ids of the steps. */
  readonly marks: ReadonlyMap<number, StepMarks>;
  /** Prices that count before those of the list. */
  readonly prices: readonly Price[];
  /** Whose days are meant. */
  readonly zone: string;
}

const noMarks: StepMarks = { tags: [], notes: [] };

/**
 * The positions of the steps that a query asks for. What could not be understood of the query is passed over.
 *
 * @param context - The log, read as a whole. States and texts are only looked at if the query asks for them.
 * @param q - The query.
 * @param parts - What the log does not tell.
 */
export async function matchingSteps(
  context: RowContext,
  q: string,
  { marks, prices, zone }: StepQueryParts,
): Promise<readonly number[]> {
  const { query } = parseQuery(q, { of: "steps", zone });
  const index = context.view.head;
  const needs = needsOf(query);
  const texts = await stepsWithTexts(context, needs.texts);
  const keys = needs.accesses ? accessedKeys(index) : undefined;
  const factsOf = (step: number): StepFacts => ({
    ...stepRow(context, { index, step, n: step }),
    ...(index.hasFlag(step, "accessRecorded") && {
      changed: keys?.wrote.get(step) ?? [],
      read: keys?.read.get(step) ?? [],
    }),
    recovered: index.hasFlag(step, "recovered"),
    models: modelsOf(index, step),
    ...(marks.get(index.steps.get("sequence", step)) ?? noMarks),
    prices,
    gap_ms: Number.isNaN(index.steps.get("longestGapUs", step)) ? null : index.steps.get("longestGapUs", step) / 1000,
    contains: (text) => texts.get(text)?.has(step) === true,
  });
  if (needs.states) return await matchingStates(context, query, factsOf);
  const found: number[] = [];
  const slice = new Slice(15);
  for (let step = 0; step < index.steps.count; step += 1) {
    if (matchesStep(query, factsOf(step))) found.push(step);
    if (step % 100 === 0) await slice.pause();
  }
  return found;
}

interface Needs {
  readonly texts: readonly string[];
  readonly accesses: boolean;
  readonly states: boolean;
}

function needsOf({ groups }: Query): Needs {
  const tests = groups.flat().map(({ test }) => test);
  const fields = tests.flatMap((test) => (test.kind === "name" ? [test.field] : []));
  return {
    texts: tests.flatMap((test) => (test.kind === "text" ? [test.text] : [])),
    accesses: fields.includes("changed") || fields.includes("read"),
    states: fields.includes("changed") || tests.some(({ kind }) => kind === "state"),
  };
}

/** The steps in one of whose lines each text stands. */
async function stepsWithTexts(
  { view }: RowContext,
  texts: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { entries } = view.head;
  const found = new Map<string, Set<number>>();
  for (const text of texts) {
    const steps = new Set<number>();
    for await (const { offset, line } of findLines(view.files, { to: view.sizeBytes, text, ignoreCase: true })) {
      const entry = entries.lowerBound("offset", offset);
      if (entry < entries.count && entries.get("offset", entry) < offset + line.length) {
        steps.add(entries.get("step", entry));
      }
    }
    found.set(text, steps);
  }
  return found;
}

function accessedKeys({ accesses, texts }: RunIndex): {
  readonly read: ReadonlyMap<number, string[]>;
  readonly wrote: ReadonlyMap<number, string[]>;
} {
  const read = new Map<number, string[]>();
  const wrote = new Map<number, string[]>();
  for (let row = 0; row < accesses.count; row += 1) {
    const map = accesses.get("isWrite", row) === 1 ? wrote : read;
    const step = accesses.get("step", row);
    const key = texts.text(accesses.get("key", row));
    const keys = map.get(step);
    if (keys === undefined) map.set(step, [key]);
    else keys.push(key);
  }
  return { read, wrote };
}

/** As `matchingSteps`, going through the states one after another. */
async function matchingStates(
  { view }: RowContext,
  query: Query,
  factsOf: (step: number) => StepFacts,
): Promise<readonly number[]> {
  const { head: index, files } = view;
  const found = new Set<number>();
  const slice = new Slice(15);
  let current: LoggedState | undefined;
  let state = 0;
  for await (const line of readLines(files, statePlaces(index, 0, index.states.count))) {
    const read = readStateLine(line);
    const before: LoggedState | undefined = current;
    if (read !== undefined) current = read.kind === "key" ? read.state : patched(before ?? {}, read.patch);
    const step = index.states.get("step", state);
    if (step >= 0) {
      const after = current;
      const facts = factsOf(step);
      const matches = matchesStep(query, {
        ...facts,
        changed: facts.changed ?? changedKeys(before, after, read),
        state: (path) => pointerGet(after, path.map((key) => `/${escapePointer(key)}`).join("")),
      });
      if (matches) found.add(step);
    }
    state += 1;
    await slice.pause();
  }
  for (let step = 0; step < index.steps.count; step += 1) {
    if (index.steps.get("state", step) < 0 && matchesStep(query, factsOf(step))) found.add(step);
  }
  return [...found].toSorted((one, other) => one - other);
}

function changedKeys(
  before: LoggedState | undefined,
  after: LoggedState | undefined,
  read: StateLine | undefined,
): readonly string[] {
  if (after === undefined) return [];
  if (read?.kind === "patch")
    return [...new Set(read.patch.$patch.flatMap(({ path }) => pointerKeys(path)?.[0] ?? []))];
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...keys].filter((key) => !sameJson(own(before, key), own(after, key)));
}

function own(state: LoggedState | undefined, key: string): unknown {
  return state !== undefined && Object.hasOwn(state, key) ? state[key] : undefined;
}
