import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allRoutes, demoValues, filled } from "../testing/all-routes.ts";
import { realServer, type RealServer } from "../testing/real-server.ts";

const canary = "canary-that-nobody-may-see";
const log = `${JSON.stringify({ type: "begin_entry", start_time: "2026-11-29T00:00:00Z", action: "a", inputs: {}, sequence_id: 0 })}\n`;

let real: RealServer;
let before: string;
beforeAll(async () => {
  real = await realServer({ "demo/app-1/log.jsonl": log, "demo/app-1/graph.json": "{}" });
  await mkdir(join(real.top, "outside", "secret"), { recursive: true });
  await writeFile(join(real.top, "outside", "secret", "log.jsonl"), log.replace('"a"', `"${canary}"`));
  await writeFile(join(real.top, "outside", "annotations.jsonl"), canary);
  await writeFile(join(real.top, "canary.txt"), canary);
  await symlink(join(real.top, "outside"), join(real.dir, "linked"));
  await symlink(join(real.top, "outside", "secret"), join(real.dir, "demo", "linked"));
  await symlink(join(real.top, "canary.txt"), join(real.dir, "demo", "app-1", "graph-abc.json"));
  before = await outside();
});
afterAll(() => real.end());

/** All that lies beside the folder of the logs. */
async function outside(): Promise<string> {
  const names = (await readdir(real.top, { recursive: true })).filter((name) => !name.startsWith("logs")).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(real.top, name), "utf8").catch(() => "folder")));
  return JSON.stringify([names, texts]);
}

const payloads = [
  "..",
  ".",
  "%2e%2e",
  "%2e",
  "%252e%252e",
  "..%2f",
  "..%2f..",
  "..%2foutside",
  "..%5c",
  "..%5coutside",
  "%2e%2e%2f",
  "%2e%2e%2foutside",
  "%252e%252e%252foutside",
  "..%252foutside",
  "%c0%ae%c0%ae",
  "%c0%af",
  "%e0%80%ae",
  "%uff0e",
  "%00",
  "demo%00",
  "app-1%00.jsonl",
  "%0a",
  "%0d%0aX-Evil:1",
  "%7f",
  "%ed%a0%80",
  "linked",
  "linked%2fsecret",
  "%2fetc%2fpasswd",
  "%2f",
  "C:%5cWindows",
  "file:%2f%2f%2fetc",
  "CON",
  "aux.txt",
  "NUL",
  "com1",
  "....%2f%2f",
  "demo.",
  "demo%20",
  "~",
  "~%2f..",
  "%7e",
  "x".repeat(300),
  "x".repeat(5000),
  "e%CC%81",
  "%EF%BC%8E%EF%BC%8E",
  ".hidden",
  ".cache",
  "annotations.jsonl",
  "log.jsonl",
  "__proto__",
  "constructor",
  "prototype",
  "%2e%2e%3f",
  "..;",
  "..%00%2f",
  "%",
];

describe.each(allRoutes().filter(({ path }) => path.includes(":")))("$method $path", ({ method, path }) => {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);

  it("leads nowhere else, whatever stands for its parameters", async () => {
    for (const payload of payloads) {
      const all = Object.fromEntries(names.map((name) => [name, payload]));
      for (const values of [all, ...names.map((name) => ({ ...demoValues, [name]: payload }))]) {
        const to = filled(path, values);
        const body = JSON.stringify({ confirm: payload, app_id: payload, partition_key: null, step_sequence_id: 0 });
        const headers = { "content-type": "application/json" };
        const init = method === "GET" ? {} : { method, body, headers };
        const response = await real.call(to, init);
        expect([to, response.status >= 500]).toEqual([to, false]);
        expect((await response.text()).includes(canary)).toBe(false);
      }
    }
    expect(await outside()).toBe(before);
    expect(real.errors).toEqual([]);
  });
});

it("what names a place in a query or a body leads nowhere else either", async () => {
  for (const payload of payloads) {
    const queries = [
      `/api/v1/projects/demo/diff?a=${payload}@0&b=${payload}%2F${payload}@0`,
      `/api/v1/projects/demo/align?a=${payload}&b=~%2F${payload}`,
      `/api/v1/projects/demo/notes?app=${payload}&partition=${payload}`,
      `/api/v0/${payload}/annotations?app_id=${payload}`,
      `/api/v1/projects/${payload}/runs?partition=${payload}&sort=${payload}&q=${payload}&cursor=${payload}`,
      `/api/v1/projects/demo/runs/~/app-1/steps?cursor=${payload}&q=${payload}`,
      `/api/v1/projects/demo/runs/~/app-1/columns?names=${payload}`,
      `/api/v1/projects/demo/runs/~/app-1/steps/0/state?path=/${payload}`,
      `/${payload}`,
      `/assets/${payload}`,
      `/p/${payload}/r/~/${payload}`,
    ];
    for (const to of queries) {
      const response = await real.call(to);
      expect([to, response.status >= 500]).toEqual([to, false]);
      expect((await response.text()).includes(canary)).toBe(false);
    }
    const place = { project: payload, app_id: payload, partition_key: payload };
    for (const at of [place, { ...place, project: "demo" }]) {
      const line = JSON.stringify({ place: at, tracker: "t", kind: "lines", seq: 0, lines: ['{"type":"x"}'] });
      const headers = { "content-type": "application/x-ndjson" };
      const response = await real.call("/api/v1/ingest", { method: "POST", body: line, headers });
      expect([200, 400]).toContain(response.status);
    }
  }
  expect(await outside()).toBe(before);
  expect(real.errors).toEqual([]);
});

it("nor do any bytes at all", async () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ""))),
    fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")),
    fc.constantFrom("..", "%2e%2e", "%2f", "%5c", "%00", ".", "demo", "app-1", "~"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...allRoutes()),
      fc.array(part, { minLength: 6, maxLength: 6 }),
      async ({ path }, parts) => {
        let next = 0;
        const to = path.replaceAll(/:(\w+)/g, () => parts[next++ % parts.length] ?? "x");
        const response = await real.call(to);
        expect(response.status).toBeLessThan(500);
        expect((await response.text()).includes(canary)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
  expect(await outside()).toBe(before);
});
