import { describe, expect, it } from "vitest";
import { begin, end, logText, patchStep, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";
import type { RunView } from "./store.ts";

const text = "x".repeat(1200);
const count = 6000;
/** Some 9 MB. */
const log = logText(...Array.from({ length: count }, (_, id) => step(id, `a${id % 3}`, { id, text })).flat());

/** A log of which no more is read than has been asked for: the rest waits until the test lets it go on. */
async function slowView(content: string, cache = false) {
  const logs = new MemoryLogs({ cache });
  logs.put("p", "app", { log: content });
  let goOn = (): void => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  logs.beforeRead = async (from, to) => {
    // What is read for its index, behind the beginning.
    if (from > 2 * 1024 * 1024 && to - from > 600_000) await gate;
  };
  const store = openStore(logs);
  const view = await store.run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return { logs, store, view, goOn };
}

async function idsOf(view: RunView, query: Parameters<RunView["steps"]>[0]) {
  const { items, total, next } = await view.steps(query);
  return { ids: items.map(({ sequence_id: id }) => id), total, next };
}

describe("Before all of a large log has been read", () => {
  it("its first and last steps are there, the header says how far it is, and then all is", async () => {
    const { view, goOn } = await slowView(log);
    const first = await idsOf(view, { limit: 2 });
    const last = await idsOf(view, { limit: 2, direction: "back" });
    expect(first.ids).toEqual([0, 1]);
    expect(last.ids).toEqual([count - 1, count - 2]);
    expect(last.total).toBeLessThan(count);
    const header = await view.header();
    expect(header.indexed).toBeLessThan(1);
    expect(header).toMatchObject({ steps: count, last_sequence_id: count - 1, first_sequence_id: 0 });
    expect(await view.stateValue(count - 1)).toEqual({ id: count - 1, text });
    expect((await view.step(count - 1))?.action).toBe(`a${(count - 1) % 3}`);
    goOn();
    await view.unreadable();
    expect(await view.header()).toMatchObject({ indexed: 1, steps: count, actions: ["a0", "a1", "a2"] });
    expect((await idsOf(view, { limit: 1 })).total).toBe(count);
  });

  it("pages go on from either end without a hole", async () => {
    for (const direction of ["forward", "back"] as const) {
      const { view, goOn } = await slowView(log);
      const ids: number[] = [];
      let page = await idsOf(view, { limit: 700, direction });
      ids.push(...page.ids);
      goOn();
      while (page.next !== null) {
        page = await idsOf(view, { limit: 700, direction, cursor: page.next });
        ids.push(...page.ids);
      }
      const expected = Array.from({ length: count }, (_, id) => id);
      expect(ids).toEqual(direction === "forward" ? expected : expected.toReversed());
    }
  });

  it("whoever asks for the middle waits until it has been read", async () => {
    const { view, goOn } = await slowView(log);
    const middle = view.step(count / 2);
    const around = idsOf(view, { around: count / 2, limit: 4 });
    const state = view.stateValue(count / 2, "before");
    goOn();
    expect((await middle)?.sequence_id).toBe(count / 2);
    expect((await around).ids).toEqual([count / 2 - 2, count / 2 - 1, count / 2, count / 2 + 1]);
    expect(await state).toEqual({ id: count / 2 - 1, text });
  });

  it("states at its end are right, although they are patches of what stands before", async () => {
    const patches = logText(
      run({ state: { list: [] } }),
      ...Array.from({ length: 9000 }, (_, id) => [
        begin(id),
        { type: "attribute", key: "text", action_sequence_id: id, span_id: null, value: text, tags: {} },
        end(id, "count", {
          form: id % 100 === 0 ? "key" : "patch",
          state: id % 100 === 0 ? { list: [id] } : { $patch: [{ op: "add", path: "/list/-", value: id }] },
        }),
      ]).flat(),
    );
    const { view, goOn } = await slowView(patches);
    const state = view.stateValue(8999);
    goOn();
    expect(await state).toEqual({ list: Array.from({ length: 100 }, (_, at) => 8900 + at) });
  });

  it("more may be written, and what is new is shown", async () => {
    const { logs, view, goOn } = await slowView(log);
    await view.steps({});
    logs.append("p", "app", logText(...step(count, "new")));
    expect((await idsOf(view, { limit: 1, direction: "back" })).ids).toEqual([count]);
    goOn();
    await view.unreadable();
    expect((await view.header()).steps).toBe(count + 1);
  });

  it("the store may be closed, and the log may go", async () => {
    const { store, view, goOn } = await slowView(log);
    await view.steps({});
    await store.close();
    goOn();
    const other = await slowView(log);
    await other.view.steps({});
    other.logs.delete("p", "app");
    other.goOn();
    expect(await other.view.unreadable()).toEqual([]);
  });
});

it("While a large log is read, other work gets its turn again and again", async () => {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log: log + log.slice(0, log.length / 2) });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  let turns = 0;
  const stopping = new AbortController();
  const others = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      turns += 1;
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
  };
  const counting = others();
  await view?.unreadable();
  stopping.abort();
  await counting;
  expect(turns).toBeGreaterThan(5);
});

it("A list of applications does not read large logs as a whole", async () => {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log });
  const page = await openStore(logs).runs("p", {});
  expect(page?.items[0]).toMatchObject({ steps: count, last_action: `a${(count - 1) % 3}` });
  expect(logs.counts.bytes).toBeLessThan(log.length / 4);
});

it("A patch that stands before the first whole state is applied as far as it fits", async () => {
  const logs = new MemoryLogs();
  logs.put("p", "app", {
    log: logText(
      ...patchStep(0, [{ op: "replace", path: "/a/b", value: 1 }]),
      ...patchStep(1, [{ op: "add", path: "/c", value: 2 }]),
    ),
  });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  expect(await view?.stateValue(0)).toEqual({});
  expect(await view?.stateValue(1)).toEqual({ c: 2 });
});
