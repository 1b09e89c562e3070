import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { burr, type Hooks } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { httpTracker } from "@burrjs/tracker/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve, type RunningServer } from "./serve.ts";
import { eventReader } from "./testing/event-reader.ts";

let dir: string;
let server: RunningServer;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-serve-logs-"));
  server = await serve({ dir, port: 0 });
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

const b = burr<{ n: number; log: readonly string[] }>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
const tell = b.action({
  reads: ["n", "log"],
  writes: ["log"],
  async *run(state, _inputs, context) {
    context.span("think", (span) => span.log({ "gen_ai.usage.input_tokens": 3 }));
    yield { word: "so" };
    yield { word: "far" };
    return [{ text: "so far" }, state.append({ log: `at ${state.n}` })];
  },
});

/** Runs an application that is tracked, up to its second action. */
function appOf(tracker: Hooks, appId: string): { run: () => Promise<void> } {
  const app = b
    .app()
    .withActions({ count, tell })
    .withTransitions(["count", "tell"], ["tell", "count"])
    .withState({ n: 0, log: [] })
    .withEntrypoint("count")
    .withIdentifiers({ appId, partitionKey: "me/you" })
    .withTracker(tracker)
    .build();
  return {
    async run() {
      const stream = await app.streamResult({ haltAfter: ["tell"] });
      await stream.get();
    },
  };
}

async function ask(path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${server.token}` };
  const response = await fetch(server.url + path, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
}

const run = "/api/v1/projects/demo/runs/me%2Fyou/app%2F1";

async function expectRun(): Promise<void> {
  expect(await ask("/api/v1/projects")).toMatchObject({ items: [{ project: "demo", runs: 1 }] });
  expect(await ask("/api/v1/projects/demo/runs")).toMatchObject({
    items: [{ app_id: "app/1", partition_key: "me/you", status: "completed", steps: 4 }],
  });
  expect(await ask(run)).toMatchObject({ steps: 4, actions: ["count", "tell"], tokens: { input: 6 } });
  expect(await ask(`${run}/steps`)).toMatchObject({
    total: 4,
    items: [{ action: "count" }, { action: "tell", kind: "stream", chunks: 2 }, {}, {}],
  });
  expect(await ask(`${run}/steps/3`)).toMatchObject({
    why: { from: "count", to: "tell" },
    spans_list: [{ name: "think" }],
  });
  expect(await ask(`${run}/steps/3/stream`)).toMatchObject({ items: [{ word: "so" }, { word: "far" }], total: 2 });
  expect(await ask(`${run}/steps/3/state?path=/log&depth=1`)).toMatchObject({ node: { type: "array", length: 2 } });
  expect(await ask("/api/v1/projects/demo/diff?a=me%252Fyou/app%252F1@1&b=me%252Fyou/app%252F1@3")).toMatchObject({
    total: 2,
  });
  expect(await ask(`${run}/keys/%2Fn/history`)).toMatchObject({ items: [{ sequence_id: 0 }, { sequence_id: 2 }] });
  expect(await ask("/api/v0/demo/app%2F1/__none__/apps")).toMatchObject({
    application: { entrypoint: "count" },
    steps: [
      {},
      {},
      {},
      { step_end_log: { state: { n: 2, log: ["at 1", "at 2"] } }, spans: [{}], streaming_events: [{}, {}, {}] },
    ],
  });
}

describe("an application that was tracked", () => {
  it("by files of this machine is served", async () => {
    const tracker = localTracker({ project: "demo", dir });
    await appOf(tracker, "app/1").run();
    await appOf(tracker, "app/1").run();
    await tracker.flush();
    expect(await ask("/api/v1/projects")).toMatchObject({ items: [{ project: "demo" }] });
  });

  it("by files of this machine has all that was recorded", async () => {
    const tracker = localTracker({ project: "demo", dir });
    const app = appOf(tracker, "app/1");
    await app.run();
    await app.run();
    await tracker.flush();
    await expectRun();
  });

  it("by a tracker that sends to this server has all of it as well", async () => {
    const errors: unknown[] = [];
    const tracker = httpTracker({
      project: "demo",
      url: server.url,
      token: server.token,
      onError: (error) => errors.push(error),
    });
    const app = appOf(tracker, "app/1");
    await app.run();
    await app.run();
    await tracker.flush();
    expect(errors).toEqual([]);
    await expectRun();
  });

  it("is heard of while it runs", async () => {
    const tracker = localTracker({ project: "demo", dir });
    const app = appOf(tracker, "app/1");
    await app.run();
    await tracker.flush();
    const headers = { authorization: `Bearer ${server.token}` };
    const topics = encodeURIComponent("run:demo/me%2Fyou/app%2F1");
    const events = eventReader(await fetch(`${server.url}/api/v1/events?topics=${topics}`, { headers }));
    expect(await events.take(1)).toMatchObject([{ event: "run", data: { header: { steps: 2 } } }]);
    await app.run();
    await tracker.flush();
    const seen = new Set<number>();
    while (!seen.has(3)) {
      const [event] = await events.take(1);
      const { steps } = (event?.data ?? {}) as { steps?: { sequence_id: number }[] };
      for (const step of steps ?? []) seen.add(step.sequence_id);
    }
    await events.close();
  });

  it("can be annotated, found by that, and deleted", async () => {
    const tracker = localTracker({ project: "demo", dir });
    await appOf(tracker, "app/1").run();
    await tracker.flush();
    const headers = { authorization: `Bearer ${server.token}`, "content-type": "application/json" };
    const send = (method: string, path: string, body: unknown): Promise<Response> =>
      fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
    const note = { app_id: "app/1", partition_key: "me/you", step_sequence_id: 1, tags: ["odd"] };
    expect((await send("POST", "/api/v1/projects/demo/notes", note)).status).toBe(201);
    expect(await ask("/api/v1/projects/demo/runs?q=tag:odd")).toMatchObject({
      items: [{ app_id: "app/1", notes: 1, tags: ["odd"] }],
    });
    expect((await send("DELETE", run, { confirm: "app/1" })).status).toBe(200);
    expect(await ask("/api/v1/projects/demo/runs")).toMatchObject({ items: [] });
  });
});
