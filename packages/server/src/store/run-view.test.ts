import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { at, begin, end, firstMs, logText, run, step } from "../testing/log-lines.ts";
import { MemoryLogs, type MemoryRunFiles } from "../testing/memory-logs.ts";
import { openStore, type StoreOptions } from "./open-store.ts";
import type { RunView, StepQuery } from "./store.ts";

async function viewOf(log: string, files: MemoryRunFiles = {}, options: StoreOptions = {}): Promise<RunView> {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log, ...files });
  const view = await openStore(logs, { host: "here", isAlive: () => true, now: () => 0, ...options }).run({
    project: "p",
    partitionKey: null,
    appId: "app",
  });
  if (view === undefined) throw new Error("There should be such an application.");
  return view;
}

/** All steps of a query, page by page. */
async function pages(view: RunView, query: StepQuery): Promise<number[][]> {
  const all: number[][] = [];
  let cursor: string | undefined;
  do {
    const page = await view.steps({ ...query, ...(cursor !== undefined && { cursor }) });
    all.push(page.items.map(({ sequence_id: id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

const ten = logText(...Array.from({ length: 10 }, (_, id) => step(id, id % 2 === 0 ? "even" : "odd")).flat());

describe("The list of steps", () => {
  it.each<{ query: StepQuery; expected: number[][] }>([
    {
      query: { limit: 4 },
      expected: [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ],
    },
    {
      query: { limit: 5 },
      expected: [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
      ],
    },
    {
      query: { limit: 4, direction: "back" },
      expected: [
        [9, 8, 7, 6],
        [5, 4, 3, 2],
        [1, 0],
      ],
    },
    {
      query: { limit: 4, around: 5 },
      expected: [
        [3, 4, 5, 6],
        [7, 8, 9],
      ],
    },
    { query: { limit: 4, around: 77 }, expected: [[7, 8, 9]] },
    {
      query: { limit: 4, around: 5, direction: "back" },
      expected: [
        [7, 6, 5, 4],
        [3, 2, 1, 0],
      ],
    },
    { query: { limit: 2, q: "action:odd" }, expected: [[1, 3], [5, 7], [9]] },
    { query: { limit: 2, q: "action:odd", direction: "back" }, expected: [[9, 7], [5, 3], [1]] },
    { query: { limit: 2, q: "action:odd", around: 6 }, expected: [[5, 7], [9]] },
    { query: { q: "action:nothing" }, expected: [[]] },
    { query: { q: "seq:>7 -action:odd" }, expected: [[8]] },
  ])("$query gives $expected", async ({ query, expected }) => {
    expect(await pages(await viewOf(ten), query)).toEqual(expected);
  });

  it("goes on where it was when the log has grown", async () => {
    const logs = new MemoryLogs();
    logs.put("p", "app", { log: ten });
    const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
    const first = await view?.steps({ limit: 8 });
    logs.append("p", "app", logText(...step(10)));
    const second = await view?.steps({ limit: 8, cursor: first?.next ?? "" });
    expect(second?.items.map(({ sequence_id: id }) => id)).toEqual([8, 9, 10]);
    expect(second).toMatchObject({ total: 11, next: null });
  });

  it("refuses the cursor of a log that was replaced, and what is no cursor", async () => {
    const logs = new MemoryLogs();
    logs.put("p", "app", { log: ten });
    const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
    const cursor = (await view?.steps({ limit: 2 }))?.next ?? "";
    logs.put("p", "app", { log: ten });
    await expect(view?.steps({ cursor })).rejects.toMatchObject({ code: "refused", details: { status: 410 } });
    for (const broken of ["", "nonsense", btoa("{}"), btoa("[1]"), btoa("null")]) {
      await expect(view?.steps({ cursor: broken })).rejects.toMatchObject({ details: { status: 400 } });
    }
  });

  it("tells of the models that were asked, and of those that answered where nobody says who was", async () => {
    const view = await viewOf(
      logText(
        begin(0),
        usage(0, "gen_ai.request.model", "large"),
        usage(0, "gen_ai.response.model", "large-2026-11-02"),
        end(0),
        begin(1),
        usage(1, "gen_ai.response.model", "small"),
        end(1),
      ),
    );
    expect(await view.header()).toMatchObject({ models: ["large", "small"] });
    expect((await view.steps({})).items.map(({ model }) => model)).toEqual(["large", "small"]);
  });

  it("tells what the steps were", async () => {
    const view = await viewOf(
      logText(
        run(),
        begin(0, "ask", { attempt: 2, role: "answer", answers: { approval: { ok: true } }, m: 10 }),
        { type: "begin_span", start_time: at(1), action_sequence_id: 0, span_id: "0:0", span_name: "llm" },
        usage(0, "gen_ai.usage.input_tokens", 100),
        usage(0, "gen_ai.usage.output_tokens", 20),
        usage(0, "gen_ai.request.model", "large-1"),
        end(0, "ask", { m: 4010 }),
        begin(1, "answer"),
        { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: at(11) },
        { type: "first_item_stream", action_sequence_id: 1, span_id: null, first_item_time: at(13) },
        { type: "stream_chunk", sequence_id: 1, i: 0, dt_us: [2000, 100, 700], items: ["a", "b", "c"] },
        { type: "end_stream", action_sequence_id: 1, span_id: null, end_time: at(14), items_streamed: 3 },
        end(1, "answer", {
          status: "failed",
          error: { name: "TypeError", message: "no" },
          exception: "TypeError: no\n at x",
        }),
      ),
    );
    expect((await view.steps({})).items).toEqual([
      {
        sequence_id: 0,
        repeat: 0,
        n: 0,
        action: "ask",
        kind: "action",
        role: "answer",
        status: "completed",
        attempt: 2,
        started_ms: firstMs,
        duration_ms: 4,
        first_chunk_ms: null,
        chunks: 0,
        spans: 1,
        children: 0,
        tokens: { input: 100, output: 20, cached: 0, reasoning: 0 },
        model: "large-1",
        usage: [{ model: "large-1", input: 100, output: 20, cached: 0, reasoning: 0 }],
        error: null,
        gap: false,
        from: null,
      },
      expect.objectContaining({
        kind: "stream",
        status: "failed",
        duration_ms: 5,
        first_chunk_ms: 2,
        chunks: 3,
        tokens: null,
        error: "TypeError: no",
      }),
    ]);
    expect([(await view.step(0))?.answers, (await view.step(1))?.answers]).toEqual([
      { approval: preview({ ok: true }) },
      {},
    ]);
    for (const [q, ids] of [
      ["model:large-*", [0]],
      ["ttft:>1ms", [1]],
      ["gap:>0.5ms", [1]],
      ["status:error", [1]],
      ["tokens:>100", [0]],
      ["role:answer", [0]],
      ['"TypeError"', [1]],
      ["state.n=1", [1]],
      ["changed:n", [0, 1]],
    ] as const) {
      expect([q, (await view.steps({ q })).items.map(({ sequence_id: id }) => id)]).toEqual([q, ids]);
    }
  });
});

function usage(sequenceId: number, key: string, value: unknown): object {
  return { type: "attribute", key, action_sequence_id: sequenceId, span_id: `${sequenceId}:0`, value, tags: {} };
}

const graph = {
  type: "application",
  v: 1,
  entrypoint: "ask",
  actions: [
    { type: "action", name: "ask", reads: [], writes: ["prompt"], code: "", inputs: [], optional_inputs: [] },
    { type: "action", name: "answer", reads: ["prompt"], writes: ["reply"], code: "", inputs: [], optional_inputs: [] },
  ],
  transitions: [
    { type: "transition", from_: "ask", to: "refuse", condition: "unsafe", reads: ["safe"] },
    { type: "transition", from_: "ask", to: "answer", condition: "default" },
    { type: "transition", from_: "ask", to: "image", condition: "mode=image", reads: ["mode"] },
  ],
};

const chat = logText(
  run(),
  begin(0, "ask", { inputs: { prompt: "hi" } }),
  { type: "access", sequence_id: 0, read: [], wrote: ["prompt"], undeclared: ["secret"] },
  end(0, "ask", { state: { prompt: "hi" }, result: { length: 2 } }),
  {
    type: "transition",
    sequence_id: 0,
    from: "ask",
    to: "answer",
    t: at(6),
    tried: [
      { to: "refuse", condition: "unsafe", keys: ["safe"], result: false },
      { to: "answer", condition: "default", keys: [], result: true },
    ],
  },
  begin(1, "answer"),
  { type: "begin_span", start_time: at(11), action_sequence_id: 1, span_id: "1:0", span_name: "call", m: 5 },
  {
    type: "attribute",
    key: "model",
    action_sequence_id: 1,
    span_id: "1:0",
    value: "large",
    tags: {},
    time_logged: at(12),
  },
  { type: "attribute", key: "note", action_sequence_id: 1, span_id: null, value: { a: 1 }, tags: {} },
  {
    type: "end_span",
    end_time: at(13),
    action_sequence_id: 1,
    span_id: "1:0",
    m: 1505,
    error: { name: "E", message: "x" },
  },
  { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: at(11) },
  { type: "stream_chunk", sequence_id: 1, i: 0, dt_us: [10, 20], items: ["x", "y"] },
  { type: "retry", sequence_id: 1, attempt: 1, t: at(14), delay_ms: 50, error: { name: "E", message: "again" } },
  { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: at(15) },
  { type: "stream_chunk", sequence_id: 1, attempt: 2, i: 0, dt_us: [1000, 20, 30], items: ["a", "b", "c"] },
  { type: "stream_chunk", sequence_id: 1, attempt: 2, i: 3, dt_us: [40, 50], items: ["d", "e"], dropped: 7 },
  { type: "weather", sequence_id: 1, sunny: true },
  { type: "access", sequence_id: 1, read: ["prompt"], wrote: ["reply"] },
  end(1, "answer", { state: { prompt: "hi", reply: "yo" } }),
  { type: "end_stream", action_sequence_id: 1, span_id: null, end_time: at(16), items_streamed: 12 },
);

describe("A step", () => {
  it("says why it ran, with what was not tried any more, and what it read and wrote", async () => {
    const view = await viewOf(chat, { graph });
    const why = {
      sequence_id: 0,
      from: "ask",
      to: "answer",
      tried: [
        { to: "refuse", condition: "unsafe", keys: ["safe"], result: false },
        { to: "answer", condition: "default", keys: [], result: true },
        { to: "image", condition: "mode=image", keys: ["mode"], result: null },
      ],
    };
    expect(await view.step(0)).toMatchObject({
      inputs: { prompt: { value: "hi" } },
      result: { value: { length: 2 } },
      why: null,
      next: why,
      access_recorded: true,
      undeclared: ["secret"],
      wrote: [{ key: "prompt", preview: { value: "hi" }, last_writer: null }],
    });
    expect(await view.step(1)).toMatchObject({
      why,
      next: null,
      read: [{ key: "prompt", preview: { value: "hi" }, last_writer: { sequence_id: 0, action: "ask" } }],
      wrote: [{ key: "reply", preview: { value: "yo" }, last_writer: null }],
      committed: true,
    });
  });

  it("measures the stream of a retry from when the attempt before failed, where the log does not say when it was opened", async () => {
    const log = chat.replace(/^.*"stream_init_time":"[^"]*\.015.*\n/m, "");
    expect(log).not.toBe(chat);
    const detail = await (await viewOf(log)).step(1);
    expect(
      detail?.streams.map(({ attempt, opened_ms: opened, first_item_ms: first }) => [attempt, opened, first]),
    ).toEqual([
      [1, firstMs + 11, firstMs + 11.01],
      [2, firstMs + 14, firstMs + 15],
    ]);
  });

  it("keeps the spans of each try, which have the same ids", async () => {
    const span = (name: string, id: string, parent: string | null) => [
      { type: "begin_span", start_time: at(11), action_sequence_id: 0, span_id: id, span_name: name, parent_span_id: parent, span_dependencies: [] }, // prettier-ignore
      { type: "attribute", key: "tokens", action_sequence_id: 0, span_id: id, value: name, tags: {} },
      { type: "end_span", end_time: at(12), action_sequence_id: 0, span_id: id },
    ];
    const tries = ["one", "two", "three"].flatMap((name) => [...span(name, "0:0", null), ...span(`in ${name}`, "0:0:0", "0:0")]); // prettier-ignore
    const detail = await (await viewOf(logText(run(), begin(0, "ask"), ...tries, end(0, "ask")))).step(0);
    expect(detail?.spans).toBe(6);
    const known = detail?.spans_list.map(({ span_id: id, name, parent, attributes }) => [id, name, parent, attributes[0]?.value.value]); // prettier-ignore
    expect(known).toEqual([
      ["0:0#1", "one", null, "one"],
      ["0:0:0#1", "in one", "0:0#1", "in one"],
      ["0:0#2", "two", null, "two"],
      ["0:0:0#2", "in two", "0:0#2", "in two"],
      ["0:0", "three", null, "three"],
      ["0:0:0", "in three", "0:0", "in three"],
    ]);
  });

  it("says what a fallback has made up for", async () => {
    const error = { name: "SourceError", message: "503" };
    const view = await viewOf(logText(begin(0), end(0, "act", { attempt: 2, recovered: error }), ...step(1)));
    expect(await view.step(0)).toMatchObject({ status: "completed", attempt: 2, recovered: "SourceError: 503" });
    expect(await view.step(1)).toMatchObject({ recovered: null });
  });

  it("has its spans, attributes, streams, retries, and records that nobody knows", async () => {
    const detail = await (await viewOf(chat)).step(1);
    expect(detail).toMatchObject({
      spans_list: [
        {
          span_id: "1:0",
          name: "call",
          parent: null,
          started_ms: firstMs + 11,
          duration_ms: 1.5,
          error: "E: x",
          attributes: [{ key: "model", value: { value: "large" }, logged_ms: firstMs + 12 }],
        },
      ],
      attributes: [{ key: "note", value: { value: { a: 1 } } }],
      retries: [{ attempt: 1, error: "E: again", delay_ms: 50 }],
      unknown_records: [{ type: "weather", sequence_id: 1, sunny: true }],
      attempt: 2,
    });
    expect(detail?.streams).toEqual([
      {
        attempt: 1,
        items: 2,
        opened_ms: firstMs + 11,
        first_item_ms: firstMs + 11.01,
        ended_ms: null,
        recorded: true,
        dropped: 0,
      },
      {
        attempt: 2,
        items: 12,
        opened_ms: firstMs + 15,
        first_item_ms: firstMs + 16,
        ended_ms: firstMs + 16,
        recorded: true,
        dropped: 7,
      },
    ]);
  });

  it("streams: the chunks of the last attempt, or of another, from anywhere", async () => {
    const view = await viewOf(chat);
    expect(await view.stream(1)).toEqual({
      items: ["a", "b", "c", "d", "e"],
      dt_us: [1000, 20, 30, 40, 50],
      from: 0,
      total: 5,
    });
    expect(await view.stream(1, { from: 2, limit: 2 })).toEqual({
      items: ["c", "d"],
      dt_us: [30, 40],
      from: 2,
      total: 5,
    });
    expect(await view.stream(1, { attempt: 1 })).toMatchObject({ items: ["x", "y"], total: 2 });
    expect(await view.stream(0)).toEqual({ items: [], dt_us: [], from: 0, total: 0 });
    expect(await view.stream(9)).toBeUndefined();
  });

  it("of a log of Python has what its action declares, and no reasons", async () => {
    const { v: _v, ...pythonGraph } = graph;
    const view = await viewOf(
      logText(
        begin(0, "ask", { start_time: "2026-11-29T03:30:00.000001" }),
        end(0, "ask", { end_time: "2026-11-29T03:30:00.500001", state: { prompt: "hi" } }),
        begin(1, "answer", { start_time: "2026-11-29T03:30:01" }),
        { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: "2026-11-29T02:30:01.000100Z" },
        {
          type: "first_item_stream",
          action_sequence_id: 1,
          span_id: null,
          first_item_time: "2026-11-29T02:30:01.250100Z",
        },
        end(1, "answer", {
          end_time: "2026-11-29T03:30:02",
          state: { prompt: "hi" },
          exception: 'Traceback (most recent call last):\n  File "x.py", line 1, in f\nValueError: bad\n',
        }),
        {
          type: "end_stream",
          action_sequence_id: 1,
          span_id: null,
          end_time: "2026-11-29T02:30:02Z",
          items_streamed: 4,
        },
      ),
      { graph: pythonGraph },
    );
    expect((await view.steps({})).items).toMatchObject([
      { started_ms: firstMs + 0.001, duration_ms: 500, status: "completed" },
      {
        started_ms: firstMs + 1000,
        status: "failed",
        kind: "stream",
        chunks: 4,
        first_chunk_ms: 250,
        error: "ValueError: bad",
      },
    ]);
    expect(await view.step(1)).toMatchObject({
      why: null,
      access_recorded: false,
      read: [{ key: "prompt", preview: { value: "hi" }, last_writer: { sequence_id: 0, action: "ask" } }],
      wrote: [{ key: "reply", preview: null, last_writer: null }],
      committed: false,
      streams: [{ items: 4, recorded: false, first_item_ms: firstMs + 1250.1 }],
    });
    expect(await view.header()).toMatchObject({ format: "python", process: null, status: "failed", errors: 1 });
  });

  it("with an id that occurs more than once is the last, or the one that is asked for", async () => {
    const view = await viewOf(logText(...step(0, "a"), ...step(1, "b"), ...step(1, "c"), ...step(1, "d")));
    expect((await view.step(1))?.action).toBe("d");
    expect((await view.step(1, 0))?.action).toBe("b");
    expect((await view.step(1, 1))?.action).toBe("c");
    expect(await view.step(1, 3)).toBeUndefined();
    expect(await view.step(0, 1)).toBeUndefined();
  });
});

describe("How a step without an end stands", () => {
  const open = logText(run(), ...step(0), begin(1, "long"));
  const modifiedAtMs = 1_000_000;
  it.each([
    { when: "something was written just now", log: open, afterMs: 14_999, isAlive: true, status: "running" },
    { when: "nothing was written for 15 s", log: open, afterMs: 15_000, isAlive: true, status: "stalled" },
    { when: "its process is gone", log: open, afterMs: 10, isAlive: false, status: "lost" },
    {
      when: "its process is on another machine",
      log: logText(run({ host: "elsewhere" }), begin(1, "long")),
      afterMs: 10,
      isAlive: false,
      status: "running",
    },
    {
      when: "the log does not say which process",
      log: logText(begin(1, "long")),
      afterMs: 10,
      isAlive: false,
      status: "running",
    },
    {
      when: "another run has begun",
      log: open + logText(run({ run_id: "r2" })),
      afterMs: 10,
      isAlive: true,
      status: "lost",
    },
  ])("$status, when $when", async ({ log, afterMs, isAlive, status }) => {
    const view = await viewOf(log, { modifiedAtMs }, { now: () => modifiedAtMs + afterMs, isAlive: () => isAlive });
    expect((await view.steps({ direction: "back" })).items[0]?.status).toBe(status);
  });

  it("lost, when another one has begun since", async () => {
    const view = await viewOf(logText(begin(0, "crashed"), begin(0, "again"), end(0, "again")));
    expect((await view.steps({})).items.map(({ status }) => status)).toEqual(["lost", "completed"]);
  });
});

it("Columns hold the same as the rows", async () => {
  const view = await viewOf(chat);
  const bytes = Uint8Array.from(
    await view.columns({ names: ["sequence_id", "action", "status", "duration_ms", "chunks", "model", "gap", "first_chunk_ms", "nothing"] }),
  ); // prettier-ignore
  const start = bytes.indexOf(0x0a) + 1;
  expect(start % 8).toBe(0);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, start))) as {
    columns: { name: string; type: string; offset?: number; value?: number }[];
    actions: string[];
    models: string[];
    statuses: string[];
    to: number;
  };
  const column = (
    name: string,
    type: typeof Float64Array | typeof Uint16Array | typeof Uint8Array | typeof Uint32Array,
  ) => {
    const { offset, value } = head.columns.find((one) => one.name === name) ?? {};
    if (offset === undefined) return Array.from({ length: head.to }, () => value ?? Number.NaN);
    return [...new type(bytes.buffer.slice(start + offset), 0, head.to)];
  };
  const { items } = await view.steps({});
  expect(column("sequence_id", Float64Array)).toEqual(items.map((row) => row.sequence_id));
  expect(column("action", Uint16Array).map((number) => head.actions[number])).toEqual(items.map((row) => row.action));
  const models = column("model", Uint16Array).map((number) => head.models[number]);
  expect(models).toEqual(items.map((row) => row.model ?? ""));
  expect(column("status", Uint8Array).map((number) => head.statuses[number])).toEqual(items.map((row) => row.status));
  expect(column("duration_ms", Float64Array)).toEqual(items.map((row) => row.duration_ms));
  expect(column("chunks", Uint32Array)).toEqual(items.map((row) => row.chunks));
  expect(head.columns.find(({ name }) => name === "gap")).toEqual({ name: "gap", type: "u8", width: 1, value: 0 });
  expect(head.columns.map(({ name }) => name)).not.toContain("nothing");
});

it("A run that failed outside of its steps says what it failed with, until another one begins", async () => {
  const error = { name: "BurrError", message: 'Action "ask" needs the input "prompt".', code: "missing-input" };
  const failed = [run(), ...step(0, "ask"), { type: "end_run", run_id: "r1", t: at(20), status: "failed", stopped: null, error }]; // prettier-ignore
  expect(await (await viewOf(logText(...failed))).header()).toMatchObject({
    status: "failed",
    errors: 0,
    run_error: 'BurrError: Action "ask" needs the input "prompt".',
  });
  const again = [...failed, run({ run_id: "r2" }), ...step(1, "ask")];
  expect(await (await viewOf(logText(...again))).header()).toMatchObject({ run_error: null });
});
