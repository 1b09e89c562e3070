import { isPlainName } from "../reader/plain-name.ts";
import { Bucket } from "./bucket.ts";
import { type JoinOptions, LogJoiner } from "./log-joiner.ts";
import type { S3Calls } from "./s3-calls.ts";

/** Which log, and how it is joined. */
export interface CompactS3LogOptions extends JoinOptions {
  readonly client: S3Calls;
  readonly bucket: string;
  /** As of the tracker. Default: `burr/`. */
  readonly prefix?: string;
  readonly project: string;
  /** The name of the application's folder, as `s3Logs()` lists it. Default: each of the project. */
  readonly key?: string;
}

/** What was done. */
export interface CompactS3LogReport {
  /** The logs that were looked at. */
  readonly logs: number;
  /** The parts that were written. */
  readonly written: number;
  /** The objects that were deleted. */
  readonly deleted: number;
}

/**
 * Joins the small parts of logs into larger ones, so that they are read and listed faster. Logs may be read and written meanwhile,
 * and it may be stopped at any point: until a joined part is complete, and known by its list, nothing is deleted. If two processes
 * join the same parts at once, one of them gives way.
 *
 * The credentials need `s3:PutObject`, `s3:GetObject`, `s3:DeleteObject` and `s3:ListBucket`.
 *
 * @param options - Which logs, and how large parts become.
 * @returns What was done.
 */
export async function compactS3Log(options: CompactS3LogOptions): Promise<CompactS3LogReport> {
  const { client, prefix = "burr/", project } = options;
  const bucket = new Bucket(client, options.bucket);
  const base = `${prefix}${project}/`;
  const keys = options.key === undefined ? await foldersIn(bucket, base) : [options.key];
  let [written, deleted] = [0, 0];
  for (const key of keys) {
    const done = await new LogJoiner(bucket, `${base}${key}/`, options).join();
    written += done.written;
    deleted += done.deleted;
  }
  return { logs: keys.length, written, deleted };
}

async function foldersIn(bucket: Bucket, base: string): Promise<readonly string[]> {
  const names = [...(await bucket.names(base))].flatMap((name) => (name.endsWith("/") ? name.slice(0, -1) : []));
  return names.filter(isPlainName);
}
