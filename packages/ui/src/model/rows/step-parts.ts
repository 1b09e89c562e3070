import { tryNames } from "../step/span-try.ts";
import type { ChildSummary, SpanView, StepDetail, StepRow, StreamSummary } from "@burrjs/protocol";

/** What is inside of a step, as a row below it. */
export type StepPart =
  | {
      readonly kind: "stream";
      readonly id: string;
      readonly level: number;
      readonly stream: StreamSummary;
      readonly isLast: boolean;
    }
  | {
      readonly kind: "span";
      readonly id: string;
      readonly level: number;
      readonly span: SpanView;
      /** `try 1`: at the top, where there are spans of more than one try; else "". */
      readonly tryText: string;
      readonly isOpen: boolean | undefined;
    }
  | {
      readonly kind: "child";
      readonly id: string;
      readonly level: number;
      readonly child: ChildSummary;
      readonly isOpen: boolean | undefined;
    }
  | {
      readonly kind: "childStep";
      readonly id: string;
      readonly level: number;
      readonly child: ChildSummary;
      readonly step: StepRow;
    }
  | {
      readonly kind: "more";
      readonly id: string;
      readonly level: number;
      readonly child: ChildSummary;
      readonly count: number;
    }
  | { readonly kind: "waiting"; readonly id: string; readonly level: number };

/** The steps of a child run, as far as they are there. */
export interface ChildSteps {
  readonly steps: readonly StepRow[];
  readonly total: number;
}

interface PartsOptions {
  /** Ids of parts that are folded though they are open from the start (spans), or open though they are not (child runs). */
  readonly turned: ReadonlySet<string>;
  /** The steps of child runs that were opened, by the id of their part. */
  readonly childSteps: ReadonlyMap<string, ChildSteps>;
}

/** Identifies a part in the address: the step's id comes first. */
export function childPartId(sequenceId: number, { app_id: app, partition_key: partition }: ChildSummary): string {
  return `child:${sequenceId}:${partition === null ? "~" : encodeURIComponent(partition)}/${encodeURIComponent(app)}`;
}

/** The rows inside of a step: its streams, then its spans as a tree, then the runs that it started. */
export function stepParts(detail: StepDetail, { turned, childSteps }: PartsOptions): readonly StepPart[] {
  const { sequence_id: step, streams, spans_list: spans, children_list: children } = detail;
  const parts: StepPart[] = streams.map((stream, index) => ({
    kind: "stream",
    id: `stream:${step}:${stream.attempt}`,
    level: 2,
    stream,
    isLast: index === streams.length - 1,
  }));
  addSpans(parts, spans, turned);
  for (const child of children) {
    const id = childPartId(step, child);
    const isOpen = turned.has(id);
    parts.push({ kind: "child", id, level: 2, child, isOpen });
    if (!isOpen) continue;
    const inside = childSteps.get(id);
    if (inside === undefined) {
      parts.push({ kind: "waiting", id: `${id}@…`, level: 3 });
      continue;
    }
    for (const one of inside.steps) {
      parts.push({
        kind: "childStep",
        id: `${id}@${one.sequence_id}${one.repeat > 0 ? `.${one.repeat}` : ""}`,
        level: 3,
        child,
        step: one,
      });
    }
    const count = inside.total - inside.steps.length;
    if (count > 0) parts.push({ kind: "more", id: `${id}@more`, level: 3, child, count });
  }
  return parts;
}

function addSpans(parts: StepPart[], spans: readonly SpanView[], turned: ReadonlySet<string>): void {
  const ids = new Set(spans.map(({ span_id: id }) => id));
  const inside = Map.groupBy(spans, ({ parent, span_id: id }) =>
    parent !== null && parent !== id && ids.has(parent) ? parent : "",
  );
  const tryName = tryNames(spans);
  const met = new Set<SpanView>();
  const add = (list: readonly SpanView[], level: number, isShown: boolean): void => {
    for (const span of list) {
      if (met.has(span)) continue;
      met.add(span);
      const id = `span:${span.span_id}`;
      const below = inside.get(span.span_id);
      const isOpen = below === undefined ? undefined : !turned.has(id);
      if (isShown) parts.push({ kind: "span", id, level, span, tryText: level === 2 ? tryName(span) : "", isOpen });
      if (below !== undefined) add(below, level + 1, isShown && isOpen === true);
    }
  };
  add(inside.get("") ?? [], 2, true);
  // Spans that are parents of one another are below none.
  add(spans, 2, true);
}

/** How many rows the inside of a step is going to have, by what the list of steps tells. */
export function expectedParts({
  chunks,
  kind,
  spans,
  children,
}: {
  readonly chunks: number;
  readonly kind: string;
  readonly spans: number;
  readonly children: number;
}): number {
  return (chunks > 0 || kind === "stream" ? 1 : 0) + spans + children;
}
