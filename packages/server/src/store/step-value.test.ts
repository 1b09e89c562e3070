import { describe, expect, it } from "vitest";
import { begin, end, logText, patchStep, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";
import type { RunView } from "./store.ts";

const hash = "cd".repeat(32);
const reference = { $burr: "ref", value: { sha256: hash, bytes: 90_000, mime: "application/json", preview: "[[1" } };

async function viewOf(log: string): Promise<RunView> {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log, blobs: { [hash]: [[1, 2]] } });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return view;
}

describe("A value in full", () => {
  const long = "x".repeat(20_000);
  const attribute = (key: string, value: unknown, span: string | null): object => ({
    type: "attribute",
    key,
    action_sequence_id: 0,
    span_id: span,
    value,
    tags: {},
  });
  const log = logText(
    begin(0, "count", { inputs: { "a/b": { long } }, role: "answer", answers: { approval: long } }),
    attribute("text", long, "0:0"),
    attribute("n", 1, null),
    end(0, "count", { result: { list: [long] }, state: { n: 0, big: reference, long } }),
  );

  it.each([
    { of: "after", path: "/long", value: long },
    { of: "after", path: "/big", value: [[1, 2]] },
    { of: "after", path: "/big/0/1", value: 2 },
    { of: "after", path: "", value: { n: 0, big: [[1, 2]], long } },
    { of: "inputs", path: "/a~1b/long", value: long },
    { of: "answers", path: "/approval", value: long },
    { of: "result", path: "/list", value: [long] },
    { of: "attributes", path: "/0:0/text", value: long },
    { of: "attributes", path: "//n", value: 1 },
  ] as const)("of $of at $path is there, not cut", async ({ of, path, value }) => {
    const view = await viewOf(log);
    expect(await view.value?.(0, { of, path })).toEqual({ value });
  });

  it("of an earlier try is found by the name that the list of spans gives it", async () => {
    const span = (id: string): object => ({
      type: "begin_span",
      start_time: "2026-01-01T00:00:00Z",
      action_sequence_id: 0,
      span_id: id,
      span_name: "call",
      parent_span_id: null,
      span_dependencies: [],
    });
    const tried = logText(
      begin(0, "count"),
      span("0:0"),
      attribute("text", "first", "0:0"),
      span("0:0"),
      attribute("text", "second", "0:0"),
      end(0, "count"),
    );
    const view = await viewOf(tried);
    expect((await view.step(0))?.spans_list.map(({ span_id: id }) => id)).toEqual(["0:0#1", "0:0"]);
    expect(await view.value?.(0, { of: "attributes", path: "/0:0#1/text" })).toEqual({ value: "first" });
    expect(await view.value?.(0, { of: "attributes", path: "/0:0/text" })).toEqual({ value: "second" });
  });

  it("is none where nothing stands, or there is no such step", async () => {
    const view = await viewOf(log);
    expect(await view.value?.(0, { of: "after", path: "/nothing" })).toBeUndefined();
    expect(await view.value?.(9, { of: "inputs" })).toBeUndefined();
  });
});

describe("The writers of a state's keys", () => {
  const written = (sequenceId: number, ...wrote: readonly string[]): object => ({
    type: "access",
    sequence_id: sequenceId,
    read: [],
    wrote,
  });
  const log = logText(
    run({ state: { given: 1, n: 0 } }),
    ...patchStep(0, [{ op: "replace", path: "/n", value: 1 }]).toSpliced(1, 0, written(0, "n")),
    ...step(1, "other", { given: 1, n: 1, text: "a" }).toSpliced(1, 0, written(1, "text")),
  );

  it("are the last steps that wrote them, before a step or after it", async () => {
    const view = await viewOf(log);
    const n = { sequence_id: 0, action: "count" };
    expect((await view.state(1))?.writers).toEqual({ n, text: { sequence_id: 1, action: "other" } });
    expect((await view.state(1, { at: "before" }))?.writers).toEqual({ n });
    expect((await view.state(0, { at: "before" }))?.writers).toEqual({});
  });

  it("are none of an earlier run, when the application was begun anew or has gone back", async () => {
    const again = logText(
      run({ state: { n: 0 } }),
      ...patchStep(0, [{ op: "replace", path: "/n", value: 1 }]).toSpliced(1, 0, written(0, "n")),
      ...step(1, "other", { n: 1, text: "a" }).toSpliced(1, 0, written(1, "text")),
      run({ state: { n: 5, text: "given" } }),
      ...step(0, "fresh", { n: 5, text: "given", more: 1 }).toSpliced(1, 0, written(0, "more")),
      ...step(1, "other", { n: 5, text: "b", more: 1 }).toSpliced(1, 0, written(1, "text")),
      run({ state: { n: 5, text: "given", more: 1 } }),
      ...step(1, "last", { n: 9, text: "given", more: 1 }).toSpliced(1, 0, written(1, "n")),
    );
    const view = await viewOf(again);
    const [n, text] = [{ sequence_id: 0, action: "count" }, { sequence_id: 1, action: "other" }]; // prettier-ignore
    expect((await view.state(1, { repeat: 0 }))?.writers).toEqual({ n, text });
    expect((await view.state(0, { at: "before" }))?.writers).toEqual({});
    const more = { sequence_id: 0, action: "fresh" };
    expect((await view.state(0))?.writers).toEqual({ more });
    expect((await view.state(1, { repeat: 1 }))?.writers).toEqual({ more, text });
    expect((await view.state(1, { at: "before" }))?.writers).toEqual({ more });
    expect((await view.state(1))?.writers).toEqual({ more, n: { sequence_id: 1, action: "last" } });
  });

  it("are told with the whole state alone", async () => {
    expect((await (await viewOf(log)).state(1, { path: "/n" }))?.writers).toBeUndefined();
  });
});
