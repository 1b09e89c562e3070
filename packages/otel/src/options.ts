import type { HookApp } from "@burrjs/core";
import type { Attributes, Meter, Tracer } from "@opentelemetry/api";

/** What to tell OpenTelemetry, and whom. */
export interface OpenTelemetryOptions {
  /** Names the application in spans and metrics: one of a few, never an id. Default: none. */
  readonly name?: string;
  /** Makes the spans. Default: that of the global provider, also when it is registered later. */
  readonly tracer?: Tracer;
  /** Makes the metrics. Default: that of the global provider, also when it is registered later. */
  readonly meter?: Meter;
  /** The instrumentation scope of spans and metrics where none is passed in. Default: `"@burrjs/otel"`. */
  readonly tracerName?: string;
  /** What else spans of runs and steps shall have: attributes, or a function that gives those of an application. */
  readonly attributes?: Attributes | ((app: HookApp) => Attributes);
  /** Whether inputs, results, changes of state, and what people and models said, go into spans. Default: `false`. */
  readonly content?: boolean;
  /** What runs are in the words of GenAI systems; `null`: none of it. Default: `"invoke_workflow"`. */
  readonly operation?: "invoke_workflow" | "invoke_agent" | null;
}
