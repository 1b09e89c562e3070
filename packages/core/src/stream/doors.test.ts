import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import {
  burr,
  channel,
  type JournalRecord,
  memoryJournal,
  readStream,
  type AnyRunEvent,
  type ApplicationOptions,
  type StepContext,
} from "../index.ts";

interface Text {
  text: string;
}
const b = burr<Text>();

/** An application whose one action yields the letters of a word. */
function letters(
  word = "abc",
  options: ApplicationOptions & { readonly onYield?: (count: number) => void; readonly fails?: boolean } = {},
) {
  const { onYield, fails, ...rest } = options;
  const spell = b.action({
    reads: [],
    writes: ["text"],
    async *run(state) {
      let count = 0;
      for (const letter of word) {
        count += 1;
        onYield?.(count);
        yield letter;
      }
      if (fails === true) throw new Error("secret detail");
      return [{ length: word.length }, state.update({ text: word })];
    },
  });
  return b.application({ actions: { spell }, transitions: [], entrypoint: "spell", state: { text: "" }, ...rest });
}

async function open(...parameters: Parameters<typeof letters>) {
  return await letters(...parameters).streamResult({ haltAfter: "spell" });
}

async function collect<TItem>(items: AsyncIterable<TItem>): Promise<TItem[]> {
  const all: TItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("reading a stream", () => {
  it("gives every chunk, then the final", async () => {
    const stream = await open();
    expect(await collect(stream)).toEqual(["a", "b", "c"]);
    expect(await stream.get()).toEqual({
      action: "spell",
      result: { length: 3 },
      state: { text: "abc" },
      sequenceId: 0,
    });
    expect(await stream.outcome).toMatchObject({ status: "completed", committed: true, closed: true });
  });

  it("produces one chunk for each that was taken", async () => {
    const produced: number[] = [];
    const stream = await open("abcdef", { onYield: (count) => produced.push(count) });
    const iterator = stream[Symbol.asyncIterator]();
    await macrotask();
    expect(produced).toEqual([]);
    await iterator.next();
    await macrotask();
    expect(produced).toEqual([1]);
    await iterator.return?.();
  });

  it("delivers a chunk when it is yielded, in both protocols, not when the next one is", async () => {
    const plain = b.action({
      reads: [],
      writes: ["text"],
      async *run(_state, _inputs, { signal }) {
        yield "now";
        await aborted(signal);
        return { text: "" };
      },
    });
    const pairs = b.streamingAction({
      reads: [],
      writes: ["text"],
      async *run(_state, _inputs, { signal }) {
        yield ["now", null];
        await aborted(signal);
        yield [{}, { text: "" }];
      },
    });
    for (const action of [plain, pairs]) {
      const app = b.application({ actions: { action }, transitions: [], entrypoint: "action", state: {} });
      const stream = await app.streamResult({ haltAfter: "action" });
      const iterator = stream[Symbol.asyncIterator]();
      expect(await iterator.next()).toEqual({ done: false, value: "now" });
      await iterator.return?.();
    }
  });

  it("answers calls of next() that do not wait for each other, in order", async () => {
    const iterator = (await open())[Symbol.asyncIterator]();
    const items = await Promise.all([
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.next(),
    ]);
    expect(items.map(({ value }) => (typeof value === "string" ? value : typeof value))).toEqual([
      "a",
      "b",
      "c",
      "object",
      "undefined",
    ]);
  });

  it("passes its chunks on and gives its final in yield*", async () => {
    const stream = await open();
    async function* outer() {
      const final = yield* stream;
      return final.result.length;
    }
    const iterator = outer();
    const seen: string[] = [];
    let item = await iterator.next();
    for (; item.done !== true; item = await iterator.next()) seen.push(item.value);
    expect([seen, item.value]).toEqual([["a", "b", "c"], 3]);
  });

  it("lets one reader in, and drains for get() behind it", async () => {
    const stream = await open();
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: "stream-locked" }));
    expect(() => stream.toReadableStream()).toThrow(expect.objectContaining({ code: "stream-locked" }));
    expect(await stream.get()).toMatchObject({ result: { length: 3 } });
  });

  it("waits for the end of all, when it is disposed of after an abort", async () => {
    const seen: string[] = [];
    const stop = new AbortController();
    const talk = b.action({
      reads: [],
      writes: ["text"],
      async *run() {
        try {
          yield 1;
          return { text: "" };
        } finally {
          await macrotask();
          seen.push("finally");
        }
      },
    });
    const app = b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: {}, hooks: [{ postRunExecuteCall: () => void seen.push("end") }] }); // prettier-ignore
    const stream = app.stream({ signal: stop.signal });
    const read = (async () => {
      for await (const event of stream) if (event.type === "chunk") stop.abort(new Error("stop"));
    })();
    await expect(read).rejects.toThrow("stop");
    await stream[Symbol.asyncDispose]();
    expect(seen).toEqual(["finally", "end"]);
  });

  it("closes at the end of an `await using` block", async () => {
    const app = letters();
    {
      await using stream = await app.streamResult({ haltAfter: "spell" });
      await stream[Symbol.asyncIterator]().next();
    }
    expect(app.state.text).toBe("");
    expect((await app.run()).state.text).toBe("abc");
  });

  it("keeps the last chunks only, and counts the others", async () => {
    const stream = await open("abcdefghij", { keepChunks: 3 });
    const iterator = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 9; count += 1) await iterator.next();
    await iterator.return?.();
    const { partial } = await stream.outcome;
    expect([[...partial], partial.dropped]).toEqual([["g", "h", "i"], 6]);
  });

  it("goes on without a reader after detach(), and journals the chunks", async () => {
    const journal = memoryJournal();
    const app = letters("abcd", { journal });
    const stream = await app.streamResult({ haltAfter: "spell" });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.detach();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await stream.outcome).toMatchObject({ status: "completed" });
    expect(app.state.text).toBe("abcd");
    expect(journal.records.filter(({ type }) => type === "chunks")).toMatchObject([
      { index: 1, chunks: ["b"] },
      { index: 2, chunks: ["c"] },
      { index: 3, chunks: ["d"] },
    ]);
  });
});

describe("tee", () => {
  it("gives both readers all items and the final", async () => {
    const [left, right] = (await open()).tee();
    expect(await Promise.all([collect(left), collect(right)])).toEqual([
      ["a", "b", "c"],
      ["a", "b", "c"],
    ]);
  });

  it("lets the faster reader get no more than bufferChunks ahead", async () => {
    let produced = 0;
    const [fast, slow] = (await open("abcdefgh", { onYield: (count) => (produced = count) })).tee({ bufferChunks: 2 });
    await fast.next();
    await fast.next();
    const third = fast.next();
    await macrotask();
    expect(produced).toBe(2);
    await slow.next();
    expect(await third).toEqual({ done: false, value: "c" });
    await fast.return?.();
    await slow.return?.();
  });

  it("aborts when the last reader leaves, not before", async () => {
    const stream = await open();
    const [left, right] = stream.tee();
    await left.next();
    await left.return?.();
    expect(await collect(right)).toEqual(["a", "b", "c"]);
    const second = await open();
    const branches = second.tee();
    await branches[0].next();
    for (const branch of branches) await branch.return?.();
    expect(await second.outcome).toMatchObject({ status: "aborted" });
  });
});

describe("a whole run as events", () => {
  it("tells every start, chunk, transition and end, in order", async () => {
    const app = b.application({
      actions: {
        first: b.action({ reads: [], writes: ["text"], run: () => ({ text: "x" }) }),
        spell: letters().graph.actions.spell as never,
      },
      transitions: [["first", "spell", b.when({ text: "x" })]],
      entrypoint: "first",
      state: {},
    });
    const events = await collect(app.stream() as AsyncIterable<AnyRunEvent>);
    expect(events.map(({ type, action, sequenceId }) => `${type} ${action} ${sequenceId}`)).toEqual([
      "run-start first -1",
      "step-start first 0",
      "step-end first 0",
      "transition first 0",
      "step-start spell 1",
      "chunk spell 1",
      "chunk spell 1",
      "chunk spell 1",
      "step-end spell 1",
      "run-end spell 1",
    ]);
    expect(events[3]).toMatchObject({
      to: "spell",
      tried: [{ to: "spell", condition: "text=x", reads: ["text"], result: true }],
    });
    expect(events[8]).toMatchObject({
      status: "completed",
      committed: true,
      result: { length: 3 },
      delta: [{ op: "set", key: "text", value: "abc" }],
    });
  });

  it("tells of a failure, takes the chunks back, and throws the action's error", async () => {
    const seen: string[] = [];
    const stream = letters("ab", { fails: true }).stream();
    await expect(
      (async () => {
        for await (const { type } of stream) seen.push(type);
      })(),
    ).rejects.toThrow("secret detail");
    expect(seen).toEqual(["run-start", "step-start", "chunk", "chunk", "rollback", "step-end"]);
  });
});

describe("over HTTP", () => {
  it("sends server-sent events that readStream gives back", async () => {
    const response = (await open()).toResponse();
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = await collect(readStream(response));
    expect(events.map(({ type }) => type)).toEqual(["step-start", "chunk", "chunk", "chunk", "step-end", "run-end"]);
    expect(events[4]).toMatchObject({
      status: "completed",
      sequenceId: 0,
      result: { length: 3 },
      delta: [{ op: "set", key: "text", value: "abc" }],
    });
  });

  it("names each event and gives it an id", async () => {
    const text = await (await open("a")).toResponse().text();
    expect(text.match(/^(id|event): .*$/gm)).toEqual([
      "id: 0.1.-1",
      "event: step-start",
      "id: 0.1.0",
      "event: chunk",
      "id: 0.1.end",
      "event: commit",
      "id: 0.1.end",
      "event: run-end",
    ]);
  });

  it("never sends the text of an error, unless it is asked to", async () => {
    const text = await (await open("ab", { fails: true })).toResponse().text();
    expect(text).not.toContain("secret detail");
    expect(text.match(/^event: .*$/gm)?.slice(-2)).toEqual(["event: rollback", "event: error"]);
    const told = await (await open("ab", { fails: true })).toResponse({ errorText: () => "Please try again." }).text();
    expect(told).toContain("Please try again.");
  });

  it("tells of an abort, and whether the partial output was kept", async () => {
    const stream = await open();
    const reader = stream.toResponse().body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await reader?.read();
    await stream.abort(new Error("secret reason"));
    let rest = "";
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) rest += part.value;
    expect(rest.match(/^event: .*$/gm)).toEqual(["event: rollback", "event: abort"]);
    expect(rest).not.toContain("secret reason");
  });

  it("answers a client that reconnects to a finished stream with 204", async () => {
    const stream = await open();
    await stream.get();
    expect(stream.toResponse({ lastEventId: "0.3" }).status).toBe(204);
    expect(await collect(readStream(stream.toResponse({ lastEventId: "0.3" })))).toEqual([]);
  });

  it("goes on detached when the client disconnects, if told so", async () => {
    const app = letters();
    const stream = await app.streamResult({ haltAfter: "spell" });
    const reader = stream.toResponse({ onDisconnect: "detach" }).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await stream.outcome).toMatchObject({ status: "completed" });
    expect(app.state.text).toBe("abc");
  });

  it("breaks a silence with comments, and leaves no timer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const quiet = b.action({
        reads: [],
        writes: ["text"],
        async *run(_state, _inputs, { signal }) {
          yield 1;
          await aborted(signal);
          return { text: "" };
        },
      });
      const app = b.application({ actions: { quiet }, transitions: [], entrypoint: "quiet", state: {} });
      const stream = await app.streamResult({ haltAfter: "quiet" });
      const reader = stream.toResponse({ keepAliveMs: 10 }).body?.pipeThrough(new TextDecoderStream()).getReader();
      await reader?.read();
      await reader?.read();
      const silent = reader?.read();
      await macrotask();
      vi.advanceTimersByTime(10);
      expect((await silent)?.value).toBe(": keep-alive\n\n");
      await reader?.cancel();
      await stream.outcome;
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    {
      name: "a line split between parts",
      parts: ['data: {"type":"ch', 'unk"}\n', "\n", 'data: {"type":"step-end"}\n\n'],
    },
    {
      name: "CRLF, split in its middle",
      parts: ['data: {"type":"chunk"}\r', "\n\r\n", 'data: {"type":"step-end"}\r\n\r\n'],
    },
    { name: "lone carriage returns", parts: ['data: {"type":"chunk"}\r\rdata: {"type":"step-end"}\r\r'] },
    {
      name: "comments, ids, retry and several data lines",
      parts: [': hi\nid: 1\nretry: 5\ndata: {"type":\ndata: "chunk"}\n\ndata:{"type":"step-end"}\n\n'],
    },
    { name: "a byte order mark", parts: ['\uFEFFdata: {"type":"chunk"}\n\ndata: {"type":"step-end"}\n\n'] },
  ])("reads $name", async ({ parts }) => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(encoder.encode(part));
        controller.close();
      },
    });
    expect((await collect(readStream(new Response(body)))).map(({ type }) => type)).toEqual(["chunk", "step-end"]);
  });

  it("says so when a response breaks off, is no stream, or is refused", async () => {
    const interrupted = expect.objectContaining({ code: "stream-interrupted" });
    await expect(collect(readStream(new Response('data: {"type":"chunk"}\n\n')))).rejects.toEqual(interrupted);
    await expect(collect(readStream(new Response("data: no json\n\n")))).rejects.toEqual(interrupted);
    await expect(collect(readStream(new Response("no", { status: 500 })))).rejects.toEqual(interrupted);
  });
});

describe("checkpoints", () => {
  it("are found by the next attempt of the step, and forgotten at the commit", async () => {
    const resumedFrom: unknown[] = [];
    const count = b.action({
      reads: [],
      writes: ["text"],
      async *run(_state, _inputs, context: StepContext<Text>) {
        resumedFrom.push(context.resumed?.text);
        for (let text = context.resumed?.text ?? ""; text.length < 4;) {
          text += "x";
          context.checkpoint({ text });
          yield text;
        }
        return { text: "xxxx" };
      },
    });
    const journal = memoryJournal();
    const app = b.application({
      actions: { count },
      transitions: [["count", "count"]],
      entrypoint: "count",
      state: {},
      journal,
    });
    const stream = await app.streamResult({ haltAfter: "count" });
    for await (const text of stream) if (text === "xx") break;
    expect(app.state.text).toBeUndefined();
    expect(await collect(await app.streamResult({ haltAfter: "count" }))).toEqual(["xxx", "xxxx"]);
    await app.step();
    expect(resumedFrom).toEqual([undefined, "xx", undefined]);
    expect(journal.records.filter(({ type }) => type === "checkpoint")).toHaveLength(8);
  });

  it("are told as events before the chunk that follows them", async () => {
    const save = b.action({
      reads: [],
      writes: ["text"],
      *run(_state, _inputs, { checkpoint }) {
        checkpoint({ text: "half" });
        yield 1;
        return { text: "whole" };
      },
    });
    const app = b.application({ actions: { save }, transitions: [], entrypoint: "save", state: {} });
    const events = await collect(app.stream());
    expect(events.map(({ type }) => type)).toEqual([
      "run-start",
      "step-start",
      "checkpoint",
      "chunk",
      "step-end",
      "run-end",
    ]);
  });

  it("hold the next chunk back until they are stored", async () => {
    const order: string[] = [];
    const journal = {
      append: async (records: readonly JournalRecord[]): Promise<void> => {
        await macrotask();
        order.push(...records.map(({ type }) => type));
      },
    };
    const save = b.action({
      reads: [],
      writes: ["text"],
      *run(_state, _inputs, { checkpoint }) {
        checkpoint({ text: "half" });
        yield 1;
        return { text: "whole" };
      },
    });
    const app = b.application({ actions: { save }, transitions: [], entrypoint: "save", state: {}, journal });
    for await (const chunk of await app.streamResult({ haltAfter: "save" })) order.push(`chunk ${chunk}`);
    expect(order).toEqual(["step-started", "checkpoint", "chunk 1", "step-ended"]);
  });
});

describe("channel", () => {
  it("bridges a callback source, and ends with it", async () => {
    const events = channel<number>();
    events.push(1);
    events.push(2);
    events.close();
    expect(await collect(events)).toEqual([1, 2]);
    expect(events.push(3)).toBe(false);
  });

  it("is bounded: it throws, drops, or makes the sender wait", async () => {
    const strict = channel<number>({ capacity: 1 });
    strict.push(1);
    expect(() => strict.push(2)).toThrow(expect.objectContaining({ code: "channel-overflow" }));
    const newest = channel<number>({ capacity: 1, onOverflow: "drop-oldest" });
    newest.push(1);
    newest.push(2);
    newest.close();
    expect(await collect(newest)).toEqual([2]);
    const oldest = channel<number>({ capacity: 1, onOverflow: "drop-newest" });
    oldest.push(1);
    expect(oldest.push(2)).toBe(false);
    const patient = channel<number>({ capacity: 1 });
    await patient.send(1);
    const second = patient.send(2).then(() => patient.close());
    expect(await collect(patient)).toEqual([1, 2]);
    await second;
  });

  it("gives the error it was closed with, after what waits", async () => {
    const events = channel<number>();
    events.push(1);
    events.close(new Error("gone"));
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const one of events) seen.push(one);
      })(),
    ).rejects.toThrow("gone");
    expect(seen).toEqual([1]);
  });

  it("tells the source when the reader has left, and wakes the reader on an abort", async () => {
    const left = channel<number>();
    left.push(1);
    await left[Symbol.asyncIterator]().next();
    await left[Symbol.asyncIterator]().return?.();
    expect(left.closed.aborted).toBe(true);
    const stop = new AbortController();
    const waiting = channel<number>({ signal: stop.signal });
    const reading = collect(waiting);
    stop.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
  });
});

/** Rejects when the signal aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}
