import { createNoopMeter, type Meter, metrics, ProxyTracerProvider, trace, type Tracer } from "@opentelemetry/api";
import type { OpenTelemetryOptions } from "./options.ts";

/** Says whom to tell, each time anew: a provider may be registered at any time, and one that does nothing still costs time. */
export class Providers {
  readonly #options: OpenTelemetryOptions;
  readonly #name: string;

  constructor(options: OpenTelemetryOptions) {
    this.#options = options;
    this.#name = options.tracerName ?? "@burrjs/otel";
  }

  /** `undefined` while there is none. */
  get tracer(): Tracer | undefined {
    if (this.#options.tracer !== undefined) return this.#options.tracer;
    const provider = trace.getTracerProvider();
    if (provider instanceof ProxyTracerProvider) return provider.getDelegateTracer(this.#name, version);
    return provider.getTracer(this.#name, version);
  }

  /** `undefined` while there is none. */
  get meter(): Meter | undefined {
    if (this.#options.meter !== undefined) return this.#options.meter;
    const meter = metrics.getMeterProvider().getMeter(this.#name, version);
    return meter === noop ? undefined : meter;
  }
}

/** Of this package. */
export const version = "0.1.0";

const noop = createNoopMeter();
