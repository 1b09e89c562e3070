import { type SpanScope, traceIn, type TraceOptions } from "@burrjs/core";
import { currentScope, within } from "./ambient-spans.ts";

/** What a traced function is told. */
export interface AmbientTraceOptions extends TraceOptions {
  /** Where its spans are opened. Default: where it is called, see `ambientSpans()`. */
  readonly tracing?: Pick<SpanScope, "startSpan">;
}

/**
 * A function that does what `work` does. Called inside of an action, each call is a span named after it: with the arguments as
 * attributes, then `__burr_function` and `__burr_function_hash`, then `return`; or it ends with the error. Where it gives a promise
 * or a generator, the span is open until that has ended. Traced functions that it calls are spans inside of it.
 *
 * @param work - Any function, also async, also a generator.
 * @param options - What is logged.
 * @returns The function, with the type of `work`. Outside of actions it just runs.
 */
export function trace<TWork extends (...values: never[]) => unknown>(
  work: TWork,
  options: AmbientTraceOptions = {},
): TWork {
  const { tracing } = options;
  return traceIn(() => tracing ?? currentScope(), work, options, within);
}
