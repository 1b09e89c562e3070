import type { SpanView } from "@burrjs/protocol";
import { earlierTry } from "../step/span-try.ts";

/** A span of A and one of B with the same name. */
export interface SpanPair {
  readonly name: string;
  readonly a: SpanView | undefined;
  readonly b: SpanView | undefined;
}

/** Spans of two steps by their names, those of the last try together: the first of a name with the first, the second with the second. */
export function spanPairs(a: readonly SpanView[], b: readonly SpanView[]): readonly SpanPair[] {
  const key = ({ name, span_id: id }: SpanView): string => JSON.stringify([name, earlierTry(id)]);
  const left = Map.groupBy(b, key);
  const pairs: SpanPair[] = a.map((one) => ({ name: one.name, a: one, b: left.get(key(one))?.shift() }));
  return [...pairs, ...[...left.values()].flat().map((one) => ({ name: one.name, a: undefined, b: one }))];
}
