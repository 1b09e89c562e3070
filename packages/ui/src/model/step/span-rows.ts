import type { SpanView } from "@burrjs/protocol";
import { tryNames } from "./span-try.ts";

/** A span in a tree, as a row. */
export interface SpanRow {
  readonly span: SpanView;
  /** 0: at the top. */
  readonly depth: number;
  readonly hasChildren: boolean;
  /** `try 1`: at the top, where there are spans of more than one try; else "". */
  readonly tryText: string;
  /** Where it is in the time of the step, in percent. */
  readonly left: number;
  readonly width: number;
}

/** Spans as rows of a tree, parents first, without what is inside of folded ones. */
export function spanRows(
  spans: readonly SpanView[],
  {
    startedMs,
    durationMs,
    folded,
  }: { readonly startedMs: number; readonly durationMs: number | null; readonly folded: ReadonlySet<string> },
): readonly SpanRow[] {
  const ids = new Set(spans.map(({ span_id: id }) => id));
  const children = Map.groupBy(spans, ({ parent, span_id: id }) =>
    parent !== null && parent !== id && ids.has(parent) ? parent : "",
  );
  const endMs = Math.max(
    startedMs + (durationMs ?? 0),
    ...spans.map(({ started_ms: from, duration_ms: ms }) => from + (ms ?? 0)),
  );
  const whole = Math.max(0.001, endMs - startedMs);
  const tryName = tryNames(spans);
  const rows: SpanRow[] = [];
  const add = (parent: string, depth: number): void => {
    for (const span of children.get(parent) ?? []) {
      const left = Math.min(100, Math.max(0, ((span.started_ms - startedMs) / whole) * 100));
      const width = span.duration_ms === null ? 100 - left : Math.min(100 - left, (span.duration_ms / whole) * 100);
      const tryText = depth === 0 ? tryName(span) : "";
      rows.push({ span, depth, hasChildren: children.has(span.span_id), tryText, left, width });
      if (!folded.has(span.span_id)) add(span.span_id, depth + 1);
    }
  };
  add("", 0);
  return rows;
}

/** The kind of a span, by its name and attributes: it gives its bar a colour. */
export function spanKind(span: Pick<SpanView, "name" | "attributes">): "llm" | "tool" | "data" | "http" | "custom" {
  const has = (pattern: RegExp): boolean => span.attributes.some(({ key }) => pattern.test(key));
  const operation = span.attributes.find(({ key }) => key === "gen_ai.operation.name")?.value.value;
  if (operation === "execute_tool" || has(/^gen_ai\.tool\.name$/)) return "tool";
  if (has(/^gen_ai\./) || has(/^llm\./)) return "llm";
  if (has(/^db\./) || operation === "embeddings") return "data";
  if (has(/^(?:http|url)\./)) return "http";
  return "custom";
}
