export { compactS3Log, type CompactS3LogOptions, type CompactS3LogReport } from "./compact-s3-log.ts";
export type { S3CallOptions, S3Calls, S3Content, S3Listing, S3ListingQuery, S3Object, S3Place } from "./s3-calls.ts";
export { s3Logs, type S3LogsOptions } from "./s3-logs.ts";
export { s3Sink, type S3SinkOptions } from "./s3-sink.ts";
export { s3Tracker, type S3TrackerOptions } from "./s3-tracker.ts";
