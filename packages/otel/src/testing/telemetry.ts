import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type Sampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { burrSpanProcessor, type BurrSpanProcessorOptions } from "../burr-span-processor.ts";
import { otlpReceiver, type ReceivedPoint, type ReceivedSpan } from "./otlp-receiver.ts";

/** The real SDK, registered for this process, that sends what it gets to a collector of ours. */
export interface Telemetry extends AsyncDisposable {
  /** All spans that have ended, in the order of their start. */
  spans(): Promise<readonly ReceivedSpan[]>;
  /** The one span of a name. */
  span(name: string): Promise<ReceivedSpan>;
  /** The metrics as they are now. */
  points(): Promise<readonly ReceivedPoint[]>;
}

/** How the SDK is set up. */
export interface TelemetryOptions extends BurrSpanProcessorOptions {
  readonly sampler?: Sampler;
  /** Whether asynchronous code keeps its context. Default: `true`. */
  readonly keepsContext?: boolean;
}

/** Registers the SDK. It has to be disposed of before the next one. */
export async function telemetry(options: TelemetryOptions = {}): Promise<Telemetry> {
  const { sampler, keepsContext = true } = options;
  const receiver = await otlpReceiver();
  let ids = 0;
  const nextId = (digits: number): string => (ids += 1).toString(16).padStart(digits, "0");
  const traces = new TracerProvider({
    idGenerator: { generateTraceId: () => nextId(32), generateSpanId: () => nextId(16) },
    ...(sampler !== undefined && { sampler }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` }) }),
      burrSpanProcessor(options),
    ],
  });
  const exporter = new OTLPMetricExporter({ url: `${receiver.url}/v1/metrics` });
  const meters = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  if (keepsContext) context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(traces);
  metrics.setGlobalMeterProvider(meters);
  const spans = async (): Promise<readonly ReceivedSpan[]> => {
    await traces.forceFlush();
    return receiver.spans.toSorted((one, other) => (one.spanId < other.spanId ? -1 : 1)); // ids count up
  };
  return {
    spans,
    async span(name) {
      const [found, second] = (await spans()).filter((one) => one.name === name);
      if (found === undefined || second !== undefined) throw new Error(`There is not one span "${name}".`);
      return found;
    },
    async points() {
      receiver.points.length = 0;
      await meters.forceFlush();
      return [...receiver.points];
    },
    async [Symbol.asyncDispose]() {
      trace.disable();
      metrics.disable();
      context.disable();
      await traces.shutdown();
      await meters.shutdown();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** The names of spans as a tree, those inside of one indented under it, in the order of their start. */
export function treeOf(spans: readonly ReceivedSpan[]): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const under = (parent: string | undefined, depth: number): string[] =>
    spans
      .filter(({ parentSpanId }) => (parent === undefined ? !known.has(parentSpanId) : parentSpanId === parent))
      .flatMap(({ name, spanId }) => [`${"  ".repeat(depth)}${name}`, ...under(spanId, depth + 1)]);
  return under(undefined, 0);
}
