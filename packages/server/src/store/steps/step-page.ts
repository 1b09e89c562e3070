import { isObject, type Page, type StepRow } from "@burrjs/protocol";
import { goneCursor, readCursor, writeCursor } from "../cursor.ts";
import { countSteps, findStep, offsetOf, type Spot, spotAt, stepFrom } from "./log-steps.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";
import { type RowContext, stepRow } from "./step-row.ts";
import type { StepQuery } from "../store.ts";

/** Where a list of steps goes on: from the step whose line is at `offset`, or the last one before it. */
interface StepPlace {
  readonly generation: string;
  readonly offset: number;
}

/** The rows that there are for a query, or what has to be read before. */
export type StepPage = Page<StepRow> | "read-on";

/**
 * A page of the steps of a log, as far as it has been read.
 *
 * @param context - The log.
 * @param query - Which steps.
 * @returns `"read-on"` when the page lies where the log has not been read yet.
 */
export function stepPage(context: RowContext, query: StepQuery): StepPage {
  const { view } = context;
  const limit = Math.min(Math.max(1, query.limit ?? 200), 1000);
  const isBack = query.direction === "back";
  const from = query.cursor === undefined ? startOf(view, query, limit) : placeOf(view, query.cursor, isBack);
  if (from === undefined) return "read-on";
  // Never over the part that has not been read: it would look as if there were no steps in it.
  const { isEnd } = from;
  const [low, high] = isEnd ? [view.head.steps.count, countSteps(view)] : [0, view.head.steps.count];
  const items: StepRow[] = [];
  let n = from.n;
  for (; n >= low && n < high && items.length < limit; n += isBack ? -1 : 1) {
    const spot = spotAt(view, n);
    if (spot !== undefined) items.push(stepRow(context, spot));
  }
  const isUnread = view.indexed < 1 && (isBack ? isEnd && n < low : !isEnd && n >= high);
  if (isUnread && items.length === 0) return "read-on";
  return { items, total: countSteps(view), next: nextCursor(view, n, { isBack, isUnread, isEnd }) };
}

/** Where a page begins: the position, and whether that is in the end of a log that has not been read as a whole. */
interface PageStart {
  readonly n: number;
  readonly isEnd: boolean;
}

function startOf(view: LogView, { around, direction }: StepQuery, limit: number): PageStart | undefined {
  const count = countSteps(view);
  const hasTail = view.tail !== undefined;
  if (around === undefined) {
    if (direction !== "back") return { n: 0, isEnd: false };
    return view.indexed >= 1 || hasTail ? { n: count - 1, isEnd: hasTail } : undefined;
  }
  const spot = findStep(view, around) ?? (view.indexed < 1 ? undefined : nearest(view, around));
  if (spot === undefined) return view.indexed < 1 ? undefined : { n: 0, isEnd: false };
  const isEnd = spot.index === view.tail;
  const [low, high] = isEnd ? [view.head.steps.count, count - 1] : [0, view.head.steps.count - 1];
  const half = Math.floor(limit / 2);
  return { n: direction === "back" ? Math.min(high, spot.n + half) : Math.max(low, spot.n - half), isEnd };
}

/** The step with the least id that is larger, for links to a step that is not there. */
function nearest(view: LogView, sequenceId: number): Spot | undefined {
  const { steps } = view.head;
  for (let n = 0; n < steps.count; n += 1) if (steps.get("sequence", n) > sequenceId) return spotAt(view, n);
  return spotAt(view, steps.count - 1);
}

function placeOf(view: LogView, cursor: string, isBack: boolean): PageStart | undefined {
  const place = readCursor(cursor, isStepPlace);
  if (place.generation !== view.generation) throw goneCursor();
  const { head, tail } = view;
  const inTail = tail !== undefined && place.offset >= tail.from;
  const index: RunIndex = inTail ? tail : head;
  if (!inTail && view.indexed < 1 && place.offset > head.facts.scanned) return undefined;
  const first = (inTail ? head.steps.count : 0) + stepFrom(index, place.offset);
  return { n: isBack ? first - 1 : first, isEnd: inTail };
}

function nextCursor(
  view: LogView,
  n: number,
  { isBack, isUnread, isEnd }: { readonly isBack: boolean; readonly isUnread: boolean; readonly isEnd: boolean },
): string | null {
  const { generation, head, tail } = view;
  if (isUnread) {
    const offset = isBack ? (tail?.from ?? 0) : Math.max(0, head.facts.scanned);
    return writeCursor({ generation, offset } satisfies StepPlace);
  }
  if (isBack ? n < 0 || (isEnd && n < head.steps.count) : n >= countSteps(view)) return null;
  const spot = spotAt(view, isBack ? n + 1 : n);
  return spot === undefined
    ? null
    : writeCursor({ generation, offset: offsetOf(spot.index, spot.step) } satisfies StepPlace);
}

function isStepPlace(value: unknown): value is StepPlace {
  return isObject(value) && typeof value["generation"] === "string" && typeof value["offset"] === "number";
}
