import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { type ApplicationModel, type MetadataModel, parseIngestLine } from "@burrjs/protocol";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { AppLog } from "../sink.ts";
import { type Clock, httpSink, type HttpSinkOptions, type SendingError, type SendingSink } from "./index.ts";

const metadata: MetadataModel = {
  type: "application_metadata",
  partition_key: null,
  parent_pointer: null,
  spawning_parent_pointer: null,
};
const graph: ApplicationModel = { type: "application", entrypoint: "ask", actions: [], transitions: [] };

/** What a server does with a request. */
type Fault =
  | "none"
  | "500"
  | "429"
  | "reset-before"
  | "reset-after"
  | "reset-mid-answer"
  | "partial"
  | "hang"
  | "redirect";

/** A server that keeps what it takes, as the protocol says, and fails on demand. */
class TestServer {
  readonly logs = new Map<string, string[]>();
  readonly seen: { readonly headers: IncomingMessage["headers"]; readonly bytes: number; readonly kinds: string[] }[] =
    [];
  readonly others: unknown[] = [];
  readonly problems: string[] = [];
  /** What happens with the next requests; then all goes well. */
  faults: Fault[] = [];
  maxBytes = Infinity;
  token: string | undefined;
  takesGzip = true;
  gzipStatus = 415;
  retryAfter = "0";
  busy = 0;
  mostBusy = 0;
  readonly #next = new Map<string, number>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.busy += 1;
    this.mostBusy = Math.max(this.mostBusy, this.busy);
    response.on("close", () => (this.busy -= 1));
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return;
    const fault = this.faults.shift() ?? "none";
    const isGzip = request.headers["content-encoding"] === "gzip";
    const texts = (isGzip && this.takesGzip ? gunzipSync(body) : body).toString("utf8").split("\n").slice(0, -1);
    const lines = isGzip && !this.takesGzip ? [] : texts.map((text) => parseIngestLine(text));
    const kinds = lines.map((line) => ("problem" in line ? "problem" : line.kind));
    this.seen.push({ headers: request.headers, bytes: body.length, kinds });
    if (fault === "reset-before") return void request.socket.destroy();
    if (fault === "hang") return;
    if (fault === "500") return void response.writeHead(500).end();
    if (fault === "429") return void response.writeHead(429, { "retry-after": this.retryAfter }).end();
    if (fault === "redirect") return void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return void response.writeHead(401).end('{"error":{"code":"unauthorized","message":"Who are you?"}}');
    }
    if (request.url !== "/base/api/v1/ingest" || request.method !== "POST") return void response.writeHead(404).end();
    if (isGzip && !this.takesGzip) return void response.writeHead(this.gzipStatus).end();
    if (body.length > this.maxBytes) return void response.writeHead(413).end();
    const wrong = lines.find((line) => "problem" in line);
    if (wrong !== undefined && "problem" in wrong) return void response.writeHead(400).end(wrong.problem);
    const taken = fault === "partial" ? lines.slice(0, lines.length >> 1) : lines;
    for (const line of taken) this.#take(line);
    if (fault === "partial" || fault === "reset-after") return void request.socket.destroy();
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    if (fault === "reset-mid-answer") return void response.write('{"acc', () => request.socket.destroy());
    response.end(JSON.stringify({ accepted: lines.length }).padEnd(100));
  }

  #take(line: ReturnType<typeof parseIngestLine>): void {
    if ("problem" in line) return;
    if (line.kind !== "lines") return void this.others.push(line);
    const app = line.place.app_id;
    const log = this.logs.get(app) ?? [];
    this.logs.set(app, log);
    const sender = `${line.tracker} ${app}`;
    const next = this.#next.get(sender) ?? 0;
    if (line.seq > next) this.problems.push(`${app}: ${next} is missing before ${line.seq}`);
    log.push(...line.lines.slice(Math.max(0, next - line.seq)));
    this.#next.set(sender, Math.max(next, line.seq + line.lines.length));
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Time that passes at once, except for what has to last longer than the answer of a server on this machine. */
class QuickClock implements Clock {
  readonly waits: number[] = [];
  readonly #server: TestServer;

  /** Only a server that is to give no answer is given up soon: others may be slow on a machine that is busy. */
  constructor(server: TestServer) {
    this.#server = server;
  }

  readonly now = (): number => 0;
  readonly random = (): number => 1;
  readonly after = (delayMs: number, work: () => void): (() => void) => {
    this.waits.push(delayMs);
    const timer = setTimeout(work, delayMs >= 5_000 ? 60_000 : delayMs === hangMs ? this.#hangMs() : 0);
    return () => clearTimeout(timer);
  };

  #hangMs(): number {
    return this.#server.faults.includes("hang") ? 50 : 5_000;
  }
}

const hangMs = 4_321;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function setUp(options: Partial<HttpSinkOptions> = {}) {
  const server = new TestServer();
  const url = `${await server.listen()}/base/`;
  const errors: SendingError[] = [];
  const clock = new QuickClock(server);
  const sink = httpSink({ url, clock, timeoutMs: hangMs, onError: (error) => errors.push(error), ...options });
  closing.push(
    () => server.close(),
    () => sink.close(0),
  );
  return { server, sink, errors, clock };
}

function openLog(sink: SendingSink, appId = "app"): AppLog {
  return sink.open({ project: "p", appId, partitionKey: null }, { metadata, graph });
}

const record = (n: number): string => JSON.stringify({ type: "attribute", n });
const records = (count: number): string[] => Array.from({ length: count }, (_, n) => record(n));

describe("httpSink()", () => {
  it("sends what an application writes: its files, its records in order, large values, children", async () => {
    const { server, sink, errors } = await setUp();
    const log = openLog(sink);
    log.write(record(0));
    log.writeBlob("a".repeat(64), Uint8Array.of(1, 2, 3));
    log.writeBlob("a".repeat(64), Uint8Array.of(1, 2, 3));
    log.write(record(1));
    log.writeGraph({ ...graph, entrypoint: "answer", graph_hash: "ab" });
    const pointer = { type: "pointer_data", app_id: "child", sequence_id: null, partition_key: null } as const;
    sink.addChild(
      { project: "p", appId: "app", partitionKey: null },
      { type: "child_application_data", child: pointer, event_time: "…", event_type: "fork", sequence_id: 1 },
    );
    await log.flush();
    expect(server.logs.get("app")).toEqual(records(2));
    expect(server.seen.map(({ kinds }) => kinds)).toEqual([["open", "lines", "blob", "lines", "graph", "child"]]);
    expect(server.others).toMatchObject([
      { metadata, graph },
      { hash: "a".repeat(64), base64: "AQID" },
      { graph: { entrypoint: "answer" } },
      { child: { child: pointer } },
    ]);
    expect(errors).toEqual([]);
  });

  it("sends without being asked, once the time is over or enough waits", async () => {
    const { server, sink, clock } = await setUp({ maxBatchBytes: 2_000 });
    const log = openLog(sink);
    for (const line of records(50)) log.write(line);
    expect(server.seen).toEqual([]); // nobody has waited for the network
    await expect.poll(() => server.logs.get("app")?.length).toBe(50);
    expect(server.mostBusy).toBe(1);
    expect(server.seen.every(({ bytes }) => bytes < 4_000)).toBe(true);
    expect(clock.waits).toContain(250);
  });

  it.each<{ faults: Fault[] }>([
    { faults: ["500", "500"] },
    { faults: ["429"] },
    { faults: ["reset-before"] },
    { faults: ["reset-after"] },
    { faults: ["reset-mid-answer"] },
    { faults: ["partial"] },
    { faults: ["hang"] },
    { faults: ["redirect"] },
  ])("sends the same again after $faults", async ({ faults }) => {
    const { server, sink, errors } = await setUp();
    server.faults = [...faults];
    const log = openLog(sink);
    for (const line of records(10)) log.write(line);
    await log.flush();
    expect(server.logs.get("app")).toEqual(records(10));
    expect(server.seen).toHaveLength(faults.length + 1);
    expect([errors, server.problems]).toEqual([[], []]);
  });

  it("waits longer from failure to failure, and as long as the server asks", async () => {
    const { server, sink, clock, errors } = await setUp({ retry: { baseMs: 100, maxMs: 300 } });
    server.faults = ["500", "500", "500", "500", "429"];
    server.retryAfter = "2";
    openLog(sink).write(record(0));
    await sink.flush();
    expect(clock.waits.filter((ms) => ms !== hangMs && ms !== 10_000)).toEqual([250, 100, 200, 300, 300, 2_000]);
    expect(errors).toMatchObject([{ code: "unreachable", details: { failures: 3 } }]);
  });

  it("sends the token, and stops for good where it is refused", async () => {
    const { server, sink, errors } = await setUp({ token: "secret" });
    server.token = "secret";
    const log = openLog(sink);
    log.write(record(0));
    await log.flush();
    expect(server.logs.get("app")).toEqual([record(0)]);
    server.token = "another";
    log.write(record(1));
    await log.flush();
    log.write(record(2));
    await log.flush();
    expect(server.seen).toHaveLength(2);
    expect(errors).toMatchObject([{ code: "unauthorized", details: { status: 401 } }]);
    expect(errors[0]?.message).not.toContain("secret");
    expect(errors[0]?.message).toMatch(/Check the tracker's `token` and `url`\. It says "Who are you\?"\.$/);
  });

  it("sends in parts what is too large for the server, and leaves out what cannot be divided", async () => {
    const { server, sink, errors } = await setUp();
    server.maxBytes = 1_500;
    const log = openLog(sink);
    for (const line of records(60)) log.write(line);
    log.write(JSON.stringify({ type: "attribute", value: "x".repeat(5_000) }));
    log.writeBlob("a".repeat(64), new Uint8Array(5_000));
    log.write(record(60));
    await log.flush();
    const lost = expect.stringMatching(/^{"type":"lost".*"records":1/);
    expect(server.logs.get("app")).toEqual([...records(60), lost, record(60)]);
    expect(errors).toMatchObject([{ code: "refused", details: { status: 413 } }]);
    expect(server.problems).toEqual([]);
  });

  it("leaves out what the server finds wrong, and sends the rest", async () => {
    const { server, sink, errors } = await setUp();
    const [good, bad] = [openLog(sink, "good"), openLog(sink, "bad\0")];
    for (const log of [good, bad]) log.write(record(0));
    good.write("no record");
    good.write(record(1));
    await sink.flush();
    expect(server.logs.get("good")).toEqual([record(0), expect.stringContaining('"lost"'), record(1)]);
    expect([...server.logs.keys()]).toEqual(["good"]);
    expect(errors).toMatchObject([{ code: "refused", details: { status: 400 } }]);
    bad.write(record(1));
    await sink.flush();
    expect(server.seen).toHaveLength(2);
  });

  it("keeps what waits within its bound, tells once, and leaves a record of what is lost", async () => {
    const { server, sink, errors } = await setUp({ maxBufferBytes: 3_000, maxBatchBytes: 1_000 });
    server.faults = ["hang"];
    const log = openLog(sink);
    for (const line of records(200)) log.write(line);
    await log.flush();
    const lines = server.logs
      .get("app")!
      .map((line) => JSON.parse(line) as { type: string; n: number; records: number });
    const lost = lines.filter(({ type }) => type === "lost").reduce((sum, line) => sum + line.records, 0);
    const kept = lines.filter(({ type }) => type !== "lost").map(({ n }) => n);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect(kept.at(-1)).toBe(199);
    expect(lost + kept.length).toBe(200);
    expect(errors).toMatchObject([{ code: "records-lost" }]);
  });

  it("sends a large value again that did not fit into the bound", async () => {
    const { server, sink } = await setUp({ maxBufferBytes: 3_000, maxBatchBytes: 1_000 });
    server.faults = ["hang"];
    const log = openLog(sink);
    log.write(record(0));
    const blob = ["a".repeat(64), new Uint8Array(500)] as const;
    for (let n = 0; n < 20; n += 1) log.writeBlob(`${n}`.padStart(64, "0"), blob[1]); // these push it out
    log.writeBlob(...blob);
    for (const line of records(200)) log.write(line);
    await log.flush();
    const kinds = (): readonly unknown[] => server.seen.flatMap((one) => one.kinds);
    const before = kinds().filter((kind) => kind === "blob").length;
    log.writeBlob(...blob);
    log.writeBlob(...blob);
    await log.flush();
    expect(kinds().filter((kind) => kind === "blob")).toHaveLength(before + 1);
  });

  it("closes in time when nobody answers, and tells what is lost", async () => {
    const { server, sink, errors } = await setUp();
    server.faults = Array.from({ length: 100 }, () => "hang");
    const log = openLog(sink);
    for (const line of records(5)) log.write(line);
    await sink.close(hangMs);
    await sink.close(hangMs);
    log.write(record(5));
    await log.flush();
    expect(errors).toMatchObject([{ code: "records-lost", details: { records: 5 } }]);
  });

  it("does not wait at the end when nothing waits to be sent", async () => {
    const { server, sink, clock } = await setUp();
    await sink.flush();
    await sink.close();
    expect([server.seen, clock.waits]).toEqual([[], []]);
  });

  it("does not mind an onError that throws or rejects", async () => {
    const ways = [() => Promise.reject(new Error("logger")), () => expect.unreachable()];
    for (const onError of ways) {
      const { server, sink } = await setUp({ onError });
      server.faults = ["500", "500", "500"];
      openLog(sink).write(record(0));
      await sink.flush();
      expect(server.logs.get("app")).toEqual([record(0)]);
    }
  });

  it.each([
    { takesGzip: true, gzipStatus: 200 },
    { takesGzip: false, gzipStatus: 415 },
    { takesGzip: false, gzipStatus: 400 },
  ])("compresses, if the server takes that: $takesGzip, $gzipStatus", async ({ takesGzip, gzipStatus }) => {
    const { server, sink } = await setUp({ compress: true });
    server.takesGzip = takesGzip;
    server.gzipStatus = gzipStatus;
    const log = openLog(sink);
    for (const line of records(1_000)) log.write(line);
    await log.flush();
    for (const line of records(1_000)) log.write(line);
    await log.flush();
    expect(server.logs.get("app")).toEqual([...records(1_000), ...records(1_000)]);
    const encodings = server.seen.map(({ headers }) => headers["content-encoding"]);
    expect(encodings).toEqual(takesGzip ? ["gzip", "gzip"] : ["gzip", undefined, undefined]);
  });

  it("goes on with the numbers of an application that is made again", async () => {
    const { server, sink } = await setUp();
    for (const n of [0, 1, 2]) {
      const log = openLog(sink);
      log.write(record(n));
      await log.flush();
    }
    expect(server.logs.get("app")).toEqual(records(3));
    expect(server.problems).toEqual([]);
  });

  it("has each application's records there in order, once, whatever the faults; those that are not, it says so", async () => {
    const fault = fc.constantFrom<Fault>(
      "none",
      "500",
      "429",
      "reset-before",
      "reset-after",
      "reset-mid-answer",
      "partial",
    );
    const write = fc.record({ app: fc.constantFrom("a", "b", "c"), size: fc.nat(300), isChunk: fc.boolean() });
    const given = fc.record({
      faults: fc.array(fault, { maxLength: 12 }),
      writes: fc.array(fc.oneof({ arbitrary: write, weight: 9 }, fc.constant("flush" as const)), { maxLength: 80 }),
      maxBufferBytes: fc.constantFrom(2_000, 1e6),
      maxBytes: fc.constantFrom(900, Infinity),
      compress: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ faults, writes, maxBufferBytes, maxBytes, compress }) => {
        const { server, sink, errors } = await setUp({
          maxBufferBytes,
          maxBatchBytes: 1_000,
          compress,
          retry: { maxMs: 1_000 },
        });
        server.faults = [...faults];
        server.maxBytes = maxBytes;
        const logs = new Map(["a", "b", "c"].map((app) => [app, openLog(sink, app)]));
        const counts = new Map<string, number>();
        for (const one of writes) {
          if (one === "flush") {
            await sink.flush();
            continue;
          }
          const n = counts.get(one.app) ?? 0;
          counts.set(one.app, n + 1);
          const type = one.isChunk ? "stream_chunk" : "attribute";
          logs.get(one.app)!.write(JSON.stringify({ type, n, pad: "é".repeat(one.size) }));
        }
        await sink.close();
        let lost = 0;
        for (const [app, count] of counts) {
          const lines = server.logs
            .get(app)!
            .map((line) => JSON.parse(line) as { type: string; n: number; records: number });
          const missing = lines.reduce((sum, line) => sum + (line.records ?? 0), 0);
          const numbers = lines.filter(({ type }) => type !== "lost").map(({ n }) => n);
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
          expect(numbers.length + missing).toBe(count);
          lost += missing;
        }
        expect([server.problems, server.mostBusy <= 1]).toEqual([[], true]);
        const told = errors.filter(({ code }) => code === "records-lost" || code === "refused").length;
        expect(told > 0).toBe(lost > 0);
        await server.close();
      }),
      { numRuns: 60 },
    );
  });
});
