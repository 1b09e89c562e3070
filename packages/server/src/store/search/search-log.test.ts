import { describe, expect, it } from "vitest";
import { begin, logText, step } from "../../testing/log-lines.ts";
import { MemoryLogs } from "../../testing/memory-logs.ts";
import { openStore } from "../open-store.ts";
import { LogRunView } from "../run-view.ts";

async function viewOf(log: string | Uint8Array): Promise<{ readonly view: LogRunView; readonly logs: MemoryLogs }> {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "app" });
  if (!(view instanceof LogRunView)) throw new Error("There should be such an application.");
  return { view, logs };
}

async function search(log: string | Uint8Array, text: string, options?: { ignoreCase: boolean }) {
  const { view } = await viewOf(log);
  const hits = [];
  for await (const hit of view.search(text, undefined, options)) hits.push(hit);
  return hits;
}

describe("A search", () => {
  it.each([
    { what: "plain text", text: "refund", value: "a refund policy" },
    { what: "a quote", text: 'say "hi"', value: 'they say "hi" there' },
    { what: "a line break", text: "one\ntwo", value: "one\ntwo" },
    { what: "a backslash", text: "a\\b", value: "a\\b" },
    { what: "other letters", text: "naïve 日本 🎉", value: "so naïve 日本 🎉!" },
  ])("finds $what", async ({ text, value }) => {
    const log = logText(...step(0), begin(1, "ask", { inputs: { prompt: value } }));
    const [hit, ...more] = await search(log, text);
    expect(more).toEqual([]);
    expect(hit).toMatchObject({ sequence_id: 1, type: "begin_entry" });
    expect(hit?.excerpt.slice(hit.at, hit.at + text.length)).toBe(text);
  });

  it("finds what Python has written as escapes", async () => {
    const log = `{"type":"begin_entry","start_time":"2026-11-29T02:30:00","action":"a","inputs":{"x":"caf\\u00e9 \\ud83c\\udf89"},"sequence_id":3}\n`;
    const [hit] = await search(log, "café 🎉");
    expect(hit).toMatchObject({ sequence_id: 3, at: expect.any(Number) });
    expect(hit?.excerpt).toContain("café 🎉");
  });

  it("finds JSON as it stands in the log", async () => {
    expect(await search(logText(...step(4)), '"sequence_id":4')).toHaveLength(2);
  });

  it.each([
    { text: "name", line: { text: "new\name" } },
    { text: "n", line: { x: "\n" } },
    { text: "00e9", line: undefined },
    { text: "", line: { x: "y" } },
    { text: "REFUND", line: { x: "refund" } },
  ])("does not find $text inside of an escape, nor where it is not", async ({ text, line }) => {
    const log = line === undefined ? '{"k":"\\u00e9"}\n' : `${JSON.stringify(line)}\n`;
    expect(await search(log, text)).toEqual([]);
  });

  it("that ignores case finds it in any", async () => {
    const hits = await search(`{"k":"ReFund"}\n`, "reFUND", { ignoreCase: true });
    expect(hits).toMatchObject([{ excerpt: '{"k":"ReFund"}', at: 6 }]);
  });

  it("gives one hit per line, with where the line is, also of those that are no records", async () => {
    const first = logText(begin(0, "aaa aaa"));
    const hits = await search(`${first}aaa\n{"type":"odd","sequence_id":7,"x":"aaa"}`, "aaa");
    expect(hits.map(({ offset, type }) => [offset, type])).toEqual([
      [0, "begin_entry"],
      [first.length, "unreadable"],
      [first.length + 4, "odd"],
    ]);
  });

  it("over blocks finds each line, and reads no more than it has to", async () => {
    const long = "x".repeat(300_000);
    const log = Array.from({ length: 12 }, (_, id) =>
      logText(begin(id, "a", { inputs: { long, id: `#${id}#` } })),
    ).join("");
    for (let id = 0; id < 12; id += 1)
      expect((await search(log, `#${id}#`)).map((hit) => hit.sequence_id)).toEqual([id]);
    const { view, logs } = await viewOf(log);
    for await (const hit of view.search("#0#")) {
      expect(hit.sequence_id).toBe(0);
      break;
    }
    expect(logs.counts.bytes).toBeLessThan(log.length / 2);
  });

  it("ends with its signal", async () => {
    const { view } = await viewOf(logText(begin(0, "a"), begin(1, "a"), begin(2, "a")));
    const controller = new AbortController();
    let hits = 0;
    for await (const { offset } of view.search('"a"', controller.signal)) {
      expect(offset).toBe(0);
      hits += 1;
      controller.abort();
    }
    expect(hits).toBe(1);
  });
});
