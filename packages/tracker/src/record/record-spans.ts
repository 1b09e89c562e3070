import type { HookEvent } from "@burrjs/core";
import type { AppLines } from "./app-lines.ts";

/** Writes that a span begins. */
export function recordSpanStart(lines: AppLines, { sequenceId, span }: HookEvent<"preStartSpan">): void {
  lines.write(
    `{"type":"begin_span","start_time":${lines.time()},"action_sequence_id":${sequenceId},"span_id":${JSON.stringify(span.uid)},` +
      `"span_name":${JSON.stringify(span.name)},"parent_span_id":${JSON.stringify(span.parent)},` +
      `"span_dependencies":${JSON.stringify(span.dependencies)}${lines.offset()}}`,
  );
}

/** Writes that a span has ended. */
export function recordSpanEnd(lines: AppLines, { sequenceId, span, exception }: HookEvent<"postEndSpan">): void {
  const hasFailed = exception !== null && exception !== undefined && !lines.isPython;
  lines.write(
    `{"type":"end_span","end_time":${lines.time()},"action_sequence_id":${sequenceId},"span_id":${JSON.stringify(span.uid)}` +
      `${hasFailed ? `,"error":${lines.error(exception)}` : ""}${lines.offset()}}`,
  );
}

/** Writes one record for each attribute, in order. */
export function recordAttributes(
  lines: AppLines,
  { sequenceId, attributes, span }: HookEvent<"doLogAttributes">,
): void {
  const id = JSON.stringify(span?.uid ?? null);
  for (const key of keysOf(attributes)) {
    lines.write(
      `{"type":"attribute","key":${JSON.stringify(key)},"action_sequence_id":${sequenceId},"span_id":${id},` +
        `"value":${lines.member(attributes, key, "attributes")},"tags":{},"time_logged":${lines.time()}${lines.offset()}}`,
    );
  }
}

/** The keys of what somebody has given, perhaps a proxy. */
function keysOf(attributes: object): readonly string[] {
  try {
    return Object.keys(attributes);
  } catch {
    return [];
  }
}
