import type { Hooks, HookEvent } from "@burrjs/core";

/** What a tracker would be told of spans and attributes, one line each. */
export interface SpanLog extends Hooks {
  readonly lines: string[];
}

/** A tracker that keeps lines: `start 0:0 name in -`, `log 0:0 {…}`, `end 0:0 message`. */
export function spanLog(): SpanLog {
  const lines: string[] = [];
  return {
    lines,
    preStartSpan({ span }) {
      lines.push(`start ${span.uid} ${span.name} in ${span.parent ?? "-"}`);
    },
    postEndSpan({ span, exception }: HookEvent<"postEndSpan">) {
      lines.push(`end ${span.uid}${exception instanceof Error ? ` ${exception.name}: ${exception.message}` : ""}`);
    },
    doLogAttributes({ span, attributes }) {
      lines.push(`log ${span?.uid ?? "-"} ${JSON.stringify(attributes)}`);
    },
  };
}
