import { type LogRecord, runnerJobsPath, runnerReportsPath } from "@burrjs/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import { allRoutes, demoValues, filled, type Route } from "../testing/all-routes.ts";
import { testServer, type TestServer } from "../testing/client.ts";
import { fakeRunner, helloOf, runnerToken, sendAsRunner } from "../testing/fake-runner.ts";
import { fakeStore } from "../testing/fake-store.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";
import { begin, end, run } from "../testing/log-lines.ts";
import { problemsOf, type Document, type Operation } from "../testing/validate-answers.ts";

const line = JSON.stringify({
  id: 1,
  project_id: "demo",
  app_id: "app-1",
  partition_key: null,
  step_sequence_id: 1,
  step_name: "step1",
  span_id: null,
  tags: ["good"],
  observations: [],
  created: "2026-11-29T00:00:00Z",
  updated: "2026-11-29T00:00:00Z",
});
const blob = (): Promise<Uint8Array> => Promise.resolve(new TextEncoder().encode('"large"'));
const records = [run({ state: {} }), begin(1), end(1)] as LogRecord[];
const fresh = (): TestServer =>
  testServer({
    store: fakeStore({ blob }, records),
    annotations: memoryAnnotations([line]),
    ingest: { accept: () => Promise.resolve() },
  });

let document: Document;
beforeAll(async () => {
  document = (await fresh().json("/api/v1/openapi.json")) as Document;
});

function operationOf({ method, path }: Route): Operation | undefined {
  return document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
}

/** A request about forks: there is a runner that does what it is asked for. */
async function forkRequest(path: string): Promise<Response> {
  const server = testServer({ store: fakeStore(), runnerTokens: [runnerToken] });
  if (path === runnerJobsPath) return await sendAsRunner(server, path, helloOf());
  const runner = await fakeRunner(server);
  if (path === runnerReportsPath) return await runner.report();
  const forking = server.send("POST", "/api/v1/projects/demo/runs/~/app-1/forks", { sequence_id: 1, at: "after" });
  const { job_id: id } = await runner.job();
  await runner.report({ job_id: id, status: "started", app_id: "app-1", partition_key: null });
  const forked = await forking;
  if (path.endsWith("/forks")) return forked;
  const stepping = server.send("POST", filled(path, demoValues), { type: "step" });
  const { job_id: step } = await runner.job();
  await runner.report({ job_id: step, status: "done", stopped: null });
  return await stepping;
}

/** A request that is answered as it should be. */
function requestOf({ method, path }: Route): Promise<Response> {
  if (method === "POST" && /^\/api\/v1\/runner\/|\/(forks|control)$/.test(path)) return forkRequest(path);
  const server = fresh();
  const hash = path.includes("blobs") ? "a".repeat(64) : "abc";
  const query = new Map([
    ["/api/v1/projects/:project/diff", "?a=app-1%401&b=~%2Fapp-1%402"],
    ["/api/v1/projects/:project/align", "?a=app-1&b=~%2Fapp-1"],
    ["/api/v1/events", "?topics=runs:demo"],
    ["/api/v1/projects/:project/runs/:partition/:app/steps/:seq/value", "?of=inputs"],
    ["/api/v1/projects/:project/runs/:partition/:app/search", "?q=found"],
    ["/api/v1/projects/:project/runs/:partition/:app/test", "?steps=1"],
  ]).get(path);
  const to = filled(path, { ...demoValues, hash, ...(path.startsWith("/api/v0") ? { partition: "__none__" } : {}) });
  if (method === "GET") return server.call(`${to}${query ?? ""}`);
  if (path === "/api/v1/ingest") {
    return server.call(to, { method, body: "", headers: { "content-type": "application/x-ndjson" } });
  }
  const body = {
    token: "a-token-of-tests-that-has-enough-characters",
    confirm: "app-1",
    app_id: "app-1",
    partition_key: null,
    step_sequence_id: 1,
    step_name: "step1",
    tags: [],
    observations: [],
  };
  return server.send(method, to, body, { "x-ui": "1" });
}

const routes = allRoutes();
const order = (one = "", other = ""): number => (one < other ? -1 : 1);

it("there are routes at all, and each path of the document is one of them", () => {
  expect(routes.length).toBeGreaterThan(35);
  const known = new Set(routes.map(({ path }) => path.replaceAll(/:(\w+)/g, "{$1}")));
  expect(Object.keys(document.paths).filter((path) => !known.has(path))).toEqual([]);
  expect(document.openapi).toBe("3.1.0");
});

describe.each(routes)("$method $path", (route) => {
  it("is in the document, with a sentence, its parameters and what it answers", () => {
    const operation = operationOf(route);
    expect(operation?.summary).toMatch(/^[A-Z].*[.]$|\)\.$/);
    expect(operation?.tags).toHaveLength(1);
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    const inPath = operation?.parameters?.filter((one) => one.in === "path").map(({ name }) => name) ?? [];
    expect(inPath.toSorted(order)).toEqual(names.toSorted(order));
    const responses = operation?.responses ?? {};
    const [success] = Object.keys(responses).filter((status) => status.startsWith("2"));
    expect(responses[success ?? ""]?.content).toBeDefined();
  });

  it("answers as the document says, and so does it when it refuses", async () => {
    const operation = operationOf(route)!;
    const response = await requestOf(route);
    expect({ path: route.path, ok: response.ok }).toEqual({ path: route.path, ok: true });
    expect(await problemsOf(document, operation, response)).toEqual([]);
    const server = fresh();
    const refusals = [
      await server.bare(filled(route.path, demoValues), { method: route.method }),
      await server.call(filled(route.path, { ...demoValues, project: "none", app: "none", id: "9", seq: "x" }), {
        method: route.method,
      }),
    ];
    for (const refusal of refusals) {
      expect(await problemsOf(document, operation, refusal)).toEqual([]);
    }
  });
});

it("a field that the document does not know would be found", async () => {
  const odd = testServer({
    store: { ...fakeStore(), projects: () => Promise.resolve([{ project: "x", odd: 1 }] as never) },
  });
  const operation = operationOf({ method: "GET", path: "/api/v1/projects" })!;
  const problems = await problemsOf(document, operation, await odd.call("/api/v1/projects"));
  expect(problems.join()).toMatch(/odd/);
});
