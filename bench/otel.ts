import { burr, type Hooks } from "@burrjs/core";
import { openTelemetry } from "@burrjs/otel";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  InMemoryMetricExporter,
  AggregationTemporality,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { asyncCounterApp, counterApp } from "./counter.ts";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";

const steps = 2_000;
const chunks = 20_000;

/** What it costs to be watched by OpenTelemetry: per step and per chunk, without a provider and with the SDK. */
export async function measure(effort: Effort): Promise<Findings> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const none = { hooks: [openTelemetry()] }; // no provider is registered
  const real = { hooks: [openTelemetry(sdk())] };
  const times = await compare(
    {
      sync: counting(() => counterApp("patch", steps).run()),
      syncNone: counting(() => counterApp("patch", steps, none).run()),
      syncReal: counting(() => counterApp("patch", steps, real).run()),
      async: counting(() => asyncCounterApp(steps).run()),
      asyncNone: counting(() => asyncCounterApp(steps, none).run()),
      asyncReal: counting(() => asyncCounterApp(steps, real).run()),
      chunk: streaming([]),
      chunkNone: streaming(none.hooks),
      chunkReal: streaming(real.hooks),
    },
    effort,
  );
  const row = (benchmark: string, name: Parameters<typeof times.micros>[0], base: "sync" | "async" | "chunk"): Row => ({
    benchmark,
    unit: "µs",
    ours: times.micros(name),
    base: times.micros(base),
    excess: times.excess(name, base),
  });
  const limited = (limitMicros: number, one: Row): Row => ({
    ...one,
    targets: [atMost(one.excess ?? Number.NaN, limitMicros, "µs over base")],
  });
  return {
    rows: [
      limited(2, row("otel: step, sync action, no provider", "syncNone", "sync")),
      limited(50, row("otel: step, sync action, SDK", "syncReal", "sync")),
      row("otel: step, async action, no provider", "asyncNone", "async"),
      limited(50, row("otel: step, async action, SDK", "asyncReal", "async")),
      limited(1, row("otel: chunk, no provider", "chunkNone", "chunk")),
      limited(1, row("otel: chunk, SDK", "chunkReal", "chunk")),
    ],
    notes: [
      "OpenTelemetry: base is the same run without hooks. SDK: spans in batches to an exporter that drops them, metrics, and " +
        "contexts in an AsyncLocalStorage.",
    ],
  };
}

/** The SDK, with exporters that send nothing. */
function sdk() {
  const exporter: SpanExporter = {
    export(_spans, done) {
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  const traces = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 100_000 })] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  return { tracer: traces.getTracer("bench"), meter: meters.getMeter("bench") };
}

function counting(count: () => Promise<{ readonly state: { readonly counter?: number } }>): Contender {
  const run = async (): Promise<void> => {
    const { state } = await count();
    if (state.counter !== steps) throw new Error(`Counted to ${state.counter} in place of ${steps}.`);
  };
  return { operations: steps, run };
}

const b = burr<{ total: number }>();
const generate = b.action({
  reads: [],
  writes: ["total"],
  async *run() {
    for (let delta = 0; delta < chunks; delta += 1) yield { delta };
    return { total: chunks };
  },
});

function streaming(hooks: readonly Hooks[]): Contender {
  const run = async (): Promise<void> => {
    const app = b.application({
      actions: { generate },
      transitions: [],
      entrypoint: "generate",
      state: {},
      freeze: false,
      hooks,
    });
    let count = 0;
    for await (const chunk of await app.streamResult({ haltAfter: "generate" })) count += chunk.delta < 0 ? 0 : 1;
    if (count < chunks) throw new Error(`Got ${count} of ${chunks} chunks.`);
  };
  return { operations: chunks, run };
}
