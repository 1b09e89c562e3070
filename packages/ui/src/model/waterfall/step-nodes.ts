import type { RunHeader, StepDetail } from "@burrjs/protocol";
import { childPartId } from "../rows/step-parts.ts";
import type { TimedNode } from "./critical-path.ts";

/**
 * What ran inside of a step, as a tree whose ids are those of the rows.
 *
 * @param openEndMs - What counts as the end of what has none.
 */
export function stepNodes(
  {
    sequence_id: step,
    spans_list: spans,
    children_list: children,
  }: Pick<StepDetail, "sequence_id" | "spans_list" | "children_list">,
  { headerOf, openEndMs }: { readonly headerOf: (partId: string) => RunHeader | undefined; readonly openEndMs: number },
): readonly TimedNode[] {
  const ids = new Set(spans.map(({ span_id: id }) => id));
  const inside = Map.groupBy(spans, ({ parent, span_id: id }) =>
    parent !== null && parent !== id && ids.has(parent) ? parent : "",
  );
  const nodesIn = (parent: string): readonly TimedNode[] =>
    (inside.get(parent) ?? []).map(({ span_id: id, started_ms: fromMs, duration_ms: ms }) => ({
      id: `span:${id}`,
      fromMs,
      toMs: ms === null ? openEndMs : fromMs + ms,
      children: nodesIn(id),
    }));
  const runs = children.flatMap((child): readonly TimedNode[] => {
    const id = childPartId(step, child);
    const header = headerOf(id);
    // Nobody waits for a fork.
    if (child.kind === "fork" || header === undefined) return [];
    const fromMs = header.started_ms ?? child.at_ms;
    return [{ id, fromMs, toMs: header.duration_ms === null ? openEndMs : fromMs + header.duration_ms }];
  });
  return [...nodesIn(""), ...runs];
}
