import { describe, expect, it } from "vitest";
import type { ServerOptions } from "../options.ts";
import type { LogStore, RunChange, RunView } from "../store/store.ts";
import { testServer, type TestServer } from "../testing/client.ts";
import { eventReader, type EventReader } from "../testing/event-reader.ts";
import { fakeStore, header, row, summary } from "../testing/fake-store.ts";
import { manualTimers, settled, type ManualTimers } from "../testing/manual-timers.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";

const topic = "run:demo/~/app-1";

function change(n: number, more: Partial<RunChange> = {}): RunChange {
  return { place: `g:${n}`, steps: [row(n)], chunks: [], header: header(), ...more };
}

/** Changes that a test gives, of which only as many are made as are asked for. */
function changesOf(all: readonly RunChange[]): { watch: RunView["watch"]; asked: { from?: string; pulled: number } } {
  const asked: { from?: string; pulled: number } = { pulled: 0 };
  return {
    asked,
    async *watch({ from, signal }) {
      if (from === "") yield change(0, { steps: [], reset: true });
      else if (from !== undefined) asked.from = from;
      for (const one of all) {
        asked.pulled += 1;
        yield one;
      }
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    },
  };
}

interface Opened {
  readonly server: TestServer;
  readonly timers: ManualTimers;
  /** Opens a stream of events; while one is waited for, time passes, but less than there is between pings. */
  open(query: string, headers?: Record<string, string>): Promise<EventReader>;
}

function feedOf(store: LogStore, more: Partial<ServerOptions> = {}): Opened {
  const timers = manualTimers();
  const server = testServer({ store, schedule: timers.schedule, ...more });
  return {
    server,
    timers,
    async open(query, headers = {}) {
      const response = await server.call(`/api/v1/events?${query}`, { headers });
      expect([response.status, response.headers.get("content-type")]).toEqual([
        200,
        "text/event-stream; charset=utf-8",
      ]);
      const reader = eventReader(response);
      return {
        ...reader,
        get pieces() {
          return reader.pieces;
        },
        async take(count) {
          const taking = { isOver: false };
          const events = reader.take(count).finally(() => (taking.isOver = true));
          for (let n = 0; n < 20 && !taking.isOver; n += 1) await timers.pass(50);
          return events;
        },
      };
    },
  };
}

describe("an application", () => {
  it("is told of from its header on, each change with an id to go on from", async () => {
    const later = header({ steps: 4 });
    const { watch } = changesOf([change(1), change(2, { header: later }), change(3, { header: later, steps: [] })]);
    const { open } = feedOf(fakeStore({ watch }));
    const events = await open(`topics=${topic}`);
    expect(await events.take(2)).toEqual([
      { id: "g:0", event: "run", data: { topic, header: header() } },
      { id: "g:1", event: "steps", data: { topic, steps: [row(1)] } },
    ]);
    expect(await events.take(2)).toEqual([
      { id: "g:2", event: "steps", data: { topic, steps: [row(2)] } },
      { id: "g:2", event: "run", data: { topic, header: later } },
    ]);
    await events.close();
  });

  it("is not told of where all that is new is that it has written again", async () => {
    const life = header({ status: "running", last_written_ms: 5000, duration_ms: 5000, size_bytes: 70 });
    const stalled = { ...life, status: "stalled" as const };
    const watch = changesOf([
      change(1, { header: life }),
      change(2, { header: { ...life, last_written_ms: 9000, duration_ms: 9000, size_bytes: 90 }, steps: [] }),
      change(3, { header: stalled, steps: [] }),
      change(4, { header: { ...stalled, last_written_ms: 9000 }, steps: [] }),
    ]);
    const events = await feedOf(fakeStore({ watch: watch.watch })).open(`topics=${topic}`);
    const seen = await events.take(5);
    expect(seen.map(({ id, event }) => `${id} ${event}`)).toEqual([
      "g:0 run",
      "g:1 steps",
      "g:1 run",
      "g:3 run",
      "g:4 run",
    ]);
    await events.close();
  });

  it("is told of from where the client was", async () => {
    for (const [query, headers] of [
      [`topics=${topic}`, { "last-event-id": "g:77" }],
      [`topics=${topic}&from=g:77`, {}],
      [`topics=${topic}&from=g:1`, { "last-event-id": "g:77" }],
    ] as const) {
      const { watch, asked } = changesOf([change(1)]);
      const events = await feedOf(fakeStore({ watch })).open(query, headers);
      await events.take(2);
      expect(asked.from).toBe("g:77");
      await events.close();
    }
  });

  it("has chunks of the last step, and of those in focus", async () => {
    const chunk = (step: number): RunChange["chunks"][number] => ({
      sequence_id: step,
      attempt: 1,
      i: 0,
      dt_us: [1],
      items: ["x"],
    });
    const all = change(1, { steps: [], chunks: [chunk(0), chunk(1), chunk(2)] });
    const seen = async (query: string): Promise<unknown> => {
      const events = await feedOf(fakeStore({ watch: changesOf([all]).watch })).open(`topics=${topic}${query}`);
      const [, second] = await events.take(2);
      await events.close();
      return second?.data;
    };
    expect(await seen("")).toEqual({ topic, chunks: [chunk(2)] });
    expect(await seen("&focus=0")).toEqual({ topic, chunks: [chunk(0), chunk(2)] });
    expect(await seen("&focus=1,0")).toEqual({ topic, chunks: [chunk(0), chunk(1), chunk(2)] });
  });

  it("whose log was replaced, or has changed by too much, is to be asked for again", async () => {
    const error = "x".repeat(2 * 1024 * 1024);
    const { watch } = changesOf([change(1, { reset: true }), change(2, { steps: [row(2, { error })] })]);
    const { open } = feedOf(fakeStore({ watch }));
    const events = await open(`topics=${topic}`);
    const [, gap] = await events.take(2);
    expect(gap).toEqual({ id: "g:1", event: "gap", data: { topic, reason: "replaced" } });
    expect(await events.take(1)).toEqual([{ id: "g:2", event: "gap", data: { topic, reason: "too_much" } }]);
    await events.close();
  });

  it("that is not there is waited for", async () => {
    const store = fakeStore({ watch: changesOf([change(1)]).watch });
    let isThere = false;
    const { open } = feedOf({
      ...store,
      run: (ref) => (isThere ? store.run(ref) : Promise.resolve(undefined)),
    });
    const events = await open(`topics=${topic}`);
    expect(await events.take(1)).toEqual([{ event: "gone", data: { topic } }]);
    isThere = true;
    expect(await events.take(1)).toMatchObject([{ event: "run" }]);
    await events.close();
  });
});

it("several topics share a stream, and its ids hold the places of all applications", async () => {
  const { watch, asked } = changesOf([change(1)]);
  const second = {
    ...fakeStore({ watch }),
    run: () => fakeStore({ watch }).run({ project: "demo", appId: "app-1", partitionKey: null }),
  };
  const { open } = feedOf(second);
  const topics = "run:demo/~/app-1,run:demo/p%252F1/app%252C2,runs:demo";
  const events = await open(`topics=${topics}`);
  const seen = await events.take(5);
  expect(seen.map(({ event }) => event).toSorted()).toEqual(["run", "run", "runs", "steps", "steps"]);
  expect(seen.find(({ event }) => event === "runs")?.data).toEqual({
    topic: "runs:demo",
    at: 1,
    runs: [summary()],
    removed: [],
  });
  expect(seen.map(({ id }) => id).filter((id) => id !== undefined)).toContain("g:1,g:1");
  await events.close();
  await (await open(`topics=${topics}`, { "last-event-id": "g:5,g:6" })).take(5);
  expect(asked.from).toBe("g:6");
  await (await open(`topics=${topics}`, { "last-event-id": "g:9" })).take(5);
  expect(asked.from).toBe("g:6"); // an id of another set of topics says nothing
});

it.each([
  "",
  "x",
  "run:demo",
  "run:demo/~",
  "run:demo/~/a/b",
  "runs:",
  "runs:a/b",
  "runs:..",
  "run:demo/~/..",
  "run:..%2F/~/x",
  "runs:%25zz",
  "runs:a:b",
  "run:demo/~/%2500",
  Array.from({ length: 33 }, (_, n) => `runs:p${n}`).join(","),
])("the topics %s are refused", async (topics) => {
  expect((await testServer().call(`/api/v1/events?topics=${topics}`)).status).toBe(400);
});

describe("time", () => {
  it("each 10 s there is a ping, so that both sides notice when the other is gone", async () => {
    const { open, timers } = feedOf(fakeStore());
    const events = await open(`topics=${topic}`);
    await events.take(1);
    for (let n = 0; n < 3; n += 1) {
      await timers.pass(9950);
      expect(await events.take(1)).toEqual([{ event: "ping", data: {} }]);
    }
    await events.close();
  });

  it("nothing waits any more when the client has left", async () => {
    const { open, timers } = feedOf(fakeStore({ watch: changesOf([change(1)]).watch }));
    const events = await open(`topics=${topic},runs:demo`);
    await events.take(3);
    expect(timers.waiting).toBeGreaterThan(0);
    await events.close();
    await settled();
    expect(timers.waiting).toBe(0);
  });
});

describe("a client that reads slowly", () => {
  it("has no change made for it that it has not asked for", async () => {
    const { watch, asked } = changesOf(Array.from({ length: 1000 }, (_, n) => change(n)));
    const { open, timers } = feedOf(fakeStore({ watch }));
    const events = await open(`topics=${topic}`);
    await events.take(1);
    for (let n = 0; n < 200; n += 1) await timers.pass(10_000);
    expect(asked.pulled).toBeLessThan(3);
    expect(timers.waiting).toBeLessThan(4);
    await events.close();
  });

  it("gets what there is in one piece", async () => {
    const steps = changesOf([change(1, { header: header({ steps: 9 }) })]);
    const events = await feedOf(fakeStore({ watch: steps.watch })).open(`topics=${topic},runs:demo`);
    await events.take(2);
    await settled();
    const before = events.pieces;
    expect((await events.take(2)).map(({ event }) => event)).toEqual(["steps", "run"]);
    expect(events.pieces).toBe(before + 1);
    await events.close();
  });

  it("misses annotations beyond a hundred, and is told so", async () => {
    const { open, server } = feedOf(fakeStore(), { annotations: memoryAnnotations() });
    const events = await open("topics=runs:demo");
    await events.take(1);
    await settled();
    const note = { app_id: "app-1", partition_key: null, step_sequence_id: 1 };
    for (let n = 0; n < 150; n += 1) await server.send("POST", "/api/v1/projects/demo/notes", note);
    const seen = await events.take(102);
    expect(seen.at(-1)).toEqual({ event: "gap", data: { topic: "notes", reason: "too_much" } });
    await events.close();
  });
});

it("what is done with annotations is told to those whose topics they are about", async () => {
  const { open, server } = feedOf(fakeStore(), { annotations: memoryAnnotations() });
  const [one, other] = [await open(`topics=${topic}`), await open("topics=run:demo/~/app-2")];
  await one.take(1);
  await other.take(1);
  const draft = { app_id: "app-1", partition_key: null, step_sequence_id: 1, tags: ["x"] };
  const made: unknown = await (await server.send("POST", "/api/v1/projects/demo/notes", draft)).json();
  expect(await one.take(1)).toEqual([{ event: "note", data: { project: "demo", kind: "created", note: made } }]);
  await server.server.close();
  expect(await other.take(1)).toEqual([]);
});

it("a stream that cannot go on ends, so that the client opens it again", async () => {
  const seen: unknown[] = [];
  const watch = () => failing("no more");
  const events = await feedOf(fakeStore({ watch }), { onError: (error) => seen.push(error) }).open(`topics=${topic}`);
  expect(await events.take(9)).toEqual([]);
  expect(String(seen[0])).toContain("no more");
});

function failing(message: string): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error(message)) }) };
}
