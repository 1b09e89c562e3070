import type { TestFiles } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { openStore } from "../store/open-store.ts";
import { testServer } from "../testing/client.ts";
import { begin, end, logText, run } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";

const action = (name: string) => ({
  name,
  reads: ["n", "key"],
  writes: ["n"],
  inputs: [],
  optional_inputs: [],
  code: "",
});
const graph = {
  type: "application",
  entrypoint: "add",
  actions: [action("add"), action("ask")],
  transitions: [],
};
const hidden = { $burr: "redacted", value: "3fa9c2" };
const state = { n: 0, key: hidden, other: "not declared" };
const error = { name: "SoldOut", message: "none left" };
const log = logText(
  run({ state }),
  begin(0, "add", { inputs: { by: 1 } }),
  { type: "access", sequence_id: 0, read: ["n"], wrote: ["n"] },
  end(0, "add", { state: { ...state, n: 1 }, result: { sum: 1 } }),
  begin(1, "add", { inputs: { by: 9 } }),
  end(1, "add", { state: { ...state, n: 1 }, status: "failed", error, exception: "SoldOut: none left" }),
  begin(2, "ask"),
  end(2, "ask", { state: { ...state, n: 1 }, status: "suspended" }),
  begin(3, "add"),
  end(3, "add", { state: { ...state, n: 2 } }),
  begin(3, "add", { inputs: { by: 5 } }),
  end(3, "add", { state: { ...state, n: 7 } }),
  begin(4, "add", { inputs: { text: "x".repeat(3 * 1024 * 1024) } }),
  end(4, "add", { state }),
  begin(5, "add"),
);

function serverWith(text: string, { project = "shop", app = "run-1" } = {}) {
  const logs = new MemoryLogs();
  logs.put(project, app, { log: text, graph });
  const server = testServer({ store: openStore(logs, { host: "here", isAlive: () => true, now: () => 0 }) });
  const path = `/api/v1/projects/${encodeURIComponent(project)}/runs/~/${encodeURIComponent(app)}/test`;
  return {
    ask: async (query: string): Promise<Response> => await server.call(`${path}?${query}`),
    made: async (query: string): Promise<TestFiles> => (await server.json(`${path}?${query}`)) as TestFiles,
  };
}

const { ask, made } = serverWith(log);

describe("the test of a step", () => {
  it("is a file for Vitest and its fixture, and says what was not recorded", async () => {
    const files = await made("steps=0&app=./src/shop.ts%23app");
    expect(files).toMatchObject({
      test_file: "add-0.test.ts",
      fixture_file: "add-0.json",
      missing: ["/state/key"],
      cut_at: null,
    });
    expect(files.test).toContain('import { app as subject } from "./src/shop.ts";');
    expect(files.test).toContain("add does what it did in step 0 of shop/run-1");
    expect(files.fixture).not.toContain("3fa9c2");
    expect(JSON.parse(files.fixture)).toEqual({
      recorded: "shop/run-1@0",
      action: "add",
      inputs: { by: 1 },
      state: { n: 0, key: "‹redacted›" },
      expected: { status: "completed", update: { n: 1 }, deleted: [], result: { sum: 1 } },
    });
  });

  it("that failed expects the same error, or that it works", async () => {
    const same = await made("steps=1");
    expect(JSON.parse(same.fixture)).toMatchObject({ expected: { status: "failed", error } });
    expect(same.test).toContain("// TODO: import your application");
    const fixed = await made("steps=1&fixed=true");
    expect(JSON.parse(fixed.fixture)).toMatchObject({ expected: { status: "completed" } });
    expect(fixed.test).toContain("add does not fail as it did in step 1");
  });

  it("with an id that two have is of the last, or of the one that is asked for", async () => {
    expect(JSON.parse((await made("steps=3")).fixture)).toMatchObject({ inputs: { by: 5 } });
    expect(JSON.parse((await made("steps=3&repeat=0")).fixture)).toMatchObject({ inputs: {} });
  });

  it.each([
    { app: "./src/app.ts#app", line: 'import { app as subject } from "./src/app.ts";' },
    { app: "src/app.ts#app", line: 'import { app as subject } from "./src/app.ts";' },
    { app: "app.js", line: 'import subject from "./app.js";' },
    { app: "@shop/app#shop", line: 'import { shop as subject } from "@shop/app";' },
    { app: '"; evil(); "#x y', line: String.raw`import { "x y" as subject } from "\"; evil(); \"";` },
  ])("imports $app", async ({ app, line }) => {
    expect((await made(`steps=0&app=${encodeURIComponent(app)}`)).test).toContain(`\n${line}\n`);
  });
});

describe("the test of a path", () => {
  it("has the steps with their inputs, and the keys in the end", async () => {
    const files = await made("steps=0..1");
    expect(files).toMatchObject({ test_file: "path-0-1.test.ts", missing: ["/state/key"], cut_at: null });
    expect(JSON.parse(files.fixture)).toMatchObject({
      recorded: "shop/run-1@0..1",
      steps: [
        { action: "add", alternatives: [], inputs: { by: 1 } },
        { action: "add", alternatives: [], inputs: { by: 9 } },
      ],
      keys: ["key", "n", "other"],
    });
  });

  it("ends where somebody has to answer, and says so", async () => {
    expect(await made("steps=0..3")).toMatchObject({ test_file: "path-0-2.test.ts", cut_at: 2 });
    expect(await made("steps=0..2")).toMatchObject({ test_file: "path-0-2.test.ts", cut_at: null });
  });
});

it.each([
  { query: "", status: 400, code: "invalid_parameter" },
  { query: "steps=x", status: 400, code: "invalid_parameter" },
  { query: "steps=1..2..3", status: 400, code: "invalid_parameter" },
  { query: "steps=9..3", status: 400, code: "invalid_parameter" },
  { query: "steps=0..1&fixed=true", status: 400, code: "invalid_parameter" },
  { query: "steps=0..1&repeat=0", status: 400, code: "invalid_parameter" },
  { query: "steps=0&app=%23app", status: 400, code: "invalid_parameter" },
  { query: "steps=77", status: 404, code: "not_found" },
  { query: "steps=3&repeat=2", status: 404, code: "not_found" },
  { query: "steps=0&fixed=true", status: 409, code: "no_test" },
  { query: "steps=5", status: 409, code: "no_test" },
  { query: "steps=5..6", status: 409, code: "no_test" },
  { query: "steps=4", status: 413, code: "test_too_large" },
  { query: "steps=3..4", status: 413, code: "test_too_large" },
])("there is none for $query: $status", async ({ query, status, code }) => {
  const response = await ask(query);
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { error: { code } } });
});

it("is of code alone, whatever the names in the log are", async () => {
  const name = '`${evil()}`"; evil(); //\u2028*/\n../../x</script>';
  const hostile = serverWith(logText(run({ state: {} }), begin(0, name), end(0, name)), { app: "r'`\"${x}" });
  const files = await hostile.made(`steps=0&app=${encodeURIComponent(`./a"b\n.ts#${name}`)}`);
  expect([files.test_file, files.fixture_file]).toEqual([
    expect.stringMatching(/^[\w-]+\.test\.ts$/),
    expect.stringMatching(/^[\w-]+\.json$/),
  ]);
  // Texts of the log stand in one comment, and in strings.
  const code = files.test.replace(/^\/\/.*\n/, "").replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""');
  expect(code).not.toMatch(/evil|script/);
});
