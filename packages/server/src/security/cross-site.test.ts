import { describe, expect, it } from "vitest";
import { origin, testServer, token } from "../testing/client.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";
import { sessionOf } from "./tokens.ts";

const { bare, call } = testServer({ annotations: memoryAnnotations() });

/** What a browser sends along that has the cookie. */
async function browser(headers: Record<string, string> = {}): Promise<Record<string, string>> {
  return { cookie: `burr-7241=${await sessionOf(token)}`, ...headers };
}

const note = JSON.stringify({ app_id: "app-1", partition_key: null, step_sequence_id: 1, step_name: "step1" });
const json = { "content-type": "application/json" };
const ui = { ...json, "x-ui": "1" };

describe("requests of other sites", () => {
  const sites = [undefined, "same-origin", "none", "same-site", "cross-site"];
  const origins = [
    undefined,
    origin,
    "null",
    "http://localhost:7241",
    "https://127.0.0.1:7241",
    "http://attacker.example",
  ];
  const all = sites.flatMap((site) => origins.map((from) => ({ site, from })));
  it.each(all)("reading with Sec-Fetch-Site $site and Origin $from", async ({ site, from }) => {
    const headers = await browser({
      ...(site === undefined ? {} : { "sec-fetch-site": site }),
      ...(from === undefined ? {} : { origin: from }),
    });
    const isOurs = !["same-site", "cross-site"].includes(site ?? "") && (from === undefined || from === origin);
    const response = await bare("/api/v1/meta", { headers });
    expect(response.status).toBe(isOurs ? 200 : 403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("a preflight gets no permission", async () => {
    const headers = { origin: "http://attacker.example", "access-control-request-method": "POST" };
    const response = await bare("/api/v1/projects/demo/notes", { method: "OPTIONS", headers });
    expect(response.status).toBe(403);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("the page of an application can be opened by a link of another site", async () => {
    expect((await bare("/p/demo", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(200);
  });
});

describe("requests that change something", () => {
  it.each([
    ["JSON with the header of the page", ui, 201],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 403],
    ["a form that says it is text", { "content-type": "text/plain", "x-ui": "1" }, 403],
    ["JSON without the header of the page", json, 403],
    ["the header of the page with another value", { ...json, "x-ui": "true" }, 403],
    ["no content type", { "x-ui": "1" }, 403],
    ["a media type that begins alike", { "content-type": "application/jsonp", "x-ui": "1" }, 403],
    ["JSON with a charset", { "content-type": "application/json; charset=utf-8", "x-ui": "1" }, 201],
  ])("with the cookie, %s", async (_what, headers, status) => {
    const response = await bare("/api/v1/projects/demo/notes", {
      method: "POST",
      body: note,
      headers: await browser(headers),
    });
    expect(response.status).toBe(status);
  });

  it("with the token, the header of the page is not needed: no browser sends a token by itself", async () => {
    const response = await call("/api/v1/projects/demo/notes", { method: "POST", body: note, headers: json });
    expect(response.status).toBe(201);
  });

  it("from another site are refused even with the token", async () => {
    const headers = { ...ui, origin: "http://attacker.example" };
    expect((await call("/api/v1/projects/demo/notes", { method: "POST", body: note, headers })).status).toBe(403);
  });

  it("Burr's own page may write by its own routes when that is allowed, from our origin alone", async () => {
    const path = "/api/v0/demo/app-1/__none__/1/annotations";
    const body = JSON.stringify({ span_id: null, step_name: "step1", tags: [], observations: [] });
    const server = testServer({ annotations: memoryAnnotations(), v0Writes: true });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await server.bare(path, { method: "POST", body, headers: await browser(headers) })).status;
    expect(await status({ ...json, origin })).toBe(200);
    expect(await status(json)).toBe(403);
    expect(await status({ "content-type": "text/plain", origin })).toBe(403);
    expect((await bare(path, { method: "POST", body, headers: await browser({ ...json, origin }) })).status).toBe(403);
  });
});
