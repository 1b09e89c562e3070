import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, begin, end, logText, patchStep, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";
import type { RunView } from "./store.ts";

async function viewOf(log: string | Uint8Array, files: object = {}): Promise<{ run: RunView; logs: MemoryLogs }> {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log, ...files });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return { run: view, logs };
}

async function idsOf(view: RunView): Promise<string[]> {
  const { items } = await view.steps({ limit: 1000 });
  return items.map(({ sequence_id: id, repeat }) => `${id}${"′".repeat(repeat)}`);
}

async function readAll<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const good = logText(...step(0), ...step(1));

describe("Of a log with bad lines the good ones are served:", () => {
  it.each<{ what: string; log: string | Uint8Array; ids: string[]; unreadable?: number }>([
    { what: "empty", log: "", ids: [] },
    { what: "only line breaks", log: "\n\n\r\n", ids: [] },
    { what: "half a last line", log: `${good}{"type":"begin_entry","start`, ids: ["0", "1"] },
    { what: "a last line without its line break", log: good.trimEnd(), ids: ["0", "1"] },
    {
      what: "an unreadable line",
      log: `${logText(...step(0))}{no json}\n${logText(...step(1))}`,
      ids: ["0", "1"],
      unreadable: 1,
    },
    { what: "a line that is no object", log: `[1]\n"x"\n7\nnull\n${good}`, ids: ["0", "1"], unreadable: 4 },
    { what: "a line without a type", log: `{"sequence_id":9}\n${good}`, ids: ["0", "1"], unreadable: 1 },
    {
      what: "fields of other types",
      log: `${logText(begin(5, "a", { sequence_id: "5" }))}${good}`,
      ids: ["0", "1"],
      unreadable: 1,
    },
    {
      what: "ids that are too large",
      log: `${good}${logText(begin(0, "a", { sequence_id: 1e300 }))}`,
      ids: ["0", "1"],
      unreadable: 1,
    },
    { what: "negative ids", log: logText(...step(-3), ...step(-2)), ids: ["-3", "-2"] },
    { what: "repeated ids", log: logText(...step(0), ...step(1), ...step(1)), ids: ["0", "1", "1′"] },
    { what: "a step without a beginning", log: logText(end(4), ...step(5)), ids: ["4", "5"] },
    { what: "a step without an end", log: logText(begin(4), ...step(5)), ids: ["4", "5"] },
    { what: "carriage returns", log: good.replaceAll("\n", "\r\n"), ids: ["0", "1"] },
    { what: "a byte order mark", log: `\uFEFF${good}`, ids: ["0", "1"] },
    { what: "zeros before a line", log: `\0\0\0${good}`, ids: ["0", "1"] },
    { what: "a line of zeros", log: `${"\0".repeat(50)}\n${good}`, ids: ["0", "1"], unreadable: 1 },
    {
      what: "a line that a crash cut, with the next behind it",
      log: `{"type":"begin_entry","st${good}`,
      ids: ["0", "1"],
      unreadable: 1,
    },
    { what: "unknown types", log: logText({ type: "weather", sequence_id: 0 }, ...step(0), { type: "x" }), ids: ["0"] },
    {
      what: "bytes that are no UTF-8",
      log: Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(good)]),
      ids: ["0", "1"],
      unreadable: 1,
    },
    {
      what: "brackets 300 deep",
      log: `{"type":${"[".repeat(300)}${"]".repeat(300)}}\n${good}`,
      ids: ["0", "1"],
      unreadable: 1,
    },
  ])("$what", async ({ log, ids, unreadable = 0 }) => {
    const { run: view } = await viewOf(log);
    expect(await idsOf(view)).toEqual(ids);
    expect(await view.unreadable()).toHaveLength(unreadable);
    expect((await view.header()).unreadable_lines).toBe(unreadable);
    for (const id of ids) expect(await view.step(Number.parseInt(id, 10))).toBeDefined();
  });

  it("a state 200 deep is served as it is", async () => {
    let deep: object = {};
    for (let depth = 0; depth < 190; depth += 1) deep = { in: deep };
    const { run: view } = await viewOf(logText(...step(0, "a", { deep })));
    expect(await view.stateValue(0)).toEqual({ deep });
  });

  it("names from `Object.prototype` are names like any other", async () => {
    const state = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, unknown>;
    const records = ["__proto__", "constructor"].flatMap((name, id) => [
      begin(id, name, { inputs: state }),
      { type: "access", sequence_id: id, read: ["__proto__"], wrote: ["__proto__", "toString"] },
      end(id, name, { state }),
    ]);
    const { run: view } = await viewOf(logText(...records));
    const detail = await view.step(1);
    expect(detail?.action).toBe("constructor");
    expect(Object.keys(detail?.inputs ?? {})).toEqual(["__proto__", "constructor", "toString"]);
    expect(detail?.read).toMatchObject([{ key: "__proto__", last_writer: { action: "__proto__", sequence_id: 0 } }]);
    expect((await view.state(1, { path: "/__proto__" }))?.node.value).toBe(1);
    expect((await view.header()).actions).toEqual(["__proto__", "constructor"]);
    expect((await view.steps({ q: "action:__proto__" })).total).toBe(1);
  });

  it("an application of such a name", async () => {
    const logs = new MemoryLogs();
    logs.put("__proto__", "constructor", { log: good });
    const store = openStore(logs);
    const page = await store.runs("__proto__", {});
    expect(page?.items.map(({ app_id: id }) => id)).toEqual(["constructor"]);
    expect(await store.run({ project: "__proto__", partitionKey: null, appId: "constructor" })).toBeDefined();
    expect(await store.run({ project: "__proto__", partitionKey: null, appId: "toString" })).toBeUndefined();
    expect(await store.runs("toString", {})).toBeUndefined();
  });

  it("a gap in the ids is marked, a new start is none", async () => {
    const { run: view } = await viewOf(logText(...step(7), ...step(8), ...step(11), ...step(9), ...step(10)));
    const { items } = await view.steps({});
    expect(items.map(({ sequence_id: id, gap }) => [id, gap])).toEqual([
      [7, false],
      [8, false],
      [11, true],
      [9, false],
      [10, false],
    ]);
  });

  it("a clock that goes back is noted, and durations go by the other clock", async () => {
    const { run: view } = await viewOf(
      logText(
        begin(0, "a", { start_time: at(3_600_000), m: 1000 }),
        end(0, "a", { end_time: at(5), m: 3500 }),
        begin(1, "a", { start_time: at(6) }),
        end(1, "a", { end_time: at(2) }),
      ),
    );
    expect((await view.steps({})).items.map(({ duration_ms: ms }) => ms)).toEqual([2.5, 0]);
    expect((await view.header()).clock_went_back).toBe(true);
  });

  it("where the clock goes back, steps and what is in them stay in order, unless another process goes on", async () => {
    const runOf = (pid: number, t: number, m: number) => ({ type: "run", v: 1, run_id: `r${pid}`, t: at(t), method: "run", pid, m }); // prettier-ignore
    const { run: view } = await viewOf(
      logText(
        runOf(7, 60_000, 0),
        begin(0, "a", { start_time: at(60_000), m: 0 }),
        end(0, "a", { end_time: at(60_300), m: 300_000 }),
        begin(1, "a", { start_time: at(5), m: 400_000 }),
        { type: "begin_span", start_time: at(15), action_sequence_id: 1, span_id: "1:0", span_name: "look", parent_span_id: null, span_dependencies: [], m: 410_000 }, // prettier-ignore
        { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: at(25), m: 420_000 },
        end(1, "a", { end_time: at(305), m: 700_000 }),
        runOf(8, 20_000, 0),
        begin(2, "a", { start_time: at(20_000), m: 900_000 }),
        end(2, "a", { end_time: at(20_001), m: 901_000 }),
      ),
    );
    const first = Date.parse(at(60_000));
    expect((await view.steps({})).items.map(({ started_ms: ms }) => ms - first)).toEqual([0, 400, -40_000]);
    const detail = await view.step(1);
    expect(detail?.spans_list.map(({ started_ms: ms }) => ms - first)).toEqual([410]);
    expect(detail?.streams.map(({ opened_ms: ms }) => ms - first)).toEqual([420]);
    expect((await view.header()).duration_ms).toBe(700);
  });

  it("records that were lost, and patches behind them, do not hide the rest", async () => {
    const { run: view } = await viewOf(
      logText(
        { type: "lost", t: at(0), records: 12, reason: "disk full" },
        ...patchStep(3, [
          { op: "add", path: "/list/-", value: 1 },
          { op: "add", path: "/n", value: 3 },
        ]),
        ...step(4),
      ),
    );
    expect((await view.header()).lost_records).toBe(12);
    expect(await view.stateValue(3)).toEqual({ n: 3 });
    expect(await view.stateValue(3, "before")).toBeUndefined();
    expect(await view.stateValue(4)).toEqual({ n: 4 });
  });

  it("without a graph or metadata there is still the list and the state", async () => {
    const { run: view } = await viewOf(good);
    expect(await view.graph()).toBeUndefined();
    expect((await view.step(1))?.why).toBeNull();
    expect(await view.stateValue(1)).toEqual({ n: 1 });
  });

  it("files beside the log that are broken are as if they were not there", async () => {
    const { run: view } = await viewOf(good, { graph: { actions: 7 }, metadata: [1], children: "{half\n\n7\n" });
    expect(await view.graph()).toBeUndefined();
    expect((await view.header()).children_list).toEqual([]);
    expect(await idsOf(view)).toEqual(["0", "1"]);
  });
});

it("A log of nothing but garbage does not fill the memory, and each line of it is counted", async () => {
  const lines = 30_000;
  const orphans = logText(...Array.from({ length: 200 }, (_, id) => ({ type: "odd", sequence_id: id })));
  const { run: view } = await viewOf(`{}\n`.repeat(lines) + orphans + good);
  expect(await idsOf(view)).toEqual(["0", "1"]);
  expect((await view.header()).unreadable_lines).toBe(lines);
  expect((await view.unreadable()).length).toBeLessThanOrEqual(10_000);
});

describe("A long line", () => {
  it("of 40 MB is read, and its state is served", async () => {
    const text = "x".repeat(40 * 1024 * 1024);
    const { run: view } = await viewOf(logText(...step(0), ...step(1, "big", { text }), ...step(2)));
    expect(await idsOf(view)).toEqual(["0", "1", "2"]);
    const node = (await view.state(1, { path: "/text" }))?.node;
    expect(node).toMatchObject({ type: "string", truncated: true, bytes: text.length + 2 });
  });

  it("gives its record with all that is in it", async () => {
    const inputs = { text: "x".repeat(20 * 1024) };
    const result = { text: "y".repeat(20 * 1024) };
    const state = { text: "z".repeat(20 * 1024) };
    const { run: view } = await viewOf(logText(begin(0, "big", { inputs }), end(0, "big", { result, state })));
    expect(await readAll(view.records())).toMatchObject([{ inputs }, { result, state }]);
  });

  it("of more than 64 MB is left out and counted", async () => {
    const line = Buffer.alloc(65 * 1024 * 1024, "x");
    const log = Buffer.concat([Buffer.from(logText(...step(0))), line, Buffer.from(`\n${logText(...step(1))}`)]);
    const { run: view } = await viewOf(log);
    await view.unreadable();
    expect(await idsOf(view)).toEqual(["0", "1"]);
    expect(await view.unreadable()).toMatchObject([{ bytes: line.length }]);
    expect(await readAll(view.records())).toHaveLength(4);
  });
});

describe("A log that goes away", () => {
  it("is one without steps, and nothing throws", async () => {
    const { run: view, logs } = await viewOf(good);
    await idsOf(view);
    logs.delete("p", "app");
    expect(await idsOf(view)).toEqual([]);
    expect(await view.step(0)).toBeUndefined();
    expect(await view.state(0)).toBeUndefined();
    expect(await view.stateValue(0)).toBeUndefined();
    expect(await view.stream(0)).toBeUndefined();
    expect(await view.graph()).toBeUndefined();
    expect((await view.keyHistory("/n")).items).toEqual([]);
    expect(await readAll(view.search("n"))).toEqual([]);
    expect(await readAll(view.records())).toEqual([]);
    expect(await view.unreadable()).toEqual([]);
    expect((await view.columns({})).length).toBe(0);
    expect((await view.header()).status).toBe("empty");
  });

  it("in the middle of being read leaves what was read so far", async () => {
    const { run: view, logs } = await viewOf(good);
    await idsOf(view);
    logs.beforeRead = () => {
      logs.delete("p", "app");
    };
    expect(await view.stateValue(1)).toBeUndefined();
    expect(await readAll(view.records())).toEqual([]);
  });

  it("and comes again as another one is read anew", async () => {
    const { run: view, logs } = await viewOf(good);
    expect(await idsOf(view)).toEqual(["0", "1"]);
    logs.put("p", "app", { log: logText(...step(5)) });
    expect(await idsOf(view)).toEqual(["5"]);
    expect(await view.stateValue(5)).toEqual({ n: 5 });
  });

  it("whose disk fails is empty", async () => {
    const { run: view, logs } = await viewOf(good);
    logs.beforeRead = () => {
      throw new Error("EIO");
    };
    expect(await idsOf(view)).toEqual([]);
    expect(await view.unreadable()).toEqual([]);
  });
});

it("Random logs with random garbage give exactly the steps of the good lines", async () => {
  const garbage = fc.oneof(
    fc.string().map((text) => text.replaceAll("\n", " ")),
    fc.json(),
    fc.constantFrom("", "\r", "{", '{"type":', '{"type":"begin_entry"}', "\0\0", '"\uD800"'),
  );
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.record({ garbage: fc.constant(undefined), action: fc.constantFrom("a", "b") }) },
    { weight: 1, arbitrary: fc.record({ garbage, action: fc.constant("") }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.nat(200), fc.boolean(), async (lines, cut, isCut) => {
      const expected: string[] = [];
      let log = "";
      for (const [id, one] of lines.entries()) {
        if (one.garbage !== undefined) log += `${one.garbage}\n`;
        else {
          log += logText(begin(id, one.action), end(id, one.action));
          expected.push(`${id} ${one.action} completed`);
        }
      }
      // Half a line at the end changes nothing.
      const half = logText(begin(999, "half")).slice(0, -2).slice(0, cut);
      const { run: view } = await viewOf(isCut ? log + half : log);
      const { items } = await view.steps({ limit: 1000 });
      expect(items.map((row) => `${row.sequence_id} ${row.action} ${row.status}`)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

it("A log that is read while it grows byte by byte is the same as one that is read at once", async () => {
  const log = Buffer.from(
    logText(
      run(),
      ...step(0),
      begin(1),
      { type: "odd" },
      end(1),
      ...patchStep(2, [{ op: "add", path: "/x", value: "é" }]),
    ),
  );
  const { run: view, logs } = await viewOf("");
  for (let length = 0; length < log.length; length += 7) {
    logs.append("p", "app", log.subarray(length, length + 7));
    await view.steps({});
  }
  const { run: whole } = await viewOf(log);
  expect(await view.steps({})).toEqual({ ...(await whole.steps({})), next: null });
  expect(await view.stateValue(2)).toEqual(await whole.stateValue(2));
  expect(await view.unreadable()).toEqual(await whole.unreadable());
});
