import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactS3Log, type S3Calls, s3Logs } from "./index.ts";
import { partName } from "./part-name.ts";

/** A bucket in memory. Its time passes with each write. */
class MemoryBucket implements S3Calls {
  readonly objects = new Map<string, { readonly bytes: Uint8Array; readonly modified: Date }>();
  nowMs = 1_700_000_000_000;
  pageSize = 1_000;
  readonly lists: (string | undefined)[] = [];

  putObject({ Key, Body }: { Key: string; Body: Uint8Array }): Promise<unknown> {
    this.objects.set(Key, { bytes: Body.slice(), modified: new Date(this.nowMs) });
    return Promise.resolve({});
  }

  getObject({ Key }: { Key: string }): ReturnType<S3Calls["getObject"]> {
    const object = this.objects.get(Key);
    if (object === undefined) return Promise.reject(Object.assign(new Error("No."), { name: "NoSuchKey" }));
    return Promise.resolve({ Body: { transformToByteArray: () => Promise.resolve(object.bytes) } });
  }

  deleteObject({ Key }: { Key: string }): Promise<unknown> {
    this.objects.delete(Key);
    return Promise.resolve({});
  }

  listObjectsV2(query: Parameters<S3Calls["listObjectsV2"]>[0]): ReturnType<S3Calls["listObjectsV2"]> {
    const { Prefix, StartAfter = "", ContinuationToken = "", Delimiter, MaxKeys = this.pageSize } = query;
    this.lists.push(query.StartAfter);
    const from = ContinuationToken > StartAfter ? ContinuationToken : StartAfter;
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(Prefix) && key > from).toSorted();
    if (Delimiter !== undefined) {
      const ends = keys.map((key) => key.slice(0, key.indexOf("/", Prefix.length) + 1)).filter((key) => key !== "");
      return Promise.resolve({ CommonPrefixes: [...new Set(ends)].map((end) => ({ Prefix: end })) });
    }
    const page = keys.slice(0, MaxKeys);
    const Contents = page.map((Key) => {
      const { bytes, modified } = this.objects.get(Key)!;
      return { Key, Size: bytes.byteLength, LastModified: modified };
    });
    return Promise.resolve({ Contents, NextContinuationToken: keys.length > page.length ? page.at(-1) : undefined });
  }

  /** Writes a part of the log. */
  async part(order: number, text: string, writer = "a"): Promise<void> {
    this.nowMs += 1_000;
    const key = `burr/p/app/log/${partName(order, writer.repeat(16))}`;
    await this.putObject({ Key: key, Body: new TextEncoder().encode(text) });
  }

  /** Time passes until what is there can be joined. */
  settle(): this {
    this.nowMs += 7_200_000;
    return this;
  }

  async log(): Promise<string> {
    return logOf(this);
  }

  compact(options: Partial<Parameters<typeof compactS3Log>[0]> = {}) {
    const now = () => this.nowMs;
    return compactS3Log({ client: this, bucket: "b", project: "p", minParts: 2, targetBytes: 1e6, now, ...options });
  }
}

async function logOf(client: S3Calls): Promise<string> {
  const run = await s3Logs({ client, bucket: "b", cacheBytes: 0 }).open("p", "app");
  const size = (await run?.stat())?.sizeBytes ?? 0;
  return new TextDecoder().decode(await run?.read(0, size));
}

async function generationOf(client: S3Calls): Promise<string | undefined> {
  const run = await s3Logs({ client, bucket: "b" }).open("p", "app");
  return (await run?.stat())?.generation;
}

async function bucketWith(texts: readonly string[]): Promise<MemoryBucket> {
  const bucket = new MemoryBucket();
  for (const [order, text] of texts.entries()) await bucket.part(order * 10, text);
  return bucket;
}

const textsOf = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}\n`);

/** A client that goes dead after some calls. */
function stoppingAfter(whole: S3Calls, count: number): S3Calls {
  let left = count;
  return around(whole, (call) => ((left -= 1) >= 0 ? call() : Promise.reject(new Error("stopped"))));
}

function around(whole: S3Calls, wrap: <T>(call: () => Promise<T>) => Promise<T>): S3Calls {
  return {
    putObject: (input) => wrap(() => whole.putObject(input)),
    getObject: (input) => wrap(() => whole.getObject(input)),
    deleteObject: (input) => wrap(() => whole.deleteObject(input)),
    listObjectsV2: (input) => wrap(() => whole.listObjectsV2(input)),
  };
}

/** Reads the whole log again and again, which never changes. */
async function readWhile(goesOn: () => boolean, client: S3Calls, text: string): Promise<void> {
  const run = (await s3Logs({ client, bucket: "b", cacheBytes: 0 }).open("p", "app"))!;
  const generations = new Set<string>();
  while (goesOn()) {
    const stat = (await run.stat())!;
    generations.add(stat.generation);
    expect(new TextDecoder().decode(await run.read(0, stat.sizeBytes))).toBe(text);
  }
  expect(generations.size).toBeLessThanOrEqual(1);
}

describe("compactS3Log()", () => {
  it("leaves the log whole wherever it is stopped, and a later one tidies up", async () => {
    const stop = fc.nat(60);
    const given = fc.record({
      stops: fc.array(stop, { maxLength: 4 }),
      parts: fc.integer({ min: 2, max: 14 }),
      targetBytes: fc.integer({ min: 4, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ stops, parts, targetBytes }) => {
        const texts = textsOf(parts);
        const bucket = await bucketWith(texts);
        const generation = await generationOf(bucket);
        for (const calls of stops) {
          await bucket
            .settle()
            .compact({ client: stoppingAfter(bucket, calls), targetBytes })
            .catch(() => {}); // it was stopped
          expect(await bucket.log()).toBe(texts.join(""));
          expect(await generationOf(bucket)).toBe(generation);
        }
        for (let n = 0; n < 2; n += 1) {
          await bucket.settle().compact();
        }
        expect(await bucket.log()).toBe(texts.join(""));
        await bucket.settle().compact();
        for (const folder of ["/log/", "/joined/"]) {
          expect([...bucket.objects.keys()].filter((key) => key.includes(folder))).toHaveLength(1);
        }
        expect(await generationOf(bucket)).toBe(generation);
      }),
      { numRuns: 200 },
    );
  });

  it("leaves the log whole at each moment while several join it at the same time, some are stopped, and one reads, in whatever order their calls come", async () => {
    const joiner = fc.record({
      targetBytes: fc.integer({ min: 4, max: 40 }),
      calls: fc.oneof({ arbitrary: fc.constant(Infinity), weight: 3 }, fc.nat(40)),
    });
    const joiners = fc.array(joiner, { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), joiners, fc.integer({ min: 2, max: 12 }), async (scheduler, given, parts) => {
        const texts = textsOf(parts);
        const bucket = await bucketWith(texts);
        bucket.settle();
        const scheduled = around(bucket, (call) => scheduler.schedule(Promise.resolve()).then(call));
        const joining = given.map(({ targetBytes, calls }) =>
          bucket.compact({ client: stoppingAfter(scheduled, calls), targetBytes }).catch(() => {}),
        );
        const status = { isOver: false };
        const reading = readWhile(() => !status.isOver, scheduled, texts.join(""));
        void Promise.all(joining).finally(() => (status.isOver = true));
        while (!status.isOver || scheduler.count() > 0) {
          if (scheduler.count() > 0) await scheduler.waitOne();
          else await Promise.resolve();
          expect(await bucket.log()).toBe(texts.join(""));
        }
        await reading;
      }),
      { numRuns: 150 },
    );
  });

  it("puts behind a joined part what came late to its place", async () => {
    const bucket = await bucketWith(textsOf(3));
    await bucket.settle().compact();
    await bucket.part(5, "late\n", "b");
    expect(await bucket.log()).toBe("0\n1\n2\nlate\n");
    await bucket.settle().compact();
    expect(await bucket.log()).toBe("0\n1\n2\nlate\n");
    expect([...bucket.objects.keys()].filter((key) => key.includes("/log/"))).toHaveLength(1);
  });

  it("leaves large parts as they are", async () => {
    const bucket = await bucketWith(["a\n", "b\n", "x".repeat(99), "c\n", "d\n"]);
    expect(await bucket.settle().compact({ targetBytes: 100 })).toEqual({ logs: 1, written: 2, deleted: 4 });
    expect(await bucket.log()).toBe(`a\nb\n${"x".repeat(99)}c\nd\n`);
  });
});

describe("the generation of a log in S3", () => {
  it("stays when parts are added, also where another process looks", async () => {
    const bucket = await bucketWith(textsOf(2));
    const before = await generationOf(bucket);
    await bucket.part(20, "2\n", "b");
    expect(await generationOf(bucket)).toBe(before);
  });

  it("changes when a part comes late, for whoever has looked before and whoever looks later, and stays so", async () => {
    const bucket = await bucketWith(textsOf(3));
    const run = (await s3Logs({ client: bucket, bucket: "b" }).open("p", "app"))!;
    const seen = [(await run.stat())?.generation, await generationOf(bucket)];
    await bucket.part(5, "late\n", "b");
    const after = [(await run.stat())?.generation, await generationOf(bucket)];
    expect(seen[0]).toBe(seen[1]);
    expect(after).not.toContain(seen[0]);
    expect(await bucket.log()).toBe("0\nlate\n1\n2\n");
    await bucket.settle().compact();
    expect(await generationOf(bucket)).toBe(after[1]);
    await bucket.part(7, "later\n", "b");
    const last = await generationOf(bucket);
    expect(last).toBe(after[1]); // now that is the end
    await bucket.part(40, "end\n");
    await bucket.settle().compact();
    expect(await generationOf(bucket)).toBe(last);
  });

  it("never stays the same when bytes that were handed out are elsewhere, whatever comes and is joined", async () => {
    const step = fc.oneof(
      { arbitrary: fc.record({ back: fc.nat(3), writer: fc.constantFrom("a", "b") }), weight: 4 },
      fc.constant("compact" as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.integer({ min: 6, max: 60 }),
        async (steps, targetBytes) => {
          const bucket = new MemoryBucket();
          await bucket.part(0, "first\n");
          const reading = (await s3Logs({ client: bucket, bucket: "b", cacheBytes: 0 }).open("p", "app"))!;
          const seen = new Map<string, string>();
          let order = 1;
          const lastOf = new Map([
            ["a", 0],
            ["b", 0],
          ]);
          for (const [n, one] of steps.entries()) {
            if (one === "compact") {
              await bucket.settle().compact({ targetBytes });
            } else {
              // A writer's own parts are in order; beside those of others they may be late.
              order += 10;
              const at = Math.max(lastOf.get(one.writer)! + 1, order - one.back * 10);
              lastOf.set(one.writer, at);
              await bucket.part(at, `${n}\n`, one.writer);
            }
            for (const stat of [
              await reading.stat(),
              await (await s3Logs({ client: bucket, bucket: "b" }).open("p", "app"))!.stat(),
            ]) {
              const text = new TextDecoder().decode(await reading.read(0, stat!.sizeBytes));
              const before = seen.get(stat!.generation) ?? "";
              expect(text.startsWith(before)).toBe(true);
              seen.set(stat!.generation, text);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a log of thousands of parts", () => {
  it("is followed by listing its end, and read as before while its parts are joined", async () => {
    const bucket = await bucketWith(textsOf(3_000));
    let atMs = 0;
    const run = (await s3Logs({ client: bucket, bucket: "b", cacheBytes: 0, now: () => atMs }).open("p", "app"))!;
    const first = (await run.stat())!;
    const whole = await run.read(0, first.sizeBytes);
    expect(new TextDecoder().decode(whole)).toBe(textsOf(3_000).join(""));
    bucket.lists.length = 0;
    await bucket.part(30_000, "3000\n");
    expect(await run.stat()).toMatchObject({ sizeBytes: first.sizeBytes + 5, generation: first.generation });
    expect(bucket.lists).toHaveLength(1);
    await bucket.settle().compact({ targetBytes: 2_000 });
    expect(await run.read(100, 900)).toEqual(whole.subarray(100, 900));
    expect(await run.stat()).toMatchObject({ sizeBytes: first.sizeBytes + 5, generation: first.generation });
    // What comes very late is found when all are listed.
    await bucket.part(15, "late\n", "b");
    const unaware = await run.stat();
    atMs += 61_000;
    expect((await run.stat())?.sizeBytes).toBe(
      unaware!.sizeBytes + (unaware!.sizeBytes === first.sizeBytes + 5 ? 5 : 0),
    );
    expect((await run.stat())?.sizeBytes).toBe(first.sizeBytes + 10);
  });
});
