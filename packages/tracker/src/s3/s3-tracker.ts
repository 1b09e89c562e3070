import { type SendingTracker, sendingTracker, type SentRecords } from "../http/sending-tracker.ts";
import { s3Sink, type S3SinkOptions } from "./s3-sink.ts";

/** What is recorded, and which bucket gets it. */
export interface S3TrackerOptions extends SentRecords, S3SinkOptions {}

/**
 * Makes a tracker that writes a log of each application to S3, where `s3Logs()` reads it. One tracker may serve any number of
 * applications, and any number of processes may write the log of one: each keeps its order.
 *
 * It sends like `httpTracker()`: in the background, in batches, again when that fails, within a bound.
 *
 * @param options - Which bucket, which project; all else has a default.
 * @returns The tracker, for `tracker` or `withTracker()`.
 * @throws `invalid-option`, when `project` cannot be the name of one.
 */
export function s3Tracker(options: S3TrackerOptions): SendingTracker {
  return sendingTracker(s3Sink(options), options);
}
