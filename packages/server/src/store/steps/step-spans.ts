import {
  type AttributeRecord,
  type AttributeView,
  type BeginSpanRecord,
  type EndSpanRecord,
  preview,
  type SpanView,
  timeMs,
} from "@burrjs/protocol";

/** Collects the spans and attributes of a step, in whatever order their records come. */
export class SpanCollector {
  readonly #zone: { readonly zoneOffsetMinutes: number };
  readonly #begins = new Map<string, BeginSpanRecord>();
  readonly #ends = new Map<string, EndSpanRecord>();
  readonly #attributes = new Map<string | null, AttributeView[]>();

  constructor(zoneOffsetMinutes: number) {
    this.#zone = { zoneOffsetMinutes };
  }

  /** Takes a record of the step. */
  add(record: BeginSpanRecord | EndSpanRecord | AttributeRecord): void {
    if (record.type === "begin_span") this.#begin(record);
    else if (record.type === "end_span") this.#ends.set(record.span_id, record);
    else {
      const list = this.#attributes.get(record.span_id);
      const view = {
        key: record.key,
        value: preview(record.value),
        logged_ms: record.time_logged ? (timeMs(record.time_logged, this.#zone) ?? null) : null,
      };
      if (list === undefined) this.#attributes.set(record.span_id, [view]);
      else list.push(view);
    }
  }

  /** An action that is tried again counts its spans anew: what an attempt before has told of one is no part of it. */
  #begin(record: BeginSpanRecord): void {
    if (this.#begins.delete(record.span_id)) {
      this.#ends.delete(record.span_id);
      this.#attributes.delete(record.span_id);
    }
    this.#begins.set(record.span_id, record);
  }

  /** The spans, in the order in which they began. */
  spans(): SpanView[] {
    return [...this.#begins.values()].map((begin) => {
      const end = this.#ends.get(begin.span_id);
      const startedMs = timeMs(begin.start_time, this.#zone) ?? 0;
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

  #durationMs(begin: BeginSpanRecord, end: EndSpanRecord, startedMs: number): number {
    const elapsedUs = (end.m ?? Number.NaN) - (begin.m ?? Number.NaN);
    return elapsedUs >= 0 ? elapsedUs / 1000 : Math.max(0, (timeMs(end.end_time, this.#zone) ?? startedMs) - startedMs);
  }
}
