import type { LogRecord, SearchHit } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { testServer } from "../testing/client.ts";
import { fakeStore, row } from "../testing/fake-store.ts";

const run = "/api/v1/projects/demo/runs/~/app-1";

describe("the difference of two states", () => {
  const states = new Map<string, Record<string, unknown>>([
    [
      "1 after",
      {
        list: [
          { id: 1, x: 1 },
          { id: 2, x: 2 },
        ],
        gone: 1,
        same: { deep: true },
      },
    ],
    ["2 after", { list: [{ id: 0 }, { id: 1, x: 9 }, { id: 2, x: 2 }], fresh: "new", same: { deep: true } }],
    ["2 before", { list: [] }],
  ]);
  const stateValue = (step: number, at = "after"): Promise<Record<string, unknown> | undefined> =>
    Promise.resolve(states.get(`${step} ${at}`));
  const { json, call } = testServer({ store: fakeStore({ stateValue }) });
  const diff = (query: string): Promise<unknown> => json(`/api/v1/projects/demo/diff?${query}`);

  it("names what was added, removed and changed", async () => {
    expect(await diff("a=app-1@1&b=~/app-1@2")).toMatchObject({
      items: [
        { path: "/list/0", op: "add" },
        { path: "/list/1/x", op: "change", before: { value: 1 }, after: { value: 9 } },
        { path: "/gone", op: "remove" },
        { path: "/fresh", op: "add" },
      ],
      total: 4,
    });
  });

  it("can be of a part, of a state before a step, and in pages", async () => {
    expect(await diff("a=app-1@1&b=app-1@2&path=/list/1")).toMatchObject({
      items: [{ path: "/list/1/id" }, { path: "/list/1/x" }],
    });
    expect(await diff("a=app-1@1&b=app-1@2&path=/fresh")).toMatchObject({ items: [{ path: "/fresh", op: "add" }] });
    expect(await diff("a=app-1@1&b=app-1@2&path=/gone")).toMatchObject({ items: [{ path: "/gone", op: "remove" }] });
    expect(await diff("a=app-1@2&a_at=before&b=app-1@2&path=/list")).toMatchObject({ total: 3 });
    expect(await diff("a=app-1@1&b=app-1@1")).toEqual({ items: [], total: 0, next: null });
    const first = (await diff("a=app-1@1&b=app-1@2&limit=3")) as { next: string };
    expect(await diff(`a=app-1@1&b=app-1@2&limit=3&cursor=${first.next}`)).toMatchObject({
      items: [{ path: "/fresh" }],
      next: null,
    });
  });

  it("is not of the engine's keys, unless one is asked for", async () => {
    const prior = (id: number) => ({ n: 1, __SEQUENCE_ID: id });
    const python = testServer({ store: fakeStore({ stateValue: (id) => Promise.resolve(prior(id)) }) });
    const path = "/api/v1/projects/demo/diff?a=app-1@1&b=app-1@2";
    expect(await python.json(path)).toMatchObject({ items: [] });
    expect(await python.json(`${path}&path=/__SEQUENCE_ID`)).toMatchObject({
      items: [{ path: "/__SEQUENCE_ID", op: "change", before: { value: 1 }, after: { value: 2 } }],
    });
  });

  it("of two logs is not of what was redacted in both: their marks differ also for one value", async () => {
    const hidden = (hash: string) => ({ $burr: "redacted", value: hash });
    const ref = { project: "demo", partitionKey: null, appId: "app-1" };
    const storeOf = (appId: string) => {
      const both = [{ keys: [hidden(appId)], key: hidden(appId), name: appId }, { key: "told" }];
      return fakeStore({ stateValue: (id) => Promise.resolve(both[id]) });
    };
    const [one, other] = [storeOf("app-1"), storeOf("app-2")];
    const two = testServer({ store: { ...one, run: ({ appId }) => (appId === "app-1" ? one : other).run(ref) } });
    const paths = async (a: string, b: string): Promise<unknown> => {
      const { items } = (await two.json(`/api/v1/projects/demo/diff?a=${a}&b=${b}`)) as { items: { path: string }[] };
      return items.map(({ path }) => path);
    };
    expect(await paths("app-1@0", "app-2@0")).toEqual(["/name"]);
    expect(await paths("app-1@0", "app-2@1")).toEqual(["/keys", "/key", "/name"]);
  });

  it.each([
    ["a=app-1@1&b=app-1@9", 404],
    ["a=app-1@1&b=none@1", 404],
    ["a=app-1@1&b=app-1@2&path=/none", 404],
    ["a=app-1@1&b=app-1@2&path=/__proto__", 404],
    ["a=app-1&b=app-1@2", 400],
    ["a=app-1@1", 400],
    ["a=app-1@x&b=app-1@1", 400],
    ["a=app-1@1&b=app-1@2&path=none", 400],
    ["a=app-1@1&b=app-1@2&path=/~2", 400],
  ])("%s: %i", async (query, status) => {
    expect((await call(`/api/v1/projects/demo/diff?${query}`)).status).toBe(status);
  });
});

describe("downloads", () => {
  const time = "2026-11-29T00:00:00.000000Z";
  const records: readonly LogRecord[] = [
    { type: "run", v: 1, run_id: "r", t: time, method: "run", pid: 1, state: { n: 0 } },
    { type: "begin_entry", start_time: time, action: "a", inputs: {}, sequence_id: 0 },
    {
      type: "end_entry",
      end_time: time,
      action: "a",
      result: {},
      exception: null,
      sequence_id: 0,
      form: "patch",
      state: { $patch: [{ op: "replace", path: "/n", value: 1 }] },
    },
  ];

  it("of a run have its records as they are, and where they begin and end", async () => {
    const response = await testServer({ store: fakeStore({}, records) }).call(`${run}/export`);
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="demo-app-1.jsonl"');
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { kind: "run", v: 1, project: "demo", app_id: "app-1", partition_key: null, written_ms: 2000 },
      ...records,
      { kind: "end", lines: records.length },
    ]);
  });

  it("for Burr have each step's whole state", async () => {
    const response = await testServer({ store: fakeStore({}, records) }).call(`${run}/export?format=burr`);
    const lines = (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines).toMatchObject([{ type: "begin_entry" }, { type: "end_entry", state: { n: 1, __SEQUENCE_ID: 0 } }]);
  });

  it("for Burr bring large values back", async () => {
    const sha256 = "a".repeat(64);
    const reference = { $burr: "ref", value: { sha256, bytes: 7, mime: "application/json", preview: "" } };
    const large: LogRecord = {
      type: "attribute",
      key: "k",
      action_sequence_id: 0,
      span_id: null,
      value: reference,
      tags: {},
    };
    const blob = (hash: string): Promise<Uint8Array | undefined> =>
      Promise.resolve(hash === sha256 ? new TextEncoder().encode('"large"') : undefined);
    const response = await testServer({ store: fakeStore({ blob }, [large]) }).call(`${run}/export?format=burr`);
    expect(JSON.parse(await response.text())).toMatchObject({ value: "large" });
  });

  it("for spreadsheets have a row per step, and no formulas", async () => {
    const pages: (string | undefined)[] = [];
    const steps = ({ cursor }: { cursor?: string }): Promise<never> => {
      pages.push(cursor);
      const items = [row(pages.length, { action: '=cmd|" /C calc"!A0', error: "-1\n+2" })];
      return Promise.resolve({ items, total: 2, next: cursor === undefined ? "more" : null } as never);
    };
    const response = await testServer({ store: fakeStore({ steps }) }).call(`${run}/export?format=csv`);
    const text = await response.text();
    expect(pages).toEqual([undefined, "more"]);
    expect(text.split("\r\n")).toHaveLength(4);
    expect(text).toContain(`demo,app-1,,1,0,"'=cmd|"" /C calc""!A0",,action`);
    expect(text).toContain(`"'-1\n+2"`);
  });

  it.each([
    ["..%2f..%2fetc%2fpasswd", "demo-etc_passwd.jsonl"],
    ["a%22b%3B%20c", "demo-a_b_c.jsonl"],
    ["%F0%9F%98%80", "demo.jsonl"],
    ["x".repeat(300), `demo-${"x".repeat(60)}.jsonl`],
    ["-rf", "demo-rf.jsonl"],
  ])("of %s have a name that is safe everywhere", async (id, name) => {
    const store = fakeStore();
    const ref = { project: "demo", partitionKey: null, appId: "app-1" };
    const any: typeof store.run = async ({ appId }) => {
      const view = await store.run(ref);
      return view && { ...view, ref: { ...ref, appId } };
    };
    const response = await testServer({ store: { ...store, run: any } }).call(
      `/api/v1/projects/demo/runs/~/${id}/export`,
    );
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
    await response.body?.cancel();
  });
});

describe("a search", () => {
  it("sends each hit when it is found, and stops when the client leaves", async () => {
    let made = 0;
    let left = false;
    const search = async function* (_text: string, signal?: AbortSignal): AsyncGenerator<SearchHit, void, void> {
      try {
        for (; made < 1000; made += 1) yield { sequence_id: made, type: "x", offset: 0, excerpt: "x", at: 0 };
      } finally {
        left = signal?.aborted === true;
      }
    };
    const response = await testServer({ store: fakeStore({ search }) }).call(`${run}/search?q=x`);
    const reader = response.body!.getReader();
    for (let n = 0; n < 3; n += 1) {
      const { value } = await reader.read();
      expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ sequence_id: n });
    }
    expect(made).toBeLessThan(4);
    await reader.cancel();
    expect(left).toBe(true);
  });

  it("ends at its limit", async () => {
    const response = await testServer().call(`${run}/search?q=x&limit=1`);
    expect((await response.text()).split("\n")).toHaveLength(2);
    for (const bad of ["", "q=", "q=x&limit=0", `q=${"x".repeat(1025)}`]) {
      expect((await testServer().call(`${run}/search?${bad}`)).status).toBe(400);
    }
  });
});
