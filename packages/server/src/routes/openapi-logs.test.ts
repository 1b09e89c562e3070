import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allRoutes, filled } from "../testing/all-routes.ts";
import { realServer, writeLog, type RealServer } from "../testing/real-server.ts";
import { problemsOf, type Document } from "../testing/validate-answers.ts";

let real: RealServer;
let document: Document;
beforeAll(async () => {
  real = await realServer();
  document = (await real.json("/api/v1/openapi.json")) as Document;
  const b = burr<{ n: number; text: string }>();
  const tracker = localTracker({ project: "demo", dir: real.dir });
  const fail = b.action({
    reads: ["n"],
    writes: ["n"],
    inputs: {},
    run: ({ n }) => {
      if (n > 2) throw new Error("too much");
      return { n: n + 1 };
    },
  });
  const stream = b.action({
    reads: ["n"],
    writes: ["text"],
    async *run(_state, _inputs, context) {
      context.span("model", (span) => span.log({ "gen_ai.usage.input_tokens": 3, "gen_ai.request.model": "m" }));
      context.log({ note: { deep: [1] } });
      yield { delta: "a" };
      return [{ all: "a" }, { text: "x".repeat(100_000) }];
    },
  });
  const app = b
    .app()
    .withActions({ fail, stream })
    .withTransitions(["fail", "stream"], ["stream", "fail"])
    .withState({ n: 0, text: "" })
    .withEntrypoint("fail")
    .withIdentifiers({ appId: "ours" })
    .withTracker(tracker)
    .build();
  await app
    .stream()
    .get()
    .catch(() => {}); // it fails, as it should
  await tracker.flush();
  const time = "2025-01-01T00:00:00.123456";
  const python = [
    { type: "begin_entry", start_time: time, action: "a", inputs: {}, sequence_id: 0 },
    { type: "end_entry", end_time: time, action: "a", result: null, exception: null, state: { x: 1 }, sequence_id: 0 },
    { type: "odd", sequence_id: 0 },
  ];
  const text = python.map((record) => JSON.stringify(record)).join("\n");
  await writeLog(`${real.dir}/demo/pythons/log.jsonl`, `${text}\n{"half`);
  await writeLog(`${real.dir}/demo/children-only/children.jsonl`, "{}\n");
});
afterAll(() => real.end());

describe.each(allRoutes().filter(({ method, path }) => method === "GET" && path !== "/api/v1/events"))(
  "GET $path",
  ({ path }) => {
    it.each(["ours", "pythons", "children-only"])("answers about the log %s as the document says", async (app) => {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.get;
      const query = new Map([
        ["/api/v1/projects/:project/diff", `?a=${app}@0&b=ours@1`],
        ["/api/v1/projects/:project/align", `?a=${app}&b=ours`],
        ["/api/v1/projects/:project/runs/:partition/:app/search", "?q=a"],
        ["/api/v1/projects/:project/runs/:partition/:app/steps/:seq/value", "?of=after"],
      ]).get(path);
      for (const seq of ["0", "1", "4"]) {
        const partition = path.startsWith("/api/v0") ? "__none__" : "~";
        const values = { project: "demo", partition, app, seq, pointer: "%2Fn", hash: "abc", id: "1" };
        const response = await real.call(`${filled(path, values)}${query ?? ""}`);
        expect(await problemsOf(document, operation!, response)).toEqual([]);
      }
      expect(real.errors).toEqual([]);
    });
  },
);

it("the logs are what they were meant to be", async () => {
  expect(await real.json("/api/v1/projects/demo/runs/~/ours/steps/6")).toMatchObject({
    status: "failed",
    error: expect.stringContaining("too much"),
  });
  expect(await real.json("/api/v1/projects/demo/runs/~/ours/steps/1")).toMatchObject({
    kind: "stream",
    tokens: { input: 3 },
  });
  expect(await real.json("/api/v1/projects/demo/runs")).toMatchObject({ total: 3 });
});
