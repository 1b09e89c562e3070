import { isPromiseLike } from "../promises.ts";
import { type Inside, type Trace, traceIn } from "./trace.ts";

/** A named stretch of work inside a step. Positions are Burr's: `3:0.1` is the second span in the first of step 3. */
export interface Span {
  readonly uid: string;
  readonly name: string;
  /** The uid of the span around it; `null` at the level of the action. */
  readonly parent: string | null;
  /** The names of spans that it waited for, for people who look at it. */
  readonly dependencies: readonly string[];
}

/** What a span can be told. */
export interface SpanOptions {
  /** Default: none. */
  readonly dependencies?: readonly string[];
}

/** A span that is open: the place to open others inside it and to log attributes. */
export interface OpenSpan extends Span, Disposable, SpanScope {
  /** Ends the span; later calls do nothing. */
  end(exception?: unknown): void;
}

/** Where spans can be opened: a step, or a span. */
export interface SpanScope {
  /** Runs `work` inside a new span, which ends when it does, also when it is a promise. */
  readonly span: <TValue>(name: string, work: (span: OpenSpan) => TValue, options?: SpanOptions) => TValue;
  /** Opens a span that ends when it is disposed of (`using`) or by `end()`. */
  readonly startSpan: (name: string, options?: SpanOptions) => OpenSpan;
  /** A function that does what `work` does, each call in a span here that logs what it is given and what it gives. */
  readonly trace: Trace;
  /** Reports attributes of the step or the span. */
  readonly log: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** Whom spans report to. */
export interface SpanSink {
  /** `scope` is the inside of the span. */
  started(span: Span, scope: SpanScope): void;
  ended(span: Span, exception: unknown, durationMs: number): void;
  logged(attributes: Readonly<Record<string, unknown>>, span: Span | null): void;
  /** Runs what happens in a span; where nobody wants to stand around it, it is just run. */
  readonly inside?: Inside;
}

/** The scope of one step (`prefix` its sequence id) or of one span. */
export function spanScope(prefix: string, parent: Span | null, sink: SpanSink): SpanScope {
  let opened = 0;
  const startSpan = (name: string, { dependencies = [] }: SpanOptions = {}): OpenSpan => {
    const uid = parent === null ? `${prefix}:${opened}` : `${prefix}.${opened}`;
    opened += 1;
    const span: Span = { uid, name, parent: parent?.uid ?? null, dependencies };
    const startedMs = performance.now();
    let isOpen = true;
    const end = (exception: unknown = null): void => {
      if (!isOpen) return;
      isOpen = false;
      sink.ended(span, exception, performance.now() - startedMs);
    };
    const scope = spanScope(uid, span, sink);
    sink.started(span, scope);
    return {
      ...span,
      ...scope,
      end,
      [Symbol.dispose]: () => {
        end();
      },
    };
  };
  return {
    startSpan,
    span: (name, work, options) => within(startSpan(name, options), work, sink.inside),
    trace: (work, options) => traceIn(() => ({ startSpan }), work, options, sink.inside),
    log: (attributes) => {
      sink.logged(attributes, parent);
    },
  };
}

function within<TValue>(span: OpenSpan, work: (span: OpenSpan) => TValue, inside: Inside | undefined): TValue {
  let value: TValue;
  try {
    value = inside === undefined ? work(span) : inside(span, () => work(span));
  } catch (error) {
    span.end(error);
    throw error;
  }
  if (!isPromiseLike(value)) {
    span.end();
    return value;
  }
  const settled: PromiseLike<unknown> = value.then(
    (inner: unknown) => {
      span.end();
      return inner;
    },
    (error: unknown) => {
      span.end(error);
      throw error;
    },
  );
  return settled as TValue; // the same promise, with the span's end before it
}
