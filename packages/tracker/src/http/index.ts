export type { Clock } from "./clock.ts";
export type { Fetch } from "./http-post.ts";
export { httpSink, type HttpSinkOptions } from "./http-sink.ts";
export { httpTracker, type HttpTrackerOptions } from "./http-tracker.ts";
export type { RetryOptions } from "./retry.ts";
export { SendingError, type SendingErrorDetails } from "./sending-error.ts";
export type { SendingOptions, SendingSink } from "./sending-sink.ts";
export type { SendingTracker, SentRecords } from "./sending-tracker.ts";
