import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begin, end, logText, patchStep, run, step } from "../../testing/log-lines.ts";
import { MemoryLogs } from "../../testing/memory-logs.ts";
import { pack, unpack } from "./cache-bytes.ts";
import { openStore } from "../open-store.ts";
import type { LogStore, RunView } from "../store.ts";

const indexName = "p/app/log.idx";
const runsName = "p//runs.idx";

/** A log long enough for its index to be kept: some 800 KB. */
const log = logText(
  run(),
  ...Array.from({ length: 1500 }, (_, id) => [
    begin(id, `action-${id % 5}`, { m: id * 10 }),
    { type: "attribute", key: "gen_ai.usage.input_tokens", action_sequence_id: id, span_id: null, value: id, tags: {} },
    { type: "access", sequence_id: id, read: ["n"], wrote: ["n"] },
    end(id, `action-${id % 5}`, { state: { n: id, text: "x".repeat(100) }, m: id * 10 + 3 }),
  ]).flat(),
  { type: "attribute", key: "late", action_sequence_id: 9999, span_id: null, value: 1, tags: {} },
);

async function viewOf(store: LogStore): Promise<RunView> {
  const view = await store.run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return view;
}

/** All that can be seen of the log. */
async function seen(view: RunView) {
  return {
    header: await view.header(),
    last: await view.steps({ direction: "back", limit: 20 }),
    first: await view.steps({ limit: 20 }),
    found: (await view.steps({ q: "action:action-3", limit: 5 })).total,
    step: await view.step(700),
    state: await view.stateValue(1200),
    columns: [...(await view.columns({ names: ["started_ms", "action", "input_tokens"] }))].length,
    unreadable: await view.unreadable(),
  };
}

async function kept(): Promise<{ readonly logs: MemoryLogs; readonly expected: Awaited<ReturnType<typeof seen>> }> {
  const logs = new MemoryLogs({ cache: true });
  logs.put("p", "app", { log });
  const store = openStore(logs);
  const expected = await seen(await viewOf(store));
  await store.close();
  expect([...logs.kept.keys()].toSorted()).toEqual([runsName, indexName].toSorted());
  return { logs, expected };
}

describe("An index that was kept beside its log", () => {
  it("spares reading the log, and tells the same", async () => {
    const { logs, expected } = await kept();
    logs.counts.bytes = 0;
    const view = await viewOf(openStore(logs));
    await view.steps({});
    expect(logs.counts.bytes).toBeLessThan(2000);
    expect(await seen(view)).toEqual(expected);
  });

  it("is read on from where the log has grown", async () => {
    const { logs } = await kept();
    logs.append("p", "app", logText(...step(1500, "new"), begin(9999, "late")));
    logs.counts.bytes = 0;
    const view = await viewOf(openStore(logs));
    expect((await view.steps({ direction: "back", limit: 2 })).items.map(({ action }) => action)).toEqual([
      "late",
      "new",
    ]);
    expect(logs.counts.bytes).toBeLessThan(3000);
    expect((await view.step(9999))?.attributes).toMatchObject([{ key: "late" }]);
  });

  it.each<{ what: string; spoil: (bytes: Uint8Array) => Uint8Array }>([
    { what: "is empty", spoil: () => new Uint8Array() },
    { what: "is cut", spoil: (bytes) => bytes.subarray(0, bytes.length >> 1) },
    { what: "lacks its last byte", spoil: (bytes) => bytes.subarray(0, -1) },
    { what: "has a byte more", spoil: (bytes) => Uint8Array.from([...bytes, 0]) },
    { what: "is of another version", spoil: (bytes) => repacked("older", bytes) },
    { what: "is something else", spoil: () => new TextEncoder().encode("log.idx") },
    { what: "is zeros", spoil: (bytes) => new Uint8Array(bytes.length) },
  ])("and $what is made again", async ({ spoil }) => {
    const { logs, expected } = await kept();
    for (const name of [indexName, runsName]) logs.kept.set(name, spoil(logs.kept.get(name) ?? new Uint8Array()));
    const store = openStore(logs);
    expect(await seen(await viewOf(store))).toEqual(expected);
    expect((await store.runs("p", {}))?.items[0]).toMatchObject({ steps: 1500, app_id: "app" });
  });

  it("is not taken for that of a log that was put in its place", async () => {
    const { logs } = await kept();
    logs.put("p", "app", { log: log.replaceAll("action-3", "action-X") });
    expect((await (await viewOf(openStore(logs))).header()).actions).toContain("action-X");
  });

  it("is not taken when the log was changed behind our back", async () => {
    const { logs } = await kept();
    const changed = new MemoryLogs({ cache: true });
    changed.put("p", "app", { log: log.replaceAll("late", "soon") });
    changed.kept.set(indexName, logs.kept.get(indexName) ?? new Uint8Array());
    const view = await viewOf(openStore(changed));
    changed.append("p", "app", logText(begin(9999, "last")));
    expect((await view.step(9999))?.attributes).toMatchObject([{ key: "soon" }]);
  });

  it("cannot be kept where nothing can be written, which does no harm", async () => {
    const logs = new MemoryLogs({ cache: true });
    logs.isWritable = false;
    logs.put("p", "app", { log });
    const store = openStore(logs);
    expect((await seen(await viewOf(store))).header.steps).toBe(1500);
    await store.close();
    expect(logs.kept.size).toBe(0);
  });

  it("may be forgotten at any time, since memory is bounded", async () => {
    const logs = new MemoryLogs({ cache: true });
    for (let app = 0; app < 5; app += 1) logs.put("p", `app-${app}`, { log });
    const store = openStore(logs, { indexBytes: 300_000 });
    for (let round = 0; round < 2; round += 1) {
      for (let app = 0; app < 5; app += 1) {
        const view = await store.run({ project: "p", partitionKey: null, appId: `app-${app}` });
        expect((await view?.steps({ direction: "back", limit: 1 }))?.items[0]?.sequence_id).toBe(1499);
      }
    }
    expect(logs.kept.size).toBeGreaterThan(2);
  });
});

/** The same as of another version. */
function repacked(other: string, bytes: Uint8Array): Uint8Array {
  // The version stands in the text behind the head.
  const text = new TextDecoder().decode(bytes);
  const version = JSON.parse(/\{"version":("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? '""') as string;
  const content = unpack(version, bytes);
  if (content === undefined) throw new Error("The bytes should be right.");
  return pack(other, { json: content.json, parts: content.parts.map((part) => [part]) });
}

it("What was packed comes out as it was, and with any one bit changed not at all", () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.jsonValue(), parts, fc.nat(), fc.nat(7), (json, list, at, bit) => {
      const packed = pack("v", { json, parts: list.map((part) => [part]) });
      const content = unpack("v", packed);
      expect(JSON.stringify(content?.json)).toBe(JSON.stringify(json));
      expect(content?.parts.map((part) => [...part])).toEqual(list.map((part) => [...part]));
      const spoiled = Uint8Array.from(packed);
      const place = at % spoiled.length;
      spoiled[place] = (spoiled[place] ?? 0) ^ (1 << bit);
      expect(unpack("v", spoiled)).toBeUndefined();
      expect(unpack("w", packed)).toBeUndefined();
    }),
  );
});

it("An index that was kept in the middle of a log goes on as if it had never been put away", async () => {
  const lines = logText(
    run(),
    ...step(0),
    begin(1, "stream"),
    { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: "2026-11-29T02:30:00.010Z", m: 1 },
    {
      type: "first_item_stream",
      action_sequence_id: 1,
      span_id: null,
      first_item_time: "2026-11-29T02:30:00.020Z",
      m: 4001,
    },
    end(1, "stream"),
    { type: "transition", sequence_id: 1, from: "stream", to: "count", t: "2026-11-29T02:30:00.020Z", tried: [] },
    ...patchStep(2, [{ op: "add", path: "/x", value: 1 }]),
  ).split(/(?<=\n)/);
  const padding = logText(...Array.from({ length: 300 }, () => ({ type: "padding", text: "x".repeat(1000) })));
  for (let cut = 1; cut < lines.length; cut += 1) {
    const logs = new MemoryLogs({ cache: true });
    logs.put("p", "app", { log: padding + lines.slice(0, cut).join("") });
    const first = openStore(logs);
    await (await viewOf(first)).steps({});
    await first.close();
    expect(logs.kept.has(indexName)).toBe(true);
    logs.append("p", "app", lines.slice(cut).join(""));
    const view = await viewOf(openStore(logs));
    expect((await view.steps({})).items[1]).toMatchObject({ first_chunk_ms: 4, duration_ms: 5 });
    expect((await view.step(2))?.why).toMatchObject({ from: "stream", to: "count" });
    expect(await view.stateValue(2)).toEqual({ n: 1, x: 1 });
  }
});
