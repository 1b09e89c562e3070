import { createHash } from "node:crypto";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IngestLine, IngestLines } from "@burrjs/protocol";
import { folderName } from "@burrjs/tracker";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ingestFiles } from "./ingest-files.ts";

let top: string;
let dir: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "burr-ingest-"));
  dir = join(top, "logs");
});
afterEach(() => rm(top, { recursive: true }));

const place = { project: "demo", app_id: "app/1", partition_key: "p" };
const base = { place, tracker: "t1" };
const folder = (): string => join(dir, "demo", folderName({ appId: "app/1", partitionKey: "p" }));
const record = (n: number): string => `{"type":"heartbeat","t":"x","pid":${n}}`;

function linesOf(seq: number, count: number, tracker = "t1"): IngestLines {
  return { place, tracker, kind: "lines", seq, lines: Array.from({ length: count }, (_, n) => record(seq + n)) };
}

/** The numbers of the records in the log, of those of trackers alone. */
async function logged(): Promise<readonly number[]> {
  const text = await readFile(join(folder(), "log.jsonl"), "utf8");
  return text
    .split("\n")
    .flatMap((line) =>
      line.startsWith('{"type":"heartbeat"') && line.endsWith("}") ? [Number(/"pid":(\d+)/.exec(line)?.[1])] : [],
    );
}

describe("what trackers send", () => {
  it("lies where a local tracker would put it, for the owner's eyes only", async () => {
    const sink = ingestFiles(dir);
    const bytes = Buffer.from('"large"');
    const hash = createHash("sha256").update(bytes).digest("hex");
    const metadata = {
      type: "application_metadata",
      partition_key: "p",
      parent_pointer: null,
      spawning_parent_pointer: null,
      app_id: "app/1",
    } as const;
    const graph = { type: "application", entrypoint: "a", actions: [], transitions: [], graph_hash: "ab" } as const;
    const child = {
      type: "child_application_data",
      event_time: "2026",
      event_type: "fork",
      sequence_id: 1,
      child: { type: "pointer_data", app_id: "c", sequence_id: null, partition_key: null },
    } as const;
    const all: readonly IngestLine[] = [
      { ...base, kind: "open", metadata, graph },
      linesOf(0, 2),
      { ...base, kind: "blob", hash, base64: bytes.toString("base64") },
      { ...base, kind: "graph", graph: { ...graph, entrypoint: "b", graph_hash: "cd" } },
      { ...base, kind: "child", child },
    ];
    for (const line of [...all, ...all]) await sink.accept(line);
    expect((await readdir(folder())).toSorted()).toEqual([
      "blobs",
      "children.jsonl",
      "graph-cd.json",
      "graph.json",
      "log.jsonl",
      "metadata.json",
    ]);
    expect(JSON.parse(await readFile(join(folder(), "metadata.json"), "utf8"))).toEqual(metadata);
    expect(JSON.parse(await readFile(join(folder(), "graph.json"), "utf8"))).toEqual(graph);
    expect(await readFile(join(folder(), "children.jsonl"), "utf8")).toBe(`${JSON.stringify(child)}\n`);
    expect(await readFile(join(folder(), "blobs", hash), "utf8")).toBe('"large"');
    expect(await logged()).toEqual([0, 1]);
    for (const [path, mode] of [
      [dir, 0o700],
      [folder(), 0o700],
      [join(folder(), "log.jsonl"), 0o600],
      [join(folder(), "blobs", hash), 0o600],
    ] as const) {
      expect([path, (await stat(path)).mode & 0o777]).toEqual([path, mode]);
    }
  });

  it("again is not written again, in whichever pieces it comes", async () => {
    const sink = ingestFiles(dir);
    for (const [seq, count] of [
      [0, 3],
      [0, 3],
      [0, 5],
      [2, 1],
      [4, 3],
      [7, 0],
      [7, 1],
    ] as const)
      await sink.accept(linesOf(seq, count));
    expect(await logged()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("of two trackers at once is told apart", async () => {
    const sink = ingestFiles(dir);
    await Promise.all([sink.accept(linesOf(0, 2)), sink.accept(linesOf(0, 2, "t2")), sink.accept(linesOf(0, 2))]);
    expect(await logged()).toEqual([0, 1, 0, 1]);
  });

  it("with gaps, since the tracker had no more room, is written all the same", async () => {
    const sink = ingestFiles(dir);
    await sink.accept(linesOf(0, 1));
    await sink.accept(linesOf(10, 1));
    await sink.accept(linesOf(10, 2));
    expect(await logged()).toEqual([0, 10, 11]);
  });

  it("a value whose bytes are others than its hash says is refused, and nothing is written", async () => {
    const line = { ...base, kind: "blob", hash: "a".repeat(64), base64: "AAAA" } as const;
    await expect(ingestFiles(dir).accept(line)).rejects.toMatchObject({ details: { status: 400 } });
    expect((await readdir(folder())).toSorted()).toEqual([]);
  });

  it("for a place that is a link to elsewhere is refused", async () => {
    await mkdir(join(top, "outside"));
    await mkdir(dir);
    await symlink(join(top, "outside"), join(dir, "demo"));
    await expect(ingestFiles(dir).accept(linesOf(0, 1))).rejects.toThrow(/no folder of the logs/);
    expect(await readdir(join(top, "outside"))).toEqual([]);
  });
});

describe("a server that was killed", () => {
  it("in the middle of a write knows afterwards what is there", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ tracker: fc.constantFrom("t1", "t2"), count: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (deliveries, keep) => {
          await rm(dir, { recursive: true, force: true });
          const sent = new Map([
            ["t1", 0],
            ["t2", 0],
          ]);
          const send = async (
            sink: ReturnType<typeof ingestFiles>,
            one: (typeof deliveries)[number],
          ): Promise<IngestLines> => {
            const seq = sent.get(one.tracker) ?? 0;
            const line = linesOf(seq, one.count, one.tracker);
            await sink.accept(line);
            sent.set(one.tracker, seq + one.count);
            return line;
          };
          const first = ingestFiles(dir);
          for (const one of deliveries.slice(0, -1)) await send(first, one);
          const path = join(folder(), "log.jsonl");
          const before = deliveries.length === 1 ? 0 : (await stat(path)).size;
          const last = await send(first, deliveries.at(-1)!);
          // Of the last delivery only a part has reached the file, and nobody heard that it was taken: so it comes again.
          const { size } = await stat(path);
          await truncate(path, before + Math.floor((size - before) * keep));
          const second = ingestFiles(dir);
          await second.accept({
            ...last,
            tracker: last.tracker === "t1" ? "t2" : "t1",
            seq: 100,
            lines: [record(100)],
          });
          await second.accept(last);
          const third = ingestFiles(dir);
          await third.accept(last);
          const numbers = (await logged()).filter((n) => n !== 100);
          expect(numbers.toSorted((a, b) => a - b)).toEqual(
            [...sent.values()].flatMap((count) => Array.from({ length: count }, (_, n) => n)).toSorted((a, b) => a - b),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it("leaves lines that others have written alone", async () => {
    await ingestFiles(dir).accept(linesOf(0, 1));
    await appendFile(join(folder(), "log.jsonl"), `${record(50)}\n{"half`);
    await ingestFiles(dir).accept(linesOf(0, 2));
    expect(await logged()).toEqual([0, 50, 1]);
  });
});
