import { isProjectName, type LogSource, type ProjectEntry, type RunFiles } from "@burrjs/protocol";
import { isPlainName } from "../reader/plain-name.ts";
import { eachAtOnce } from "./at-once.ts";
import { Bucket } from "./bucket.ts";
import { Fresh } from "./fresh.ts";
import { listProject } from "./list-project.ts";
import { collected } from "./part-listing.ts";
import { PartReader } from "./part-reader.ts";
import { PythonLogs } from "./python-logs.ts";
import type { S3Calls } from "./s3-calls.ts";
import { s3CacheRoom } from "./s3-cache-room.ts";
import { s3Run } from "./s3-run.ts";

/** Where in S3 logs are, and by which client they are read. */
export interface S3LogsOptions {
  /** An `S3` of `@aws-sdk/client-s3`, or whatever makes the same calls. It stays the caller's. */
  readonly client: S3Calls;
  readonly bucket: string;
  /** What the keys of all logs begin with. Default: `burr/`; for logs of Python, `data/`. */
  readonly prefix?: string;
  /** Who wrote them: `s3Tracker()`, or the `S3TrackingClient` of Burr for Python. Default: `burr`. */
  readonly layout?: "burr" | "python";
  /** How long a list of applications is taken for true, in milliseconds. Default: 5,000. */
  readonly listingMs?: number;
  /** How much of what is read is kept in memory, in bytes. Default: 32 MB. */
  readonly cacheBytes?: number;
  /** Where a server may keep what it makes of the logs: what the keys of that begin with. Default: nowhere. */
  readonly cachePrefix?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

// Each remembers the list of its parts.
const rememberedRuns = 500;

/**
 * Logs in S3, or in what speaks its protocol. The parts of a log are presented as one. Errors of the client are thrown as
 * they are.
 *
 * The credentials need `s3:GetObject` and `s3:ListBucket`; to delete logs also `s3:DeleteObject`, and with `cachePrefix`
 * `s3:PutObject` there.
 */
export function s3Logs(options: S3LogsOptions): LogSource {
  const { client, layout = "burr", cacheBytes = 32 * 1024 * 1024, cachePrefix } = options;
  const { now = Date.now, listingMs = 5_000 } = options;
  const bucket = new Bucket(client, options.bucket);
  const reader = new PartReader(bucket, cacheBytes);
  const cache =
    cachePrefix === undefined
      ? {}
      : {
          cache: s3CacheRoom(
            bucket,
            cachePrefix,
            (project, key) => isProjectName(project) && (key === null || isPlainName(key)),
          ),
        };
  if (layout === "python") {
    return Object.assign(new PythonLogs({ bucket, reader, prefix: options.prefix ?? "data/", now, listingMs }), cache);
  }
  return { ...ownLogs({ bucket, reader, prefix: options.prefix ?? "burr/", now, listingMs }), ...cache };
}

interface OwnLogsOptions {
  readonly bucket: Bucket;
  readonly reader: PartReader;
  readonly prefix: string;
  readonly now: () => number;
  readonly listingMs: number;
}

function ownLogs({ bucket, reader, prefix, now, listingMs }: OwnLogsOptions): LogSource {
  const listings = new Fresh((project) => listProject(bucket, `${prefix}${project}/`), { forMs: listingMs, now });
  const runs = new Map<string, RunFiles>();
  const baseOf = (project: string, key: string): string | undefined =>
    isProjectName(project) && isPlainName(key) ? `${prefix}${project}/${key}/` : undefined;

  return {
    async projects() {
      const names = [...(await bucket.names(prefix))].flatMap((name) => (name.endsWith("/") ? name.slice(0, -1) : []));
      const entries: ProjectEntry[] = [];
      for (const project of names.filter(isProjectName)) {
        const times = (await listings.get(project)).map(({ modifiedAtMs }) => modifiedAtMs);
        entries.push({ project, modifiedAtMs: times.reduce((latest, time) => Math.max(latest, time), 0) });
      }
      return entries;
    },
    async runs(project) {
      if (!isProjectName(project)) return undefined;
      const entries = await listings.get(project);
      return entries.length === 0 ? undefined : entries;
    },
    async open(project, key) {
      const base = baseOf(project, key);
      if (base === undefined) return undefined;
      const run = runs.get(base) ?? ((await bucket.has(base)) ? s3Run({ key, base, bucket, reader, now }) : undefined);
      if (run === undefined) return undefined;
      runs.delete(base); // the one that was used last is the last
      runs.set(base, run);
      for (const oldest of runs.keys()) {
        if (runs.size <= rememberedRuns) break;
        runs.delete(oldest);
      }
      return run;
    },
    async remove(project, key) {
      const base = baseOf(project, key);
      const objects = base === undefined ? [] : await collected(bucket.list(base));
      await eachAtOnce(objects, (object) => bucket.delete(object.key));
      if (base !== undefined) runs.delete(base);
      listings.forget(project);
      return objects.length > 0;
    },
  };
}
