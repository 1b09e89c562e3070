import { appendFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allRoutes, filled } from "./testing/all-routes.ts";
import { realServer, writeLog, type RealServer } from "./testing/real-server.ts";

let real: RealServer;
beforeAll(async () => {
  real = await realServer();
});
afterAll(() => real.end());

const time = "2026-11-29T00:00:00.000000Z";
const good = [
  { type: "run", v: 1, run_id: "r", t: time, method: "run", pid: 1, state: { n: 0 } },
  { type: "begin_entry", start_time: time, action: "good", inputs: { x: 1 }, sequence_id: 0 },
  { type: "end_entry", end_time: time, action: "good", result: {}, exception: null, state: { n: 1 }, sequence_id: 0 },
];
const goodText = good.map((record) => `${JSON.stringify(record)}\n`).join("");

/** A record of a known type whose fields hold anything. */
const record = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom("run", "begin_entry", "end_entry", "begin_span", "end_span", "attribute", "begin_stream"),
      fc.constantFrom(
        "first_item_stream",
        "stream_chunk",
        "end_stream",
        "transition",
        "access",
        "retry",
        "checkpoint",
        "heartbeat",
        "lost",
        "end_run",
      ),
      fc.string(),
    ),
    sequence_id: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.jsonValue()),
    action_sequence_id: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.jsonValue()),
    action: fc.oneof(fc.string(), fc.constantFrom("__proto__", "<script>"), fc.jsonValue()),
    state: fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.record({
        $patch: fc.array(
          fc.record({
            op: fc.constantFrom("add", "remove", "replace", "x"),
            path: fc.constantFrom("", "/", "/n", "/__proto__/x", "/a/-", "n"),
            value: fc.jsonValue(),
          }),
        ),
      }),
      fc.jsonValue(),
    ),
    form: fc.constantFrom("key", "patch", "x", null),
    inputs: fc.oneof(fc.dictionary(fc.constantFrom("__proto__", "a", ""), fc.jsonValue()), fc.jsonValue()),
    result: fc.jsonValue(),
    exception: fc.oneof(fc.constant(null), fc.string(), fc.jsonValue()),
    start_time: fc.constantFrom(time, "2026-11-29T00:00:00", "never", 1, null),
    end_time: fc.constantFrom(time, "", {}),
    t: fc.constantFrom(time, "x", null),
    m: fc.oneof(fc.integer(), fc.jsonValue()),
    span_id: fc.constantFrom("0:0", null, "", "x", 1),
    span_name: fc.jsonValue(),
    parent_span_id: fc.constantFrom("0:0", null, "0:0.0"),
    key: fc.jsonValue(),
    value: fc.jsonValue(),
    items: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    dt_us: fc.oneof(fc.array(fc.integer()), fc.jsonValue()),
    i: fc.jsonValue(),
    tried: fc.jsonValue(),
    read: fc.jsonValue(),
    wrote: fc.jsonValue(),
    pid: fc.jsonValue(),
    from: fc.jsonValue(),
    to: fc.jsonValue(),
  },
  { requiredKeys: ["type"] },
);
const line = fc.oneof(
  record.map((one) => JSON.stringify(one)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", "")),
  fc.constantFrom(
    "",
    "{",
    "null",
    '{"type":"begin_entry"',
    "\u0000",
    "[".repeat(300),
    `{"a":${"[".repeat(250)}${"]".repeat(250)}}`,
    '{"__proto__":{"x":1},"type":"begin_entry"}',
  ),
  fc.constant(
    JSON.stringify({
      ...good[2],
      state: { a: { $burr: "ref", value: { sha256: "f".repeat(64), bytes: 1e9, mime: "", preview: "{" } } },
    }),
  ),
);
const smallFile = fc.oneof(
  fc.constant(undefined),
  line,
  fc.constantFrom(
    "{}",
    '{"type":"application","actions":1}',
    '{"type":"application","actions":[{}],"transitions":[{}]}',
    '{"app_id":1,"parent_pointer":"x"}',
  ),
);

const parameters = fc.record({
  seq: fc.constantFrom("0", "1", "2", "3", "-1", "9007199254740991"),
  pointer: fc.constantFrom("", "%2F", "%2Fn", "%2F__proto__", "%2Fa%2F0"),
  hash: fc.constantFrom("abc", "f".repeat(64)),
  id: fc.constantFrom("0", "1"),
});
const queries = fc.oneof(
  fc.constantFrom(
    "",
    "?at=before&path=/n&depth=20&page=1",
    "?path=/__proto__",
    "?around=1&limit=1",
    "?dir=back",
    "?limit=1",
    "?cursor=e30",
    "?q=good",
    '?q=status:error%20OR%20-state.n=1%20"',
    "?q=(((",
    "?from=0&to=99999999",
    "?from=5&to=1",
    "?names=start,dur,none",
    "?repeat=1",
    "?steps=0",
    "?steps=-1..3",
    "?a=hostile@0&b=hostile@1",
    "?a=hostile&b=hostile",
    "?format=burr",
    "?format=csv",
    "?of=attributes&path=/0:0",
    "?attempt=2&from=1",
    "?sort=-n",
    "?sort=started_ms&partition=~",
    "?topics=run:demo/~/hostile,runs:demo&focus=0&from=x:y",
    "?limit=1000&offset=1000000",
  ),
  fc.webQueryParameters().map((query) => `?${query}`),
);

async function expectAnswer(to: string): Promise<void> {
  const response = await real.call(to);
  if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
  } else await response.text();
  expect([to, response.status < 500, real.errors.map(String)]).toEqual([to, true, []]);
}

describe("no request answers 500", () => {
  const routes = allRoutes().filter(({ method }) => method === "GET");
  it("whatever the log holds, and good steps in it are served", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.record({
          "graph.json": smallFile,
          "metadata.json": fc.constantFrom(undefined, "{", "[]", "{}"),
          "children.jsonl": smallFile,
          "graph-abc.json": smallFile,
        }),
        parameters,
        queries,
        async (lines, small, values, query) => {
          const folder = join(real.dir, "demo", "hostile");
          await rm(folder, { recursive: true, force: true });
          await writeLog(join(folder, "log.jsonl"), `${lines.map((one) => `${one}\n`).join("")}${goodText}`);
          for (const [name, text] of Object.entries(small))
            if (text !== undefined) await writeFile(join(folder, name), text);
          for (const { path } of routes) {
            const to = filled(path, { project: "demo", partition: "~", app: "hostile", ...values });
            await expectAnswer(to + query);
            await expectAnswer(to);
          }
          const steps = (await real.json("/api/v1/projects/demo/runs/~/hostile/steps?limit=1000")) as {
            items: { action: string }[];
          };
          expect(steps.items.some(({ action }) => action === "good")).toBe(true);
        },
      ),
      { numRuns: 40, interruptAfterTimeLimit: 20_000 },
    );
  }, 60_000);

  it("while the log is cut, replaced, deleted and written again under the reader", async () => {
    const log = join(real.dir, "demo", "moving", "log.jsonl");
    const changes: readonly (() => Promise<void>)[] = [
      () => writeLog(log, goodText),
      () => appendFile(log, '{"type":"begin_entry","start'),
      () => appendFile(log, `_time":"${time}","action":"b","inputs":{},"sequence_id":1}\n`),
      () => truncate(log, 10),
      () => writeFile(log, goodText.repeat(50)),
      () => rm(log),
      () => writeFile(log, ""),
      () => rm(join(log, ".."), { recursive: true }),
      () => writeLog(log, goodText),
    ];
    for (const change of changes) {
      const asked = routes.map(({ path }) => {
        const values = {
          project: "demo",
          partition: "~",
          app: "moving",
          seq: "0",
          pointer: "%2Fn",
          hash: "abc",
          id: "1",
        };
        return expectAnswer(filled(path, values));
      });
      await Promise.all([...asked, change()]);
    }
  }, 60_000);
});
