import { expect, it } from "vitest";
import { allRoutes, demoValues, filled } from "../testing/all-routes.ts";
import { testServer } from "../testing/client.ts";
import { fakeStore } from "../testing/fake-store.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";
import { securityHeaders } from "./headers.ts";

const ingest = { accept: () => Promise.resolve() };
const { call, bare, server } = testServer({ annotations: memoryAnnotations(), ingest });

function expectHeaders(response: Response): void {
  expect(Object.fromEntries(response.headers)).toMatchObject(securityHeaders);
}

it("the policy forbids framing, inline scripts, other origins and untrusted HTML", () => {
  const policy = securityHeaders["content-security-policy"];
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toMatch(/unsafe|\*|http/);
});

it.each(allRoutes())("$method $path has them, with and without the token", async ({ method, path }) => {
  const to = filled(path, demoValues);
  for (const response of [await call(to, { method }), await bare(to, { method })]) {
    expectHeaders(response);
    expect(response.headers.get("cache-control")).toBe("no-store");
    await response.body?.cancel();
  }
});

it.each([
  ["a page", () => bare("/")],
  ["a missing file", () => bare("/assets/none.js")],
  ["a missing route", () => call("/api/v1/none")],
  ["a bad parameter", () => call("/api/v1/projects?limit=x")],
  ["a path that cannot be decoded", () => bare("/%zz")],
  ["a foreign host", () => server.fetch(new Request("http://attacker.example/"))],
  ["a method that pages do not have", () => bare("/", { method: "PUT" })],
  ["HEAD", () => call("/api/v1/projects", { method: "HEAD" })],
  [
    "304",
    async () => {
      const etag = (await call("/api/v1/projects")).headers.get("etag") ?? "";
      return call("/api/v1/projects", { headers: { "if-none-match": etag } });
    },
  ],
  [
    "an error of the server",
    () => {
      const store = { ...fakeStore(), projects: () => Promise.reject(new Error("secret")) };
      return testServer({ store }).call("/api/v1/projects");
    },
  ],
])("%s has them", async (_what, ask) => {
  expectHeaders(await ask());
});
