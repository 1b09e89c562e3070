import type { S3 } from "@aws-sdk/client-s3";
import type { LogSource } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { s3Server } from "../testing/s3-server.ts";
import { s3Logs, type S3LogsOptions } from "./index.ts";
import { hourBefore, parsePythonKey } from "./python-key.ts";

const { client, newBucket } = await s3Server();

const record = (n: number): string =>
  JSON.stringify({ type: "begin_entry", start_time: "2024-10-01T12:00:00", action: "ask", inputs: {}, sequence_id: n });
const graph = (entrypoint: string): string =>
  JSON.stringify({ type: "application", entrypoint, actions: [], transitions: [] });
const metadata = (parent: string | null): string =>
  JSON.stringify({
    type: "application_metadata",
    partition_key: null,
    parent_pointer:
      parent === null ? null : { type: "pointer_data", app_id: parent, sequence_id: 3, partition_key: null },
    spawning_parent_pointer: null,
  });

/** A bucket with what a tracker of Python has written: by key, without the beginning. */
async function bucketWith(objects: Readonly<Record<string, string>>, options: Partial<S3LogsOptions> = {}) {
  const bucket = await newBucket();
  const put = (key: string, Body: string) => client.putObject({ Bucket: bucket, Key: `data/${key}`, Body });
  for (const [key, body] of Object.entries(objects)) await put(key, body);
  return { bucket, put, source: s3Logs({ client, bucket, layout: "python", listingMs: 0, ...options }) };
}

async function logOf(source: LogSource, key: string): Promise<string> {
  const run = await source.open("p", key);
  const size = (await run?.stat())?.sizeBytes ?? 0;
  const bytes = await run?.read(0, size);
  expect(bytes?.byteLength).toBe(size);
  return new TextDecoder().decode(bytes);
}

describe("s3Logs({ layout: 'python' })", () => {
  it("reads the batches of an application as one log, by time, a line break between two", async () => {
    const { source } = await bucketWith({
      "p/2024/10/01/12/00:00.000100/__none__/app/graph.json": graph("ask"),
      "p/2024/10/01/12/00:00.000200/__none__/app/metadata.json": metadata("parent"),
      "p/2024/10/01/12/00:05/__none__/app/0f__log.jsonl": `${record(2)}\n${record(3)}`,
      "p/2024/10/01/12/00:04.999999/__none__/app/ff__log.jsonl": `${record(0)}\n${record(1)}`,
      "p/2024/10/01/12/00:05.000001/__none__/app/00__log.jsonl": record(4),
      "p/2024/10/02/00/00:00.5/__none__/app/aa__log.jsonl": record(5),
      "p/2024/10/02/00/00:00.6/__none__/app/graph.json": graph("answer"),
      "p/2024/10/02/00/00:00.6/__none__/app/metadata.json": metadata(null),
    });
    expect(await logOf(source, "app")).toBe([0, 1, 2, 3, 4, 5].map((n) => `${record(n)}\n`).join(""));
    const run = (await source.open("p", "app"))!;
    expect(JSON.parse((await run.text("graph.json"))!)).toMatchObject({ entrypoint: "answer" });
    expect(JSON.parse((await run.text("metadata.json"))!)).toMatchObject({
      parent_pointer: { app_id: "parent" },
      app_id: "app",
      partition_key: null,
    });
    expect([await run.text("children.jsonl"), await run.blob("ab".repeat(32))]).toEqual([undefined, undefined]);
  });

  it("keeps applications of one id and several partition keys apart, and takes ids with slashes", async () => {
    const { source } = await bucketWith({
      "p/2024/10/01/12/00:01.1/__none__/a/b/0__log.jsonl": record(0),
      "p/2024/10/01/12/00:01.2/user 1/a/b/1__log.jsonl": record(1),
      "p/2024/10/01/12/00:01.3/user 2/a/b/graph.json": graph("ask"),
      "q-2/2024/10/01/12/00:01.4/__none__/x/0__log.jsonl": record(2),
      "p/2024/10/01/12/other": "no object of a log",
      "not a project!/2024/10/01/12/00:01.4/__none__/x/0__log.jsonl": record(2),
    });
    expect((await source.projects()).map(({ project }) => project)).toEqual(["p", "q-2"]);
    const runs = (await source.runs("p"))!;
    expect(runs.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
      ["a%2Fb", record(0).length + 1],
      ["a%2Fb~user%201", record(1).length + 1],
      ["a%2Fb~user%202", 0],
    ]);
    expect(await logOf(source, "a%2Fb~user%201")).toBe(`${record(1)}\n`);
    const empty = (await source.open("p", "a%2Fb~user%202"))!;
    expect(await empty.stat()).toBeUndefined();
    expect(await empty.read(0, 9)).toEqual(new Uint8Array());
    expect(JSON.parse((await empty.text("metadata.json"))!)).toMatchObject({
      app_id: "a/b",
      partition_key: "user 2",
      parent_pointer: null,
    });
    for (const [project, key] of [
      ["p", "none"],
      ["none", "x"],
      ["..", "x"],
    ] as const) {
      expect(await source.open(project, key)).toBeUndefined();
      expect(await source.remove?.(project, key)).toBe(false);
    }
    expect(await source.runs("none")).toBeUndefined();
  });

  it("finds what is new by listing the last hours, and forgets what was deleted", async () => {
    const asked: (string | undefined)[] = [];
    const noting = {
      putObject: (input: Parameters<S3["putObject"]>[0]) => client.putObject(input),
      getObject: (input: Parameters<S3["getObject"]>[0]) => client.getObject(input),
      deleteObject: (input: Parameters<S3["deleteObject"]>[0]) => client.deleteObject(input),
      listObjectsV2: (input: Parameters<S3["listObjectsV2"]>[0]) => {
        asked.push(input.StartAfter);
        return client.listObjectsV2({ ...input, MaxKeys: 3 });
      },
    };
    const days = Array.from(
      { length: 8 },
      (_, n) => [`p/2024/10/0${n + 1}/12/00:00.1/__none__/app/${n}__log.jsonl`, record(n)] as const,
    );
    const { source, put } = await bucketWith(Object.fromEntries(days), { client: noting });
    const before = await (await source.open("p", "app"))!.stat();
    asked.length = 0;
    await put("p/2024/10/08/13/00:00.1/__none__/app/8__log.jsonl", record(8));
    expect(await logOf(source, "app")).toBe(Array.from({ length: 9 }, (_, n) => `${record(n)}\n`).join(""));
    expect(asked.every((from) => from === "data/p/2024/10/08/11/" || from === "data/p/2024/10/08/12/")).toBe(true);
    expect((await (await source.open("p", "app"))!.stat())?.generation).toBe(before?.generation);
    expect(await source.remove?.("p", "app")).toBe(true);
    expect(await source.runs("p")).toBeUndefined();
  });
});

describe("parsePythonKey()", () => {
  it.each([
    {
      key: "2024/10/01/12/00:01.5/k/app/metadata.json",
      found: { appId: "app", partitionKey: "k", time: "20241001120001500000", file: "metadata" },
    },
    {
      key: "2024/10/01/12/00:01//app/graph.json",
      found: { appId: "app", partitionKey: null, time: "20241001120001000000", file: "graph" },
    },
    { key: "2024/10/01/12/00:01.5/k/app/other.json", found: undefined },
    { key: "2024/10/01/12/00:01.5/app/0__log.jsonl", found: undefined },
    { key: "", found: undefined },
  ])("reads $key", ({ key, found }) => {
    expect(parsePythonKey(key)).toEqual(found);
  });
});

describe("hourBefore()", () => {
  it.each([
    { time: "20240301003000000000", hours: 1, is: "2024/02/29/23/" },
    { time: "20241231120000000000", hours: 0, is: "2024/12/31/12/" },
  ])("is $is for $hours before $time", ({ time, hours, is }) => {
    expect(hourBefore(time, hours)).toBe(is);
  });
});
