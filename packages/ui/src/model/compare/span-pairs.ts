import type { SpanView } from "@burrjs/protocol";
import { grouped } from "../grouped.ts";

/** A span of A and one of B with the same name. */
export interface SpanPair {
  readonly name: string;
  readonly a: SpanView | undefined;
  readonly b: SpanView | undefined;
}

/** Spans of two steps by their names: the first of a name with the first, the second with the second. */
export function spanPairs(a: readonly SpanView[], b: readonly SpanView[]): readonly SpanPair[] {
  const left = grouped(b, ({ name }) => name);
  const pairs: SpanPair[] = a.map((one) => ({ name: one.name, a: one, b: left.get(one.name)?.shift() }));
  return [...pairs, ...[...left.values()].flat().map((one) => ({ name: one.name, a: undefined, b: one }))];
}
