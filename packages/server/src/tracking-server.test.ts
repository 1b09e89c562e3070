import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { ServerOptions } from "./options.ts";
import { goneCursor } from "./store/cursor.ts";
import { origin, testServer, token } from "./testing/client.ts";
import { fakeStore, row, summary } from "./testing/fake-store.ts";
import { trackingServer } from "./tracking-server.ts";
import { version } from "./version.ts";

const run = "/api/v1/projects/demo/runs/~/app-1";

it("needs a token, also of a program without types", () => {
  const options = { store: fakeStore(), token: process.env["NOT_SET"] } as unknown as ServerOptions;
  expect(() => trackingServer(options)).toThrow(expect.objectContaining({ code: "invalid-option", details: { option: "token" } })); // prettier-ignore
});

describe("answers", () => {
  it("that the client has already are not sent again", async () => {
    const { call } = testServer();
    for (const path of [run, `${run}/graph/abc`, `${run}/columns`, "/api/v1/meta", `${run}/steps/1`]) {
      const first = await call(path);
      const etag = first.headers.get("etag") ?? "";
      expect([path, first.status, etag]).toEqual([path, 200, expect.stringMatching(/^W\/"[0-9a-f]{24}"$/)]);
      for (const known of [etag, `"x", ${etag}`, etag.slice(2), "*"]) {
        const second = await call(path, { headers: { "if-none-match": known } });
        expect([second.status, await second.text(), second.headers.get("etag")]).toEqual([304, "", etag]);
      }
      expect((await call(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
    }
  });

  it.each([
    ["gzip", "gzip, deflate, br", true],
    ["anything", "*", true],
    ["no gzip", "gzip;q=0, br", false],
    ["nothing", "", false],
  ])("are compressed for who takes %s", async (_what, accepted, zipped) => {
    const { call } = testServer();
    const plain = await (await call("/api/v1/openapi.json")).text();
    const response = await call("/api/v1/openapi.json", { headers: { "accept-encoding": accepted } });
    expect(response.headers.get("content-encoding")).toBe(zipped ? "gzip" : null);
    expect(response.headers.get("vary")).toBe("accept-encoding");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect((zipped ? gunzipSync(bytes) : bytes).toString() === plain).toBe(true);
  });

  it("that are small are not compressed", async () => {
    const response = await testServer().call("/api/v1/projects", { headers: { "accept-encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBeNull();
  });

  it("that would be too long are given out in smaller pages", async () => {
    const asked: number[] = [];
    const steps = ({ limit = 200 }: { limit?: number }): Promise<never> => {
      asked.push(limit);
      const items = Array.from({ length: limit }, (_, n) => row(n, { error: "x".repeat(10_000) }));
      return Promise.resolve({ items, total: 5000, next: `after-${limit}` } as never);
    };
    const { call } = testServer({ store: fakeStore({ steps }) });
    const response = await call(`${run}/steps?limit=1000`);
    const text = await response.text();
    expect(text.length).toBeLessThan(2 * 1024 * 1024);
    expect(asked).toEqual([1000, 500, 250, 125]);
    expect(JSON.parse(text)).toMatchObject({ next: "after-125" });
  });

  it("are the same for HEAD, without a body", async () => {
    const { call } = testServer();
    const [get, head] = [await call(run), await call(run, { method: "HEAD" })];
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, get.headers.get("etag"), ""]);
  });
});

describe("pages", () => {
  it("go on from an opaque cursor", async () => {
    const names = Array.from({ length: 5 }, (_, n) => `p${n}`);
    const projects = (): Promise<never> =>
      Promise.resolve(
        names.map((project) => ({
          project,
          runs: 0,
          running: 0,
          failed: 0,
          recent_runs: 0,
          recent_failed: 0,
          last_activity_ms: 0,
          activity: [],
        })) as never,
      );
    const { json, call } = testServer({ store: { ...fakeStore(), projects } });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = (await json(`/api/v1/projects?limit=2${cursor && `&cursor=${cursor}`}`)) as {
        items: { project: string }[];
        next: string | null;
        total: number;
      };
      seen.push(...page.items.map(({ project }) => project));
      expect(page.total).toBe(5);
      cursor = page.next;
    }
    expect(seen).toEqual(names);
    for (const bad of ["x", "%00", "MTpub3RlczoyMA", "MTpwcm9qZWN0czp4"]) {
      expect((await call(`/api/v1/projects?cursor=${bad}`)).status).toBe(400);
    }
  });

  it("of a log that was replaced are gone", async () => {
    const steps = (): Promise<never> => Promise.reject(goneCursor());
    const response = await testServer({ store: fakeStore({ steps }) }).call(`${run}/steps?cursor=old`);
    expect([response.status, await response.json()]).toMatchObject([410, { error: { code: "gone" } }]);
  });

  it.each([
    "limit=0",
    "limit=1001",
    "limit=x",
    "limit=-1",
    "limit=1.5",
    "limit=1&limit=2",
    "dir=up",
    "around=x",
    "cursor=a&cursor=b",
    "zone=Europe/Atlantis",
  ])("cannot be asked for with %s", async (query) => {
    const response = await testServer().call(`${run}/steps?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        code: "invalid_parameter",
        message: expect.stringContaining(query.split("=")[0]!),
        hint: expect.any(String),
      },
    });
  });
});

describe("what is not there", () => {
  it.each([
    "/api/v1/projects/none/runs",
    "/api/v1/projects/none/facets",
    "/api/v1/projects/demo/runs/~/none",
    "/api/v1/projects/demo/runs/other/app-1",
    `${run}/graph/def`,
    `${run}/steps/9`,
    `${run}/steps/9/state`,
    `${run}/blobs/${"a".repeat(64)}`,
    "/api/v1/none",
    "/api/v2/projects",
    "/api/",
  ])("%s is 404, and says what to do", async (path) => {
    const response = await testServer().call(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: expect.any(String), message: expect.any(String), hint: expect.any(String) },
    });
  });
});

describe("ids in paths", () => {
  it.each([
    ["a/b", "a%2Fb"],
    ["100%", "100%25"],
    ["%2e%2e", "%252e%252e"],
    ["sp ace", "sp%20ace"],
    ["grüße", "gr%C3%BC%C3%9Fe"],
    ["+", "+"],
    ["__proto__", "__proto__"],
    ["a?b#c", "a%3Fb%23c"],
    [".hidden", ".hidden"],
  ])("%s is %s, decoded once", async (appId, encoded) => {
    const seen: unknown[] = [];
    const store = {
      ...fakeStore(),
      run: (ref: unknown) => {
        seen.push(ref);
        return Promise.resolve(undefined);
      },
    };
    const { call } = testServer({ store });
    expect((await call(`/api/v1/projects/demo/runs/${encoded}/${encoded}`)).status).toBe(404);
    expect(seen).toEqual([{ project: "demo", partitionKey: appId, appId }]);
  });
});

describe("errors that should not happen", () => {
  const store = { ...fakeStore(), projects: () => Promise.reject(new Error("password=hunter2 in /home/x")) };

  it("answer 500 without details, which go to `onError`", async () => {
    const seen: unknown[] = [];
    const response = await testServer({ store, onError: (error) => seen.push(error) }).call("/api/v1/projects");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ error: { code: "internal" } });
    expect(text).not.toMatch(/hunter2|home|at /);
    expect(String(seen[0])).toContain("hunter2");
  });

  it("in the middle of a search end it with a line that says so", async () => {
    const search = () => failing("secret");
    const response = await testServer({ store: fakeStore({ search }) }).call(`${run}/search?q=x`);
    expect(await response.text()).toBe(
      '{"error":{"code":"internal","message":"The search broke off.","hint":"Ask again."}}\n',
    );
  });

  it("in the middle of a download break it off, so that nobody takes it for complete", async () => {
    const archive = () => failing("secret");
    const response = await testServer({ store: fakeStore({ archive }) }).call(`${run}/export`);
    await expect(response.text()).rejects.toThrow(/^(?!.*secret)/);
  });
});

describe("as a part of something else", () => {
  it("below a path of Hono", async () => {
    const server = trackingServer({ store: fakeStore(), token, basePath: "/burr" });
    const app = new Hono().get("/", (c) => c.text("mine")).all("/burr/*", (c) => server.fetch(c.req.raw));
    const headers = { authorization: `Bearer ${token}` };
    const get = async (path: string): Promise<number> => (await app.request(`${origin}${path}`, { headers })).status;
    expect(await get("/burr/api/v1/projects")).toBe(200);
    expect(await get(`/burr${run}`)).toBe(200);
    expect(await get("/burr/")).toBe(200);
    expect((await server.fetch(new Request(`${origin}/burr`))).status).toBe(200);
    expect((await server.fetch(new Request(`${origin}/burrs/api/v1/projects`, { headers }))).status).toBe(404);
    expect((await server.fetch(new Request(`${origin}/api/v1/projects`, { headers }))).status).toBe(404);
  });

  it("needs nothing of Node", async () => {
    const seen = new Map<string, readonly string[]>();
    async function walk(file: string): Promise<void> {
      if (seen.has(file)) return;
      const text = (await readFile(file, "utf8")).replaceAll(/`[^`]*`/g, ""); // programs that stand in texts
      const sources = [...text.matchAll(/^(?:import|export)(?! type)[^;]*? from "([^"]+)";$/gm)].map(
        ([, from = ""]) => from,
      );
      seen.set(file, sources);
      for (const from of sources.filter((one) => one.startsWith("."))) await walk(join(dirname(file), from));
    }
    await walk(join(import.meta.dirname, "tracking-server.ts"));
    expect(seen.size).toBeGreaterThan(40);
    const foreign = [...new Set([...seen.values()].flat())].filter((one) => !one.startsWith("."));
    expect(foreign.toSorted()).toEqual(["@burrjs/protocol", "hono", "hono-openapi", "zod"]);
    const globals = await Promise.all(
      [...seen.keys()].map(async (file) => [file, await readFile(file, "utf8")] as const),
    );
    expect(
      globals.filter(([, text]) => /\b(Buffer|process|setImmediate|__dirname)\b[.(]/.test(text)).map(([file]) => file),
    ).toEqual([]);
  });
});

it("the version is that of the package", async () => {
  const file = await readFile(join(import.meta.dirname, "..", "package.json"), "utf8");
  expect(JSON.parse(file)).toMatchObject({ version });
});

it("an application is deleted when its id was typed again", async () => {
  const store = fakeStore();
  const { send } = testServer({ store });
  for (const body of [{}, { confirm: "app-2" }, { confirm: "APP-1" }, [], { confirm: true }]) {
    expect((await send("DELETE", run, body)).status).toBe(400);
  }
  expect(store.removed).toEqual([]);
  expect(await (await send("DELETE", run, { confirm: "app-1" })).json()).toEqual({ deleted: true });
  expect(store.removed).toHaveLength(1);
  expect((await send("DELETE", "/api/v1/projects/demo/runs/~/none", { confirm: "none" })).status).toBe(404);
  const fixed = { ...fakeStore(), remove: () => Promise.resolve(undefined) };
  expect((await testServer({ store: fixed }).send("DELETE", run, { confirm: "app-1" })).status).toBe(409);
});

it("lists tell how many annotations there are", async () => {
  const line = JSON.stringify({
    id: 7,
    project_id: "demo",
    app_id: "app-1",
    partition_key: null,
    step_sequence_id: 1,
    step_name: "step1",
    span_id: null,
    tags: [],
    observations: [],
    created: "2026",
    updated: "2026",
  });
  const { json } = testServer({
    annotations: { read: () => Promise.resolve(`${line}\n`), append: () => Promise.resolve(true) },
  });
  expect(await json(run)).toMatchObject({ notes: 1 });
  expect(await json("/api/v1/projects/demo/runs")).toMatchObject({ items: [{ ...summary(), notes: 1 }] });
});

function failing(message: string): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error(message)) }) };
}
