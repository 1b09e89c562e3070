import { isObject, type Page, type StepRow } from "@burrjs/protocol";
import { goneCursor, readCursor, writeCursor } from "../cursor.ts";
import { spotAt } from "./log-steps.ts";
import { type RowContext, stepRow } from "./step-row.ts";
import type { StepQuery } from "../store.ts";

interface MatchedPlace {
  readonly generation: string;
  readonly q: string;
  readonly n: number;
}

/** A page of the steps that a query asked for, by their positions in the log, which has been read as a whole. */
export function matchedPage(
  context: RowContext,
  matches: readonly number[],
  { q = "", cursor, limit = 200, direction, around }: StepQuery,
): Page<StepRow> {
  const { view } = context;
  const most = Math.min(Math.max(1, limit), 1000);
  const isBack = direction === "back";
  const ordered = isBack ? matches.toReversed() : matches;
  const isPast = (n: number, from: number): boolean => (isBack ? n <= from : n >= from);
  let from = 0;
  if (cursor !== undefined) {
    const place = readCursor(cursor, (value): value is MatchedPlace => isMatchedPlace(value, q));
    if (place.generation !== view.generation) throw goneCursor();
    from = ordered.findIndex((n) => isPast(n, place.n));
  } else if (around !== undefined) {
    const step = view.head.stepOf(around) ?? 0;
    const nearest = ordered.findIndex((n) => isPast(n, step));
    from = Math.max(0, (nearest === -1 ? ordered.length : nearest) - Math.floor(most / 2));
  }
  const shown = from === -1 ? [] : ordered.slice(from, from + most);
  const next = from === -1 ? undefined : ordered[from + most];
  return {
    items: shown.flatMap((n) => {
      const spot = spotAt(view, n);
      return spot === undefined ? [] : [stepRow(context, spot)];
    }),
    total: matches.length,
    next: next === undefined ? null : writeCursor({ generation: view.generation, q, n: next } satisfies MatchedPlace),
  };
}

function isMatchedPlace(value: unknown, q: string): value is MatchedPlace {
  return (
    isObject(value) && typeof value["generation"] === "string" && value["q"] === q && Number.isSafeInteger(value["n"])
  );
}
