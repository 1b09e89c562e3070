export { ambientSpans, currentScope, log } from "./ambient-spans.ts";
export { trace, type AmbientTraceOptions } from "./trace.ts";
