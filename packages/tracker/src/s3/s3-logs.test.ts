import type { S3 } from "@aws-sdk/client-s3";
import type { ApplicationModel, ChildModel, LogSource, MetadataModel, RunFiles } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SendingError } from "../http/index.ts";
import type { AppLog } from "../sink.ts";
import { s3Server } from "../testing/s3-server.ts";
import { compactS3Log, type S3Calls, s3Logs, s3Sink, type S3SinkOptions } from "./index.ts";

const { client, newBucket } = await s3Server();

const metadata: MetadataModel = {
  type: "application_metadata",
  partition_key: null,
  parent_pointer: null,
  spawning_parent_pointer: null,
  app_id: "app",
};
const graph: ApplicationModel = {
  type: "application",
  entrypoint: "ask",
  actions: [],
  transitions: [],
  graph_hash: "aa",
};

const record = (n: number): string => JSON.stringify({ type: "attribute", n });
const records = (count: number): string[] => Array.from({ length: count }, (_, n) => record(n));

/** A sink whose time passes at once, except for limits. */
function sinkOf(bucket: string, options: Partial<S3SinkOptions> = {}) {
  const errors: SendingError[] = [];
  let atMs = 1_700_000_000_000;
  const clock = {
    now: () => (atMs += 1),
    random: () => 1,
    after: (delayMs: number, work: () => void) => {
      const timer = setTimeout(work, delayMs >= 5_000 ? 60_000 : 0);
      return () => clearTimeout(timer);
    },
  };
  const all = {
    client,
    bucket,
    clock,
    flushMs: 100,
    retry: { maxMs: 1_000 },
    onError: (error: SendingError) => errors.push(error),
  };
  const sink = s3Sink({ ...all, ...options });
  const open = (appId = "app", partitionKey: string | null = null): AppLog =>
    sink.open({ project: "p", appId, partitionKey }, { metadata, graph });
  return { sink, open, errors, clock };
}

async function runOf(source: LogSource, key = "app"): Promise<RunFiles> {
  const run = await source.open("p", key);
  expect(run).toBeDefined();
  return run!;
}

async function wholeLog(run: RunFiles): Promise<string[]> {
  const stat = await run.stat();
  const bytes = await run.read(0, stat?.sizeBytes ?? 0);
  expect(bytes.byteLength).toBe(stat?.sizeBytes ?? 0);
  return new TextDecoder().decode(bytes).split("\n").slice(0, -1);
}

async function keysIn(bucket: string): Promise<string[]> {
  const { Contents = [] } = await client.listObjectsV2({ Bucket: bucket });
  return Contents.map(({ Key = "" }) => Key);
}

describe("s3Sink() and s3Logs()", () => {
  it("give back what was written: files, records in order, large values, children", async () => {
    const bucket = await newBucket();
    const { sink, open, errors } = sinkOf(bucket);
    const log = open();
    const hash = "ab".repeat(32);
    for (const [n, line] of records(100).entries()) {
      log.write(line);
      if (n === 50) await log.flush();
      if (n === 60) log.writeBlob(hash, Uint8Array.of(1, 2, 3));
    }
    log.writeGraph({ ...graph, entrypoint: "answer", graph_hash: "bb" });
    const child: ChildModel = {
      type: "child_application_data",
      child: { type: "pointer_data", app_id: "child", sequence_id: null, partition_key: null },
      event_time: "2026-01-02T00:00:00Z",
      event_type: "fork",
      sequence_id: 1,
    };
    const place = { project: "p", appId: "app", partitionKey: null };
    sink.addChild(place, child);
    sink.addChild(place, { ...child, event_time: "2026-01-03T00:00:00Z" });
    sink.addChild(place, { ...child, sequence_id: 0, event_time: "2026-01-01T00:00:00Z" });
    await log.flush();
    const source = s3Logs({ client, bucket });
    const run = await runOf(source);
    expect(await wholeLog(run)).toEqual(records(100));
    expect(JSON.parse((await run.text("metadata.json"))!)).toEqual(metadata);
    expect(JSON.parse((await run.text("graph.json"))!)).toEqual(graph);
    expect(JSON.parse((await run.text("graph-bb.json"))!)).toMatchObject({ entrypoint: "answer" });
    const children = (await run.text("children.jsonl"))!
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text) as ChildModel);
    expect(children.map(({ sequence_id }) => sequence_id)).toEqual([0, 1]);
    expect(await run.blob(hash)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await run.blob("cd".repeat(32))).toBeUndefined();
    expect(errors).toEqual([]);
    const prefixes = (await keysIn(bucket)).map((key) => key.replaceAll(/\d{15}-[0-9a-f]{16}|[0-9a-f]{32,}/g, "*"));
    const base = "burr/p/app/";
    expect(new Set(prefixes)).toEqual(
      new Set(
        ["blobs/*", "children/*.json", "graph-bb.json", "graph.json", "log/*.jsonl", "metadata.json"].map(
          (name) => base + name,
        ),
      ),
    );
  });

  it("read any range over many parts, in any order", async () => {
    const bucket = await newBucket();
    const { sink, open } = sinkOf(bucket, { maxBatchBytes: 300 });
    const log = open();
    for (const line of records(120)) log.write(line);
    await sink.flush();
    const run = await runOf(s3Logs({ client, bucket }));
    const { sizeBytes } = (await run.stat())!;
    const whole = await run.read(0, sizeBytes);
    expect(new TextDecoder().decode(whole)).toBe(
      records(120)
        .map((line) => `${line}\n`)
        .join(""),
    );
    expect((await keysIn(bucket)).length).toBeGreaterThan(40);
    const offset = fc.nat(sizeBytes + 10);
    await fc.assert(
      fc.asyncProperty(offset, offset, async (from, to) => {
        expect(await run.read(from, to)).toEqual(whole.subarray(from, Math.max(from, to)));
      }),
      { numRuns: 50 },
    );
  });

  it("read large parts by ranges, also where the server knows no ranges", async () => {
    const bucket = await newBucket();
    const { sink, open } = sinkOf(bucket);
    const log = open();
    const lines = Array.from({ length: 300 }, (_, n) =>
      JSON.stringify({ type: "attribute", n, pad: "x".repeat(2_000) }),
    );
    for (const line of lines) log.write(line);
    await sink.flush();
    const asked: (string | undefined)[] = [];
    const noting: S3Calls = {
      ...callsOf(client),
      getObject: (input) => {
        asked.push(input.Range);
        return client.getObject(input);
      },
    };
    const run = await runOf(s3Logs({ client: noting, bucket }));
    await run.stat();
    expect(new TextDecoder().decode(await run.read(5, 9))).toBe(lines[0]!.slice(5, 9));
    expect(asked).toEqual(["bytes=5-8"]);
    const rangeless: S3Calls = {
      ...callsOf(client),
      getObject: ({ Bucket, Key }) => client.getObject({ Bucket, Key }),
    };
    const other = await runOf(s3Logs({ client: rangeless, bucket }));
    expect(new TextDecoder().decode(await other.read(5, 9))).toBe(lines[0]!.slice(5, 9));
  });

  it("list projects and applications over many pages, and open only what is there", async () => {
    const bucket = await newBucket();
    const { sink, open } = sinkOf(bucket);
    for (const n of Array.from({ length: 30 }, (_, at) => at))
      open(`app ${n}`, n % 2 === 0 ? null : "user/1").write(record(n));
    sink.open({ project: "q", appId: "..", partitionKey: null }, { metadata, graph });
    await sink.flush();
    const paged: S3Calls = {
      ...callsOf(client),
      listObjectsV2: (input) => client.listObjectsV2({ ...input, MaxKeys: 7 }),
    };
    const source = s3Logs({ client: paged, bucket });
    expect((await source.projects()).map(({ project }) => project)).toEqual(["p", "q"]);
    const runs = (await source.runs("p"))!;
    expect(runs).toHaveLength(30);
    expect(runs.find(({ key }) => key === "app%203~user%2F1")).toMatchObject({ sizeBytes: record(3).length + 1 });
    expect(Math.min(...runs.map(({ modifiedAtMs }) => modifiedAtMs))).toBeGreaterThan(1_700_000_000_000);
    expect(await source.runs("q")).toMatchObject([{ key: "%2E%2E".replace("%2E%2E", "%2E%2E"), sizeBytes: 0 }]);
    for (const [project, key] of [
      ["p", "no"],
      ["no", "app%200"],
      ["..", "x"],
      ["p", "../q"],
      ["p", ""],
      ["p", "app%200/log"],
    ] as const) {
      expect(await source.open(project, key)).toBeUndefined();
      expect(await source.remove?.(project, key)).toBe(false);
    }
    expect(await source.runs("no")).toBeUndefined();
    expect(await source.runs("../p")).toBeUndefined();
    const empty = await source.open("q", "%2E%2E");
    expect(await empty?.stat()).toBeUndefined();
    expect(await empty?.read(0, 10)).toEqual(new Uint8Array());
  });

  it("delete an application with all that belongs to it, and no other", async () => {
    const bucket = await newBucket();
    const { sink, open } = sinkOf(bucket);
    for (const appId of ["app", "app2"]) open(appId).write(record(0));
    await sink.flush();
    const source = s3Logs({ client, bucket });
    expect(await source.runs("p")).toHaveLength(2);
    expect(await source.remove?.("p", "app")).toBe(true);
    expect(await source.runs("p")).toMatchObject([{ key: "app2" }]);
    expect((await keysIn(bucket)).every((key) => key.startsWith("burr/p/app2/"))).toBe(true);
  });

  it("keep an application's first files, and add another graph, when another process goes on with it", async () => {
    const bucket = await newBucket();
    for (const entrypoint of ["ask", "answer", "answer"]) {
      const { sink } = sinkOf(bucket);
      const files = {
        metadata: { ...metadata, path: [entrypoint] },
        graph: { ...graph, entrypoint, graph_hash: entrypoint === "ask" ? "aa" : "bb" },
      };
      sink.open({ project: "p", appId: "app", partitionKey: null }, files).write(record(0));
      await sink.close();
    }
    const run = await runOf(s3Logs({ client, bucket }));
    expect(JSON.parse((await run.text("metadata.json"))!)).toMatchObject({ path: ["ask"] });
    expect(JSON.parse((await run.text("graph.json"))!)).toMatchObject({ entrypoint: "ask" });
    expect(JSON.parse((await run.text("graph-bb.json"))!)).toMatchObject({ entrypoint: "answer" });
    expect((await keysIn(bucket)).filter((key) => key.includes("graph-"))).toHaveLength(1);
  });

  it("keep each writer's order when two write one log, and lose nothing", async () => {
    const bucket = await newBucket();
    const writers = [sinkOf(bucket), sinkOf(bucket)];
    const logs = writers.map(({ open }) => open());
    for (let n = 0; n < 20; n += 1) {
      for (const [who, log] of logs.entries()) log.write(JSON.stringify({ type: "attribute", who, n }));
      await Promise.all(writers.map(({ sink }) => sink.flush()));
    }
    const lines = (await wholeLog(await runOf(s3Logs({ client, bucket })))).map(
      (line) => JSON.parse(line) as { who: number; n: number },
    );
    for (const who of [0, 1]) {
      expect(lines.filter((line) => line.who === who).map(({ n }) => n)).toEqual(
        Array.from({ length: 20 }, (_, n) => n),
      );
    }
  });

  it("go on behind what is there when the clock of the next process is behind", async () => {
    const bucket = await newBucket();
    for (const [n, nowMs] of [1_700_000_500_000, 1_700_000_000_000, 1_600_000_000_000].entries()) {
      const { clock } = sinkOf(bucket);
      const { sink, open } = sinkOf(bucket, { clock: { ...clock, now: () => nowMs } });
      open().write(record(n));
      await sink.close();
    }
    expect(await wholeLog(await runOf(s3Logs({ client, bucket })))).toEqual(records(3));
  });

  it("grow without another generation while the log grows, and get another one with another log", async () => {
    const bucket = await newBucket();
    const { sink, open } = sinkOf(bucket);
    const source = s3Logs({ client, bucket });
    open().write(record(0));
    await sink.flush();
    const run = await runOf(source);
    const before = (await run.stat())!;
    open().write(record(1));
    await sink.flush();
    const after = (await run.stat())!;
    expect(after.generation).toBe(before.generation);
    expect(after.sizeBytes).toBeGreaterThan(before.sizeBytes);
    expect(await runOf(s3Logs({ client, bucket })).then((other) => other.stat())).toEqual(after);
    await source.remove?.("p", "app");
    const next = sinkOf(bucket);
    next.open().write(record(0));
    await next.sink.flush();
    expect((await (await runOf(source)).stat())?.generation).not.toBe(before.generation);
  });

  it("put everything there once, in order, whatever fails on the way", async () => {
    const fault = fc.constantFrom("none", "before", "after", "throttled", "denied");
    const given = fc.record({
      faults: fc.array(fault, { maxLength: 12 }),
      writes: fc.array(fc.oneof({ arbitrary: fc.constantFrom("a", "b"), weight: 5 }, fc.constant("flush")), {
        maxLength: 30,
      }),
    });
    const bucket = await newBucket();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ faults, writes }) => {
        const prefix = `round-${(round += 1)}/`;
        const { sink, open, errors } = sinkOf(bucket, {
          prefix,
          client: failing(client, [...faults]),
          maxBatchBytes: 400,
        });
        const logs = new Map(["a", "b"].map((app) => [app, open(app)]));
        const counts = new Map<string, number>();
        for (const one of writes) {
          const n = counts.get(one) ?? 0;
          counts.set(one, n + 1);
          if (one === "flush") await sink.flush();
          else logs.get(one)!.write(record(n));
        }
        await sink.close();
        const source = s3Logs({ client, bucket, prefix });
        for (const app of ["a", "b"]) {
          expect(await wholeLog(await runOf(source, app))).toEqual(records(counts.get(app) ?? 0));
        }
        expect(errors.every(({ code }) => code === "unreachable")).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("leave out what S3 refuses for good, tell once, and write the rest", async () => {
    const bucket = await newBucket();
    const refusing: S3Calls = {
      ...callsOf(client),
      putObject: (input) =>
        input.Key.includes("blobs/")
          ? Promise.reject(
              Object.assign(new Error("Too large."), { name: "EntityTooLarge", $metadata: { httpStatusCode: 400 } }),
            )
          : client.putObject(input),
    };
    const { sink, open, errors } = sinkOf(bucket, { client: refusing });
    const log = open();
    log.writeBlob("ab".repeat(32), Uint8Array.of(1));
    log.writeBlob("cd".repeat(32), Uint8Array.of(1));
    log.write(record(0));
    await sink.flush();
    expect(errors).toMatchObject([{ code: "refused", details: { status: 400 } }]);
    expect(await wholeLog(await runOf(s3Logs({ client, bucket })))).toEqual([record(0)]);
  });

  it("keep what waits within its bound, tell once, and close in time when nothing is taken", async () => {
    const bucket = await newBucket();
    const never: S3Calls = { ...callsOf(client), listObjectsV2: () => new Promise(() => {}) };
    const { sink, open, errors } = sinkOf(bucket, { client: never, maxBufferBytes: 2_000, timeoutMs: 10_000 });
    const log = open();
    for (const line of records(500)) log.write(line);
    await sink.close(10);
    expect(errors.map(({ code }) => code)).toEqual(["records-lost"]);
  });
});

describe("the cache of s3Logs()", () => {
  it("is where `cachePrefix` says, for names of what may be there, and no failure is anybody's concern", async () => {
    const bucket = await newBucket();
    const { cache } = s3Logs({ client, bucket, cachePrefix: "cache/" });
    const bytes = Uint8Array.of(1, 2);
    expect(await cache?.write("p", "app", "log.idx", bytes)).toBe(true);
    expect(await cache?.write("p", null, "runs.idx", bytes)).toBe(true);
    expect(await cache?.read("p", "app", "log.idx")).toEqual(bytes);
    expect(await cache?.read("p", "app", "other")).toBeUndefined();
    expect(await keysIn(bucket)).toEqual(["cache/p/.project/runs.idx", "cache/p/app/log.idx"]);
    for (const [project, key, name] of [
      ["../p", "app", "x"],
      ["p", "..", "x"],
      ["p", "app", "../x"],
    ] as const) {
      expect(await cache?.write(project, key, name, bytes)).toBe(false);
      expect(await cache?.read(project, key, name)).toBeUndefined();
    }
    const missing = s3Logs({ client, bucket: "not-there", cachePrefix: "cache/" }).cache;
    expect([await missing?.write("p", "app", "x", bytes), await missing?.read("p", "app", "x")]).toEqual([
      false,
      undefined,
    ]);
    expect(s3Logs({ client, bucket }).cache).toBeUndefined();
  });
});

describe("compactS3Log()", () => {
  const later = () => Date.now() + 7_200_000;

  async function written(count: number, bucket: string) {
    const { sink, open } = sinkOf(bucket, { maxBatchBytes: 300 });
    const log = open();
    for (const line of records(count)) log.write(line);
    await sink.flush();
    return { sink, log };
  }

  it("joins parts: the log is the same, also for whoever reads it meanwhile", async () => {
    const bucket = await newBucket();
    const { sink, log } = await written(150, bucket);
    const reading = await runOf(s3Logs({ client, bucket, cacheBytes: 0 }));
    const before = await reading.stat();
    const report = await compactS3Log({ client, bucket, project: "p", targetBytes: 1_500, now: later });
    expect(report).toMatchObject({ logs: 1 });
    expect(report.written).toBeGreaterThan(2);
    expect(report.deleted).toBeGreaterThan(50);
    expect((await reading.read(0, before!.sizeBytes)).byteLength).toBe(before!.sizeBytes);
    expect(await reading.stat()).toEqual(before);
    expect(await wholeLog(reading)).toEqual(records(150));
    log.write(record(150));
    await sink.flush();
    const fresh = await runOf(s3Logs({ client, bucket }));
    expect(await wholeLog(fresh)).toEqual(records(151));
    expect((await fresh.stat())?.generation).toBe(before?.generation);
    expect(await compactS3Log({ client, bucket, project: "p", targetBytes: 1_500, now: later })).toMatchObject({
      written: 0,
    });
    await compactS3Log({ client, bucket, project: "p", targetBytes: 1e6, minParts: 2, now: later });
    expect((await keysIn(bucket)).filter((key) => key.includes("/log/"))).toHaveLength(1);
    expect(await wholeLog(await runOf(s3Logs({ client, bucket })))).toEqual(records(151));
    expect(await s3Logs({ client, bucket }).runs("p")).toMatchObject([{ sizeBytes: (await fresh.stat())!.sizeBytes }]);
  });

  it("does nothing to parts that are young or few", async () => {
    const bucket = await newBucket();
    await written(150, bucket);
    const keys = await keysIn(bucket);
    expect(await compactS3Log({ client, bucket, project: "p" })).toEqual({ logs: 1, written: 0, deleted: 0 });
    expect(await compactS3Log({ client, bucket, project: "p", minParts: 1_000, now: later })).toMatchObject({
      written: 0,
    });
    expect(await keysIn(bucket)).toEqual(keys);
  });
});

/** The four calls, as functions of their own. */
function callsOf(whole: S3): S3Calls {
  return {
    putObject: (input) => whole.putObject(input),
    getObject: (input) => whole.getObject(input),
    deleteObject: (input) => whole.deleteObject(input),
    listObjectsV2: (input) => whole.listObjectsV2(input),
  };
}

type Fault = "none" | "before" | "after" | "throttled" | "denied";

/** A client whose calls fail, one after the other, as `faults` says; then they work. */
function failing(whole: S3, faults: Fault[]): S3Calls {
  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    const fault = faults.shift() ?? "none";
    if (fault === "throttled")
      throw Object.assign(new Error("Slow down."), { name: "SlowDown", $metadata: { httpStatusCode: 503 } });
    if (fault === "denied")
      throw Object.assign(new Error("No."), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    if (fault === "before") throw new Error("socket hang up");
    const result = await call();
    if (fault === "after") throw new Error("socket hang up");
    return result;
  };
  const calls = callsOf(whole);
  return {
    putObject: (input) => around(() => calls.putObject(input)),
    getObject: (input) => around(() => calls.getObject(input)),
    deleteObject: (input) => around(() => calls.deleteObject(input)),
    listObjectsV2: (input) => around(() => calls.listObjectsV2(input)),
  };
}
