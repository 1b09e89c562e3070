import type { HookEvent } from "@burrjs/core";
import { type Attributes, type Context, type Span, trace, type Tracer } from "@opentelemetry/api";
import { messageOf, recordFailure } from "./failure.ts";
import { burr } from "./names.ts";
import type { RunStatus } from "./records.ts";

/** The span of a run. */
export class RunTrace {
  readonly tracer: Tracer;
  readonly span: Span;
  /** With the span as the current one. */
  readonly context: Context;

  constructor(tracer: Tracer, span: Span, around: Context) {
    this.tracer = tracer;
    this.span = span;
    this.context = trace.setSpan(around, span);
  }

  transition({ from, to, tried, sequenceId }: HookEvent<"postTransition">): void {
    const attributes: Attributes = { [burr.from]: from, [burr.sequenceId]: sequenceId };
    if (to !== null) {
      attributes[burr.to] = to;
      const taken = tried.at(-1);
      if (taken !== undefined) attributes[burr.condition] = taken.condition;
    }
    this.span.addEvent("transition", attributes);
  }

  end({ stopped, exception }: HookEvent<"postRunExecuteCall">, status: RunStatus, steps: number): void {
    const { span } = this;
    span.setAttributes({ [burr.status]: status, [burr.steps]: steps });
    if (stopped !== null) span.setAttribute(burr.stopped, stopped);
    if (status === "failed") recordFailure(span, exception);
    if (status === "aborted" && exception !== null) span.setAttribute(burr.abortReason, messageOf(exception));
    span.end();
  }
}
