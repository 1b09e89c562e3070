import type { RunHeader, StepRow } from "@burrjs/protocol";
import type { LogView } from "../index/run-log.ts";
import type { Watched } from "./run-watch.ts";
import type { JoinedWatch } from "./run-watches.ts";
import { findStep } from "../steps/log-steps.ts";
import { stepLines } from "../steps/step-lines.ts";
import { type RowContext, stepRow } from "../steps/step-row.ts";
import type { RunChange } from "../store.ts";

/** What is needed to tell the changes of a log. */
export interface ChangeParts {
  readonly follow: () => Promise<JoinedWatch>;
  readonly from: string | undefined;
  readonly signal: AbortSignal;
  readonly context: (view: LogView) => Promise<RowContext>;
  readonly header: (view: LogView | undefined) => Promise<RunHeader>;
}

/** So many lines at most make one change; what is more follows at once. */
const mostEntries = 2000;
const mostChunks = 200;

/** What changes in a log, for one who watches it: from a place on, or else from now on. Ends with the signal. */
export async function* runChanges({
  follow,
  from,
  signal,
  ...parts
}: ChangeParts): AsyncGenerator<RunChange, void, void> {
  if (signal.aborted) return;
  const { watch, leave } = await follow();
  const header = (now: Watched): Promise<RunHeader> => watch.shared(now, "header", () => parts.header(now.view));
  try {
    let seen: Watched | undefined = from === undefined ? watch.watched : undefined;
    let children: RowContext["children"] | undefined;
    let place = from === undefined ? placeOf(watch.watched.view) : parsePlace(from);
    while (!signal.aborted) {
      const now = watch.watched;
      if (now === seen) {
        await watch.newerThan(now.version, signal);
        continue;
      }
      const { view } = now;
      const isStatusOnly = seen !== undefined && view === seen.view;
      seen = now;
      if (view === undefined || view.generation !== place?.generation || place.offset > view.sizeBytes) {
        const isOther = place !== undefined;
        place = placeOf(view);
        if (!isOther && view === undefined) continue;
        const text = placeText(place ?? { generation: "", offset: 0 });
        yield { place: text, steps: [], chunks: [], header: await header(now), reset: true };
        continue;
      }
      for (let isLast = false; !isLast && !signal.aborted;) {
        const context = await watch.shared(now, "context", () => parts.context(view));
        const parents = changedKeys(children ?? context.children, context.children);
        children = context.children;
        const part = await changesSince(context, place.offset, { isStatusOnly, parents });
        place = { generation: view.generation, offset: part.offset };
        isLast = part.isLast;
        yield { place: placeText(place), steps: part.steps, chunks: part.chunks, header: await header(now) };
      }
    }
  } finally {
    leave();
  }
}

interface Place {
  readonly generation: string;
  /** Lines before it have been told. */
  readonly offset: number;
}

function placeOf(view: LogView | undefined): Place | undefined {
  return view && { generation: view.generation, offset: endOf(view) };
}

/** Up to where the log has been read. */
function endOf({ head, tail }: LogView): number {
  return (tail ?? head).facts.scanned;
}

function placeText({ generation, offset }: Place): string {
  return `${generation}:${offset}`;
}

/** A place as text; one that cannot be read is of no log, so that its reader begins anew. */
function parsePlace(text: string): Place {
  const at = text.lastIndexOf(":");
  const offset = Number(text.slice(at + 1));
  return at > 0 && Number.isSafeInteger(offset) && offset >= 0
    ? { generation: text.slice(0, at), offset }
    : { generation: "", offset: 0 };
}

/** The keys that have another value in one of the two. */
function changedKeys(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): readonly number[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

interface ChangePart {
  readonly steps: readonly StepRow[];
  readonly chunks: RunChange["chunks"];
  /** Up to where the log has been told now. */
  readonly offset: number;
  readonly isLast: boolean;
}

/** What is new besides the lines of the log. */
interface Beside {
  readonly isStatusOnly: boolean;
  /** The ids of steps that have other children than before. */
  readonly parents: readonly number[];
}

async function changesSince(
  context: RowContext,
  offset: number,
  { isStatusOnly, parents }: Beside,
): Promise<ChangePart> {
  const { view } = context;
  const { head, tail } = view;
  const index = tail !== undefined && offset >= tail.from ? tail : head;
  const first = index.entries.lowerBound("offset", offset);
  const last = Math.min(index.entries.count, first + mostEntries);
  const changed = new Set<number>();
  const chunkEntries: number[] = [];
  let entry = first;
  for (; entry < last && chunkEntries.length < mostChunks; entry += 1) {
    const step = index.entries.get("step", entry);
    if (step >= 0) changed.add(step);
    if (step >= 0 && index.kindOf(entry) === "stream_chunk") chunkEntries.push(entry);
  }
  const isLast = entry >= index.entries.count;
  // The last step may have become stalled, or be lost now that another one began.
  const lastStep = index.steps.count - 1;
  if (isLast && lastStep >= 0 && (isStatusOnly || changed.size > 0)) changed.add(lastStep);
  if (changed.size > 0 && lastStep > 0 && index.steps.get("end", lastStep - 1) < 0) changed.add(lastStep - 1);
  for (const id of parents) {
    const spot = findStep(view, id);
    if (spot?.index === index) changed.add(spot.step);
  }
  const base = index === tail ? head.steps.count : 0;
  const steps = [...changed]
    .toSorted((one, other) => one - other)
    .map((step) => stepRow(context, { index, step, n: base + step }));
  // Before anything is awaited: the log is read on meanwhile.
  const told = isLast ? endOf(view) : index.entries.get("offset", entry);
  const chunks: RunChange["chunks"][number][] = [];
  for await (const { record } of stepLines(view, index, chunkEntries)) {
    if (record.type !== "stream_chunk") continue;
    const { sequence_id, attempt = 1, i, dt_us, items } = record;
    chunks.push({ sequence_id, attempt, i, dt_us, items });
  }
  return { steps, chunks, offset: told, isLast };
}
