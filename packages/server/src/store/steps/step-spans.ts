import {
  type AttributeRecord,
  type AttributeView,
  type BeginSpanRecord,
  type EndSpanRecord,
  preview,
  type SpanView,
} from "@burrjs/protocol";
import type { TimeReader } from "./step-clock.ts";

/**
 * Collects the spans and attributes of a step, in whatever order their records come. A try that is made again counts its spans anew:
 * an id that begins once more means that all before are of an earlier try.
 */
export class SpanCollector {
  readonly #msOf: TimeReader;
  readonly #begins = new Map<string, BeginSpanRecord>();
  readonly #ends = new Map<string, EndSpanRecord>();
  readonly #attributes = new Map<string | null, AttributeView[]>();
  readonly #earlier: SpanView[] = [];
  #tries = 1;

  constructor(msOf: TimeReader) {
    this.#msOf = msOf;
  }

  /** Takes a record of the step. */
  add(record: BeginSpanRecord | EndSpanRecord | AttributeRecord): void {
    if (record.type === "begin_span") {
      if (this.#begins.has(record.span_id)) this.#tryAgain();
      this.#begins.set(record.span_id, record);
    } else if (record.type === "end_span") this.#ends.set(record.span_id, record);
    else {
      const list = this.#attributes.get(record.span_id);
      const view = {
        key: record.key,
        value: preview(record.value),
        logged_ms: record.time_logged ? (this.#msOf(record.time_logged) ?? null) : null,
      };
      if (list === undefined) this.#attributes.set(record.span_id, [view]);
      else list.push(view);
    }
  }

  /** The spans, in the order in which they began. The ids of earlier tries have the number of the try behind them: `0:0#1`. */
  spans(): SpanView[] {
    return [...this.#earlier, ...this.#current()];
  }

  #current(): SpanView[] {
    return [...this.#begins.values()].map((begin) => {
      const end = this.#ends.get(begin.span_id);
      const startedMs = this.#msOf(begin.start_time, begin.m) ?? 0;
      return {
        span_id: begin.span_id,
        name: begin.span_name,
        parent: begin.parent_span_id,
        started_ms: startedMs,
        duration_ms: end === undefined ? null : this.#durationMs(begin, end, startedMs),
        error: end?.error === undefined ? null : `${end.error.name}: ${end.error.message}`,
        attributes: this.#attributes.get(begin.span_id) ?? [],
      };
    });
  }

  /** The attributes of the step itself, and those of spans of which no beginning is known. */
  attributes(): AttributeView[] {
    return [...this.#attributes].flatMap(([span, list]) => (span === null || !this.#begins.has(span) ? list : []));
  }

  #tryAgain(): void {
    const renamed = (id: string): string => `${id}#${this.#tries}`;
    for (const span of this.#current()) {
      this.#earlier.push({ ...span, span_id: renamed(span.span_id), parent: span.parent && renamed(span.parent) });
      this.#attributes.delete(span.span_id);
    }
    this.#begins.clear();
    this.#ends.clear();
    this.#tries += 1;
  }

  #durationMs(begin: BeginSpanRecord, end: EndSpanRecord, startedMs: number): number {
    const elapsedUs = (end.m ?? Number.NaN) - (begin.m ?? Number.NaN);
    return elapsedUs >= 0 ? elapsedUs / 1000 : Math.max(0, (this.#msOf(end.end_time, end.m) ?? startedMs) - startedMs);
  }
}
