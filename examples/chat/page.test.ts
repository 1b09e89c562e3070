import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { quotingAnswer } from "./answer.ts";
import { type ChatServer, startServer } from "./server.ts";
import { manualPace, testLibrary } from "./test-library.ts";

const root = join(import.meta.dirname, "../..");
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const { pace, allow } = manualPace();
let coreFolder: string;
let server: ChatServer;
let browser: Browser;

beforeAll(async () => {
  // What the browser loads is what `npm run build` makes; tests must not depend on an earlier build.
  coreFolder = await mkdtemp(join(tmpdir(), "chat-core-"));
  const options = ["--outDir", coreFolder, "--composite", "false", "--incremental", "false", "--declaration", "false"];
  const project = ["-p", join(root, "packages/core"), "--declarationMap", "false", "--sourceMap", "false", "--noCheck"];
  await promisify(execFile)(join(root, "node_modules/.bin/tsc"), [...project, ...options]);
  const answer = quotingAnswer({ pace });
  server = await startServer({ library: testLibrary, answer, answeredBy: "quotes", port: 0, coreFolder });
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium", args: quiet });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(coreFolder, { recursive: true });
});

it("asks, stops, keeps the partial answer over a reload, and asks again", { timeout: 60_000 }, async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url)) problems.push(request.url());
  });
  const answer = page.locator(".message.assistant").last();
  const textOf = async (): Promise<string> => (await answer.locator(".text").textContent()) ?? "";
  await page.goto(server.url);
  await page.getByRole("button", { name: "Tell me about “Sails”" }).waitFor();

  // The text grows word by word, and the graph shows which action runs.
  allow(2);
  await page.getByLabel("Your question").fill("What do gulls follow?");
  await page.keyboard.press("Enter");
  await answer.getByText("Gulls follow").waitFor();
  expect(await textOf()).toBe("Gulls follow");
  allow(2);
  await answer.getByText("Gulls follow the boat").waitFor();
  expect(await page.locator(".node.running").textContent()).toContain("answer");
  expect(await page.locator(".tried").allTextContents()).toEqual([
    "→ route",
    "mode=greeting → greet✕ false",
    "mode=search → search✓ true",
    "found → answer✓ true",
  ]);

  await page.getByRole("button", { name: "Stop" }).click();
  await answer.getByText("Stopped").waitFor();
  expect(await textOf()).toBe("Gulls follow the boat");

  await page.reload();
  await answer.getByText("Stopped").waitFor();
  expect(await textOf()).toBe("Gulls follow the boat");
  expect(await answer.locator(".source").textContent()).toContain("birds.md › Gulls");

  // A reload in the middle of an answer: it goes on, and the page follows.
  allow(3);
  await page.getByLabel("Your question").fill("and what do they cry?");
  await page.getByRole("button", { name: "Send" }).click();
  await answer.getByText("They cry all").waitFor();
  await page.reload();
  await answer.getByText("They cry all").waitFor();
  allow(100);
  await page.getByRole("button", { name: "Send" }).waitFor();
  expect(await textOf()).toBe("They cry all day.1");
  expect(await page.locator(".message.user").allTextContents()).toEqual([
    "You:What do gulls follow?",
    "You:and what do they cry?",
  ]);
  expect(problems).toEqual([]);
});
