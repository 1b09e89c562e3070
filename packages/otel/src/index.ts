/// <reference lib="esnext.disposable" preserve="true" />
export { attributeValue, type PlainAttribute } from "./attribute-value.ts";
export {
  burrSpanProcessor,
  type BurrSpanProcessor,
  type BurrSpanProcessorOptions,
  type SdkSpan,
} from "./burr-span-processor.ts";
export { openTelemetry } from "./open-telemetry.ts";
export type { OpenTelemetryOptions } from "./options.ts";
