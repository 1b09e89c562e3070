import { httpSink, type HttpSinkOptions } from "./http-sink.ts";
import { type SendingTracker, sendingTracker, type SentRecords } from "./sending-tracker.ts";

/** What is recorded, and which server gets it. */
export interface HttpTrackerOptions extends SentRecords, HttpSinkOptions {}

/**
 * Makes a tracker that sends a log of each application to a server. One tracker may serve any number of applications.
 *
 * Sending never makes a run fail or wait. Records go in batches, each application's in order; what is not taken is sent again after
 * growing pauses, and known by the server if it had been taken after all. Meanwhile at most `maxBufferBytes` wait: beyond that the
 * oldest go, chunks of streams first, the log says how many, and `onError` hears of it once.
 *
 * A process that has nothing left to do sends what waits, for up to 5 seconds. Where there is no such thing as an end (in a browser,
 * at the edge) or it is cut short (`process.exit()`), call `flush()` before.
 *
 * @param options - Which server, which project; all else has a default.
 * @returns The tracker, for `tracker` or `withTracker()`.
 * @throws `invalid-option`, when `project` or `url` is none.
 */
export function httpTracker(options: HttpTrackerOptions): SendingTracker {
  return sendingTracker(httpSink(options), options);
}
