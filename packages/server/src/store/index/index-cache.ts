import { checksum, pack, unpack } from "./cache-bytes.ts";
import { Dictionary } from "./dictionary.ts";
import {
  accessColumns,
  callColumns,
  entryColumns,
  runColumns,
  stateColumns,
  stepColumns,
  unreadableColumns,
} from "./index-tables.ts";
import { readBytes } from "./read-bytes.ts";
import type { LogFacts } from "./log-facts.ts";
import { type OpenStream, RunIndex } from "./run-index.ts";
import type { RunLogPlace } from "./run-log.ts";
import { type Columns, Table } from "./table.ts";

const cacheName = "log.idx";
/** In the order in which they are kept. */
const tables = {
  steps: stepColumns,
  entries: entryColumns,
  states: stateColumns,
  runs: runColumns,
  unreadable: unreadableColumns,
  accesses: accessColumns,
  calls: callColumns,
};
/** Another layout of columns is another version by itself; raise the number when the same columns come to mean something else. */
const version = `5 ${JSON.stringify(tables)}`;
const checkedBytes = 256;

interface KeptIndex {
  readonly generation: string;
  /** Of the log: how it begins, and how what was read of it ends. */
  readonly checks: readonly number[];
  /** The end that was checked. */
  readonly checkedTo: number;
  /** In the order of `tables`. */
  readonly tables: readonly { readonly count: number; readonly columns: readonly string[] }[];
  readonly facts: LogFacts;
  readonly texts: readonly string[];
  readonly quarters: readonly (readonly [number, number])[];
  readonly actions: readonly number[];
  readonly tokens: Readonly<RunIndex["tokens"]>;
  readonly models: readonly (readonly number[])[];
  readonly openStreams: readonly (readonly [step: number, openedMs: number, mark: number | null])[];
  readonly orphans: readonly (readonly [number, number[]])[];
}

/**
 * The index that was kept beside a log.
 *
 * @param place - The log.
 * @param generation - What the log is now: an index of another one is of no use.
 * @param sizeBytes - How long the log is now.
 * @returns `undefined` when there is none that fits.
 */
export async function readIndex(
  { project, files, cache }: RunLogPlace,
  generation: string,
  sizeBytes: number,
): Promise<RunIndex | undefined> {
  const bytes = await cache?.read(project, files.key, cacheName).catch(() => undefined);
  const content = bytes && unpack(version, bytes);
  if (content === undefined) return undefined;
  const kept = content.json as KeptIndex; // As `writeIndex` made it: version and checksum are right.
  const { scanned } = kept.facts;
  if (kept.generation !== generation || scanned > sizeBytes) return undefined;
  const checks = await checksOf({ project, files, cache }, kept.checkedTo);
  if (checks.some((check, at) => check !== kept.checks[at])) return undefined;
  try {
    return restore(kept, content.parts);
  } catch {
    return undefined;
  }
}

/** Keeps an index beside its log, if there is room for it. */
export async function writeIndex(place: RunLogPlace, generation: string, index: RunIndex): Promise<void> {
  const { project, files, cache } = place;
  if (cache === undefined) return;
  const checkedTo = index.facts.scanned;
  const checks = await checksOf(place, checkedTo);
  // From here to the end of packing nothing is awaited: the index goes on growing as soon as it can.
  const { steps, entries, states, runs, unreadable, accesses, calls } = index;
  const packed = [steps, entries, states, runs, unreadable, accesses, calls].map((table) => table.pack());
  const kept: KeptIndex = {
    generation,
    checkedTo,
    checks,
    tables: packed.map(({ count, columns }) => ({ count, columns })),
    facts: index.facts,
    texts: index.texts.texts,
    quarters: [...index.quarters],
    actions: [...index.actions],
    tokens: index.tokens,
    models: [[...index.requestModels], [...index.responseModels]],
    openStreams: [...index.openStreams.values()].map(({ step, openedMs, mark }) => [step, openedMs, mark]),
    orphans: [...index.orphans],
  };
  const bytes = pack(version, { json: kept, parts: packed.map(({ parts }) => parts) });
  await cache.write(project, files.key, cacheName, bytes).catch(() => {});
}

function restore(kept: KeptIndex, parts: readonly Uint8Array[]): RunIndex {
  const table = <TName extends string>(columns: Columns<TName>, name: keyof typeof tables): Table<TName> => {
    const at = Object.keys(tables).indexOf(name);
    return Table.from(columns, { count: 0, columns: [], ...kept.tables[at], bytes: parts[at] ?? new Uint8Array() });
  };
  return new RunIndex(0, {
    steps: table(stepColumns, "steps"),
    entries: table(entryColumns, "entries"),
    states: table(stateColumns, "states"),
    runs: table(runColumns, "runs"),
    unreadable: table(unreadableColumns, "unreadable"),
    accesses: table(accessColumns, "accesses"),
    calls: table(callColumns, "calls"),
    texts: new Dictionary(kept.texts),
    facts: kept.facts,
    quarters: new Map(kept.quarters),
    actions: new Set(kept.actions),
    tokens: { ...kept.tokens },
    requestModels: new Set(kept.models[0]),
    responseModels: new Set(kept.models[1]),
    openStreams: new Map(
      kept.openStreams.map(([step, openedMs, mark]): [number, OpenStream] => [
        step,
        { step, openedMs, mark: mark ?? Number.NaN },
      ]),
    ),
    orphans: new Map(kept.orphans),
  });
}

async function checksOf({ files }: RunLogPlace, scanned: number): Promise<number[]> {
  const parts = await Promise.all([
    readBytes(files, 0, Math.min(checkedBytes, scanned)),
    readBytes(files, Math.max(0, scanned - checkedBytes), scanned),
  ]);
  return parts.map(checksum);
}
