export { trackingServer, type TrackingServer } from "./tracking-server.ts";
export { type ErrorDetails, ServerError } from "./errors.ts";
export type { AnnotationLog, Asset, AssetSource, Gzip, IngestSink, ServerLimits, ServerOptions } from "./options.ts";
export { securityHeaders } from "./security/headers.ts";
export type { Annotation, AnnotationChange, AnnotationContent } from "./notes/annotation.ts";
