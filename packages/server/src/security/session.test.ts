import { describe, expect, it } from "vitest";
import { testServer, token } from "../testing/client.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";

const ui = { "content-type": "application/json", "x-ui": "1" };
const signIn = (body: unknown): RequestInit => ({ method: "POST", headers: ui, body: JSON.stringify(body) });

describe("who may ask", () => {
  const { bare } = testServer({ annotations: memoryAnnotations() });

  it.each([
    {},
    { cookie: "burr-7241=" },
    { cookie: `burr-7241=${token}` },
    { cookie: "burr-7242=0" },
    { authorization: "Bearer " },
    { authorization: `Bearer ${token.slice(1)}` },
    { authorization: `Bearer ${token}x` },
    { authorization: `Basic ${token}` },
    { authorization: `Bearer ${"x".repeat(10_000)}` },
  ])("nobody with %j", async (headers: Record<string, string>) => {
    const response = await bare("/api/v1/projects", { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "unauthorized" } });
  });

  it("the token is swapped for a cookie that scripts cannot read and other sites cannot send", async () => {
    const response = await bare("/api/v1/session", signIn({ token }));
    expect(response.status).toBe(200);
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^burr-7241=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const headers = { cookie: `other=1; ${cookie.split(";")[0]}; more=2` };
    expect((await bare("/api/v1/projects", { headers })).status).toBe(200);
    // A cookie of the same name for another path does not shut anybody out.
    const two = { cookie: `burr-7241=stale; ${cookie.split(";")[0]}` };
    expect((await bare("/api/v1/projects", { headers: two })).status).toBe(200);
  });

  it.each([{ token: `${token}x` }, { token: "" }, { token: 1 }, {}, [], null, "x", { token: { length: 43 } }])(
    "%j gets no cookie",
    async (body) => {
      const response = await bare("/api/v1/session", signIn(body));
      expect(response.status).toBe(401);
      expect(response.headers.get("set-cookie")).toBeNull();
    },
  );

  it("a cookie is asked for by our page alone", async () => {
    const init = { method: "POST", body: JSON.stringify({ token }) };
    for (const headers of [{ ...ui, "x-ui": "0" }, { ...ui, origin: "http://attacker.example" }, { "x-ui": "1" }]) {
      expect((await bare("/api/v1/session", { ...init, headers })).status).toBe(403);
    }
  });

  it("over https the cookie is secure, below a path it is for that path, and it can be given back", async () => {
    const { server } = testServer({ allowedHosts: ["burr.example.com"], basePath: "/burr", port: 443 });
    const ask = (method: string): Promise<Response> =>
      server.fetch(new Request("https://burr.example.com/burr/api/v1/session", { ...signIn({ token }), method }));
    expect((await ask("POST")).headers.get("set-cookie")).toMatch(/; Path=\/burr; HttpOnly; SameSite=Strict; Secure$/);
    expect((await ask("DELETE")).headers.get("set-cookie")).toMatch(/^burr-443=;.*; Secure; Max-Age=0$/);
  });

  it("whether the server is up can be asked by everybody", async () => {
    for (const path of ["/ready", "/api/v0/ready"]) expect((await bare(path)).status).toBe(200);
  });
});

describe("`noToken`", () => {
  const { bare, send } = testServer({ noToken: true, annotations: memoryAnnotations() });
  const note = { app_id: "app-1", partition_key: null, step_sequence_id: 1 };

  it("lets everybody read, and nobody write", async () => {
    expect((await bare("/api/v1/projects")).status).toBe(200);
    const init = { method: "POST", headers: ui, body: JSON.stringify(note) };
    expect((await bare("/api/v1/projects/demo/notes", init)).status).toBe(401);
    expect((await bare("/api/v1/projects/demo/runs/~/app-1", { method: "DELETE", headers: ui })).status).toBe(401);
    expect((await bare("/api/v1/ingest", { method: "POST", body: "" })).status).toBe(401);
  });

  it("those with the token still write", async () => {
    expect((await send("POST", "/api/v1/projects/demo/notes", note)).status).toBe(201);
  });
});

describe("`readOnly`", () => {
  const ingest = { accept: () => Promise.resolve() };
  const { call, send, json } = testServer({ readOnly: true, annotations: memoryAnnotations(), ingest });

  it.each([
    ["POST", "/api/v1/projects/demo/notes"],
    ["PATCH", "/api/v1/projects/demo/notes/1"],
    ["DELETE", "/api/v1/projects/demo/notes/1"],
    ["DELETE", "/api/v1/projects/demo/runs/~/app-1"],
    ["POST", "/api/v1/ingest"],
    ["POST", "/api/v0/demo/app-1/__none__/1/annotations"],
    ["PUT", "/api/v0/demo/1/update_annotations"],
    ["POST", "/api/v1/projects/demo/forks"],
  ])("takes %s %s away", async (method, path) => {
    expect((await send(method, path, {})).status).toBe(404);
  });

  it("leaves them out of the document, and says so", async () => {
    const document = await json("/api/v1/openapi.json");
    expect(JSON.stringify(document)).not.toMatch(/"(put|patch)":/);
    expect(await json("/api/v1/meta")).toMatchObject({ capabilities: { writes: false, ingestion: false } });
    expect((await call("/api/v1/projects/demo/notes")).status).toBe(200);
  });
});

describe("options that would not be safe", () => {
  it.each(["", "short", `${"x".repeat(40)} y`])("the token %j is refused", (bad) => {
    expect(() => testServer({ token: bad })).toThrow(/token/);
    expect(() => testServer({ ingestTokens: [bad] })).toThrow(/token/);
  });
  it.each(["burr", "/burr/", "/../x", "//evil"])("the path %j is refused", (basePath) => {
    expect(() => testServer({ basePath })).toThrow(/basePath/);
  });
});
