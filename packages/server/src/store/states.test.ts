import { applyPatch, type LoggedState, type PatchOperation } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, begin, end, logText, patchStep, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";
import type { RunView } from "./store.ts";

async function viewOf(log: string, blobs: Readonly<Record<string, unknown>> = {}): Promise<RunView> {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log, blobs });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return view;
}

const hash = "ab".repeat(32);
const reference = {
  $burr: "ref",
  value: { sha256: hash, bytes: 90_000, mime: "application/json", preview: '{"list":[1' },
};

describe("The state", () => {
  const log = logText(
    run({ state: { list: [], n: 0 } }),
    ...patchStep(0, [{ op: "add", path: "/list/-", value: "a" }]),
    ...patchStep(1, [{ op: "replace", path: "/n", value: 7 }]),
    begin(2),
    end(2, "count", { form: "patch", state: { $patch: [] }, exception: "Error: no", status: "failed" }),
    run({ run_id: "r2", form: "patch", state: { $patch: [{ op: "add", path: "/outside", value: true }] } }),
    ...patchStep(3, [{ op: "remove", path: "/n" }]),
    ...step(4, "count", { whole: 1 }),
    begin(5),
  );

  it.each([
    { id: 0, before: { list: [], n: 0 }, after: { list: ["a"], n: 0 } },
    { id: 1, before: { list: ["a"], n: 0 }, after: { list: ["a"], n: 7 } },
    { id: 2, before: { list: ["a"], n: 7 }, after: { list: ["a"], n: 7 } },
    { id: 3, before: { list: ["a"], n: 7, outside: true }, after: { list: ["a"], outside: true } },
    { id: 4, before: { list: ["a"], outside: true }, after: { whole: 1 } },
    { id: 5, before: { whole: 1 }, after: undefined },
    { id: 9, before: undefined, after: undefined },
  ])("of step $id is $before before and $after after", async ({ id, before, after }) => {
    const view = await viewOf(log);
    expect(await view.stateValue(id, "before")).toEqual(before);
    expect(await view.stateValue(id)).toEqual(after);
  });

  it("is seen in parts: by path, depth and page", async () => {
    const items = Array.from({ length: 250 }, (_, n) => ({ at: n, inner: { deep: [n] } }));
    const view = await viewOf(logText(...step(0, "a", { "a/b~c": { items }, text: "x".repeat(10_000), none: null })));
    const whole = await view.state(0);
    expect(whole?.node).toMatchObject({ type: "object", length: 3, truncated: true });
    expect(whole?.node.children?.map(({ key, node }) => [key, node.type, node.truncated])).toEqual([
      ["a/b~c", "object", true],
      ["text", "string", true],
      ["none", "null", undefined],
    ]);
    const page = await view.state(0, { path: "/a~1b~0c/items", page: 2, depth: 2 });
    expect(page?.node.children?.map(({ key }) => key)).toEqual(Array.from({ length: 50 }, (_, n) => String(n + 200)));
    expect(page?.node.next_page).toBeUndefined();
    expect((await view.state(0, { path: "/a~1b~0c/items" }))?.node.next_page).toBe(1);
    expect(page?.node.children?.[1]?.node.children?.[0]).toEqual({
      key: "at",
      node: { type: "number", bytes: 3, value: 201 },
    });
    for (const path of [
      "/nothing",
      "/a~1b~0c/items/250",
      "/a~1b~0c/items/length",
      "/a~1b~0c/items/-",
      "nonsense",
      "/none/x",
    ]) {
      expect([path, await view.state(0, { path })]).toEqual([path, undefined]);
    }
  });

  it("with a large value in a file of its own shows a reference, and the value where it is asked for", async () => {
    const log2 = logText(
      ...step(0, "a", {
        big: reference,
        gone: { ...reference, value: { ...reference.value, sha256: "cd".repeat(32) } },
      }),
    );
    const view = await viewOf(log2, { [hash]: { list: [1, 2] } });
    const root = (await view.state(0))?.node;
    expect(root?.children?.[0]?.node).toMatchObject({ bytes: 90_000, truncated: true, preview: '{"list":[1' });
    expect((await view.state(0, { path: "/big/list/1", depth: 0 }))?.node.value).toBe(2);
    expect((await view.state(0, { path: "/big" }))?.node.children?.map(({ key }) => key)).toEqual(["list"]);
    expect(await view.state(0, { path: "/gone/list" })).toBeUndefined();
    expect(await view.stateValue(0)).toMatchObject({ big: { list: [1, 2] }, gone: { $burr: "ref" } });
  });
});

describe("The history of a value", () => {
  it("has each change with the step that made it, in patches and whole states", async () => {
    const view = await viewOf(
      logText(
        run({ state: { n: 0, list: [{ id: 1 }] } }),
        ...patchStep(0, [{ op: "replace", path: "/n", value: 1 }]),
        ...patchStep(1, [{ op: "add", path: "/list/0", value: { id: 0 } }]),
        ...step(2, "whole", { n: 1, list: [{ id: 0 }, { id: 1 }] }),
        run({ run_id: "r2", form: "patch", state: { $patch: [{ op: "replace", path: "/n", value: 5 }] } }),
        ...step(3, "gone", { list: [] }),
      ),
    );
    expect((await view.keyHistory("/n")).items).toEqual([
      { sequence_id: 0, action: "count", change: change("/n", 0, 1) },
      { sequence_id: 2, action: "", change: change("/n", 1, 5) },
      {
        sequence_id: 3,
        action: "gone",
        change: { path: "/n", op: "remove", before: expect.objectContaining({ value: 5 }) },
      },
    ]);
    expect((await view.keyHistory("/list/0/id")).items.map(({ sequence_id: id, change: { op } }) => [id, op])).toEqual([
      [1, "change"],
      [3, "remove"],
    ]);
    expect((await view.keyHistory("/nothing")).items).toEqual([]);
    expect((await view.keyHistory("no pointer")).items).toEqual([]);
  });

  function change(path: string, before: unknown, after: unknown): object {
    const value = (one: unknown): object => expect.objectContaining({ value: one }) as object;
    return { path, op: "change", before: value(before), after: value(after) };
  }

  it("comes in pages", async () => {
    const view = await viewOf(
      logText(...Array.from({ length: 7 }, (_, id) => step(id, "a", { n: id, same: 1 })).flat()),
    );
    const ids: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await view.keyHistory("/n", { limit: 3, ...(cursor !== undefined && { cursor }) });
      ids.push(...page.items.map(({ sequence_id: id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect((await view.keyHistory("/same")).items).toHaveLength(1);
    await expect(view.keyHistory("/n", { cursor: btoa("{}") })).rejects.toMatchObject({ details: { status: 400 } });
  });
});

it("Any state of a log of patches and whole states is what applying them one after another gives", async () => {
  const key = fc.constantFrom("a", "b", "list");
  const operation = fc.oneof(
    fc.record({
      op: fc.constant("add" as const),
      path: key.map((one) => `/${one}`),
      value: fc.jsonValue({ maxDepth: 1 }),
    }),
    fc.record({ op: fc.constant("add" as const), path: fc.constant("/list/-"), value: fc.nat() }),
    fc.record({ op: fc.constant("remove" as const), path: key.map((one) => `/${one}`) }),
  );
  const change = fc.oneof(
    { weight: 4, arbitrary: fc.array(operation, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.record({ list: fc.constant([]), a: fc.nat() }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
      const expected: LoggedState[] = [];
      let state: LoggedState = { list: [] };
      let log = logText(run({ state }));
      for (const [id, one] of changes.entries()) {
        if (!Array.isArray(one)) {
          state = one;
          log += logText(...step(id, "a", one));
        } else {
          // Those that do not fit would never be written.
          const fitting: PatchOperation[] = [];
          for (const patch of one) {
            const next = applyPatch(state, { $patch: [patch] });
            if (next !== undefined) {
              state = next;
              fitting.push(patch);
            }
          }
          log += logText(...patchStep(id, fitting));
        }
        expected.push(state);
      }
      const view = await viewOf(log);
      for (const id of [...expected.keys()].toReversed()) {
        expect(await view.stateValue(id)).toEqual(JSON.parse(JSON.stringify(expected[id])));
      }
    }),
    { numRuns: 100 },
  );
});

it("Times of heartbeats count as signs of life of the log", async () => {
  const view = await viewOf(logText(run(), begin(0), { type: "heartbeat", t: at(9000), pid: 1 }));
  expect((await view.header()).duration_ms).toBe(9000);
});
