import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, RunSummary } from "@burrjs/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Browser } from "playwright-core";
import { openBrowser } from "./harness/browser.ts";
import { type InstalledCli, installCli } from "./harness/installed.ts";
import { openPage } from "./harness/open-page.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";

let cli: InstalledCli;
let browser: Browser;
let dir: string;

beforeAll(async () => {
  [cli, browser, dir] = await Promise.all([installCli(), openBrowser(), mkdtemp(join(tmpdir(), "burr-demo-"))]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await cli?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const views = [
  ...["why", "state", "stream", "io", "spans", "code", "notes", "graph"].map((tab) => `tab=${tab}`),
  ...["steps", "chat", "waterfall"].map((left) => `left=${left}`),
];

it(
  "installed from its packages, and without a network, shows the demos: all screens, fonts and workers are in it",
  { timeout: 120_000 },
  async () => {
    await cli.burr("demo", "--dir", dir);
    await using server = await cli.serve(dir);
    const { origin: url, hash } = new URL(server.signInUrl);
    const token = new URLSearchParams(hash.slice(1)).get("token") ?? "";
    const { page, context, problems } = await openPage(browser, { url, token }, "/p");
    await settled(page);
    const workers = new Set<string>();
    page.on("worker", (worker) => workers.add(new URL(worker.url()).pathname.replaceAll(/-\w+\.js$/g, "")));
    const listed = await context.request.get("/api/v1/projects/demo-chatbot/runs");
    const runs = ((await listed.json()) as Page<RunSummary>).items.map(
      ({ partition_key: key, app_id: app }) => `${encodeURIComponent(key ?? "~")}/${encodeURIComponent(app)}`,
    );
    expect(runs.length).toBeGreaterThan(2);
    const base = "/p/demo-chatbot";
    const [a = "", b = ""] = runs.map((run) => encodeURIComponent(run));
    const run = `${base}/r/${runs[0]}`;
    const screens = ["", "/insights", "/notes", `/compare?a=${a}&b=${b}`].map((path) => `${base}${path}`);
    const paths = ["/p", "/settings", "/doctor", ...screens, ...views.map((view) => `${run}?s=1&${view}`)];
    for (const path of [...paths, `${run}?s=1&tab=state&view=diff`, `${run}?s=1&fork=1`]) {
      await page.goto(path);
      await settled(page);
      await shoot(page, `installed-${paths.indexOf(path)}`);
      expect(await page.getByRole("alert").count(), path).toBe(0);
    }
    const faces = await page.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family.replaceAll('"', "")),
    );
    expect(new Set(faces)).toEqual(new Set(["Inter Variable", "JetBrains Mono Variable"]));
    expect(workers.size).toBeGreaterThan(0);
    expect(problems.take()).toEqual([]);
    await context.close();
    expect(await server.end()).toBe(0);
  },
);
