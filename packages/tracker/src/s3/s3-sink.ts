import type { Lane } from "../http/cargo.ts";
import { systemClock } from "../http/clock.ts";
import { type SendingOptions, type SendingSink, sendingSink } from "../http/sending-sink.ts";
import { Bucket } from "./bucket.ts";
import type { S3Calls } from "./s3-calls.ts";
import { S3Delivery } from "./s3-delivery.ts";
import type { Writer } from "./s3-steps.ts";

/** Where in S3 logs are written, and by which client. */
export interface S3SinkOptions extends SendingOptions {
  /** An `S3` of `@aws-sdk/client-s3`, or whatever makes the same calls. It stays the caller's. */
  readonly client: S3Calls;
  /** Must exist. */
  readonly bucket: string;
  /** What the keys of all objects begin with. Default: `burr/`. */
  readonly prefix?: string;
}

/**
 * A sink that writes to S3, or to what speaks its protocol. `flushMs`: 5,000; `maxBatchBytes`: 4 MB. Each batch of an application
 * is an object: `compactS3Log()` joins them.
 *
 * The credentials need `s3:PutObject`, `s3:GetObject` and `s3:ListBucket`.
 */
export function s3Sink(options: S3SinkOptions): SendingSink {
  const { client, bucket, prefix = "burr/", clock = systemClock, timeoutMs = 30_000 } = options;
  const writers = new WeakMap<Lane, Writer>();
  const objects = new Bucket(client, bucket);
  return sendingSink(options, {
    to: `the bucket ${JSON.stringify(bucket)}`,
    defaults: { flushMs: 5_000, maxBatchBytes: 4 * 1024 * 1024 },
    pack: (items, reporter) => new S3Delivery(items, { bucket: objects, prefix, reporter, clock, timeoutMs, writers }),
  });
}
