import type { Hooks } from "@burrjs/core";
import { context, type Meter } from "@opentelemetry/api";
import { isMirrored } from "./echo.ts";
import { Instruments } from "./instruments.ts";
import { burr } from "./names.ts";
import type { OpenTelemetryOptions } from "./options.ts";
import { Providers } from "./providers.ts";
import { Records, type RunRecord, type RunStatus } from "./records.ts";
import { Tracing } from "./tracing.ts";

/**
 * Hooks that tell OpenTelemetry of an application: a span for each run, step, and span that an action opens; and metrics. Code of
 * actions runs in the context of its step, so that the spans of instrumented libraries come to stand where they belong.
 *
 * Made once, for any number of applications. Children have it too. While no provider is registered it does next to nothing.
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Hooks {
  const providers = new Providers(options);
  const records = new Records();
  const tracing = new Tracing(options, records);
  const made = new WeakMap<Meter, Instruments>();
  const instruments = (): Instruments | undefined => {
    const { meter } = providers;
    if (meter === undefined) return undefined;
    const known = made.get(meter) ?? new Instruments(meter, options.name);
    made.set(meter, known);
    return known;
  };
  return {
    postApplicationCreate(event) {
      tracing.origins.created(event);
    },
    preRunExecuteCall(event, about) {
      const { tracer } = providers;
      const meters = instruments();
      if (tracer === undefined && meters === undefined) return;
      const trace = tracer === undefined ? undefined : tracing.startRun(tracer, event);
      const startedMs = performance.now();
      records.beginRun(event, about, { startedMs, trace, step: undefined, steps: 0, lastStatus: undefined });
      meters?.runStarted();
    },
    postRunExecuteCall(event, about) {
      const run = records.endRun(event, about);
      if (run === undefined) return;
      const status = statusOf(run, event, () => about.signal.aborted);
      run.trace?.end(event, status, run.steps);
      instruments()?.runEnded(event, status, secondsSince(run.startedMs));
    },
    preRunStep(event, about) {
      const run = records.runOf(event);
      const tracer = run === undefined ? providers.tracer : run.trace?.tracer;
      if (tracer === undefined && instruments() === undefined) return;
      const trace = tracer === undefined ? undefined : tracing.startStep(tracer, event, run);
      const startedMs = performance.now();
      records.beginStep(about, { sequenceId: event.sequenceId, startedMs, run, trace, chunks: undefined });
    },
    enterAction(event, work) {
      const trace = records.stepAt(event)?.trace;
      if (trace === undefined) return work();
      trace.enter(event.scope);
      return context.with(trace.context, work);
    },
    enterSpan(event, work) {
      const trace = records.stepAt(event)?.trace;
      return trace === undefined ? work() : trace.within(event.span.uid, work);
    },
    postRunStep(report, about) {
      const step = records.stepOf(about);
      if (step === undefined) return;
      const { run, trace, chunks, startedMs } = step;
      trace?.end(report, chunks);
      if (run !== undefined) run.lastStatus = report.status;
      instruments()?.stepEnded(report, secondsSince(startedMs), chunks);
    },
    preRetryStep({ error, delayMs, action, attempt }, about) {
      records.stepOf(about)?.trace?.retry(error, { [burr.attempt]: attempt, [burr.retryDelayMs]: delayMs });
      instruments()?.retried(action);
    },
    postTransition(event, about) {
      records.stepOf(about)?.run?.trace?.transition(event);
    },
    postCheckpoint({ delta }, about) {
      const keys = [...new Set(delta.map(({ key }) => key))];
      records.stepOf(about)?.trace?.span.addEvent("checkpoint", { [burr.keys]: keys });
    },
    allStreams: true,
    preStartStream(_event, about) {
      const step = records.stepOf(about);
      if (step !== undefined) step.chunks = 0;
    },
    postStreamItem(event, about) {
      const step = records.stepOf(about);
      if (step === undefined) return;
      step.chunks = (step.chunks ?? 0) + 1;
      if (event.itemIndex > 0) return;
      const { firstStreamItemStartTimeMs, streamInitializeTimeMs, action, attempt } = event;
      const seconds = (firstStreamItemStartTimeMs - streamInitializeTimeMs) / 1000;
      step.trace?.firstChunk(seconds, attempt);
      instruments()?.firstChunk(action, seconds);
    },
    preStartSpan(event, about) {
      if (!isMirrored()) records.stepOf(about)?.trace?.startSpan(event.span, event.scope);
    },
    postEndSpan({ span, exception }, about) {
      records.stepOf(about)?.trace?.endSpan(span, exception);
    },
    doLogAttributes({ attributes, span }, about) {
      records.stepOf(about)?.trace?.log(attributes, span);
    },
  };
}

function statusOf(
  { lastStatus }: RunRecord,
  { stopped, exception }: { readonly stopped: string | null; readonly exception: unknown },
  isAborted: () => boolean,
): RunStatus {
  if (stopped === "suspended") return "suspended";
  if (stopped !== null) return "completed";
  if (lastStatus === "aborted" || isAborted()) return "aborted";
  return exception === null ? "completed" : "failed";
}

function secondsSince(ms: number): number {
  return (performance.now() - ms) / 1000;
}
