import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readStream } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Pace, quotingAnswer } from "./answer.ts";
import { type ChatServer, startServer } from "./server.ts";
import { openStore } from "./store.ts";
import { readChunks, TestClient } from "./test-client.ts";
import { atOnce, manualPace, testLibrary } from "./test-library.ts";
import { openFolder, startMain } from "./test-main.ts";
import { startModel } from "./test-model.ts";

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
const persister = memoryPersister();
let coreFolder: string;
let server: ChatServer;
let browser: Browser;

beforeAll(async () => {
  // What the browser loads is what `npm run build` makes; tests must not depend on an earlier build.
  coreFolder = await mkdtemp(join(tmpdir(), "chat-core-"));
  const options = ["--outDir", coreFolder, "--composite", "false", "--incremental", "false", "--declaration", "false"];
  const project = ["-p", join(root, "packages/core"), "--declarationMap", "false", "--sourceMap", "false", "--noCheck"];
  await promisify(execFile)(join(root, "node_modules/.bin/tsc"), [...project, ...options]);
  server = await open(0);
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium", args: quiet });
}, 60_000);

/** A server; a second one takes the place of the first, on the same store. */
function open(port: number, words: Pace = pace): Promise<ChatServer> {
  const answer = quotingAnswer({ pace: words });
  return startServer({ library: testLibrary, answer, answeredBy: "quotes", persister, port, coreFolder });
}

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

it(
  "lists earlier conversations, and shows one again after the server was started anew",
  { timeout: 60_000 },
  async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    allow(100);
    await page.getByLabel("Your question").fill("What does an anchor do?");
    await page.keyboard.press("Enter");
    await page.locator(".source").first().waitFor();
    const shown = await page.locator("#log").textContent();
    const { port } = new URL(server.url);
    await server.close();
    server = await open(Number(port));

    await page.reload();
    await page.locator(".source").first().waitFor();
    expect(await page.locator("#log").textContent()).toBe(shown);
    await page.getByRole("link", { name: "New chat" }).click();
    await page.getByRole("link", { name: "What does an anchor do?" }).click();
    await page.locator(".source").first().waitFor();
    expect(await page.locator("#log").textContent()).toBe(shown);
    await page.getByLabel("Your question").fill("Thanks");
    await page.keyboard.press("Enter");
    await page.getByText("You are welcome.").waitFor();
  },
);

it("finds its server again, and shows what was said before it ended", { timeout: 60_000 }, async () => {
  const { pace: slowly, allow: say } = manualPace();
  const { port } = new URL(server.url);
  await server.close();
  server = await open(Number(port), slowly);
  const page = await browser.newPage();
  await page.goto(server.url);
  say(2);
  await page.getByLabel("Your question").fill("What do gulls follow?");
  await page.keyboard.press("Enter");
  const answer = page.locator(".message.assistant");
  await answer.getByText("Gulls follow").waitFor();
  await server.close();
  await page.getByText("The connection was lost").waitFor();
  server = await open(Number(port));
  await answer.getByText("Stopped").waitFor();
  expect(await answer.locator(".text").textContent()).toBe("Gulls follow");
});

it("shows an answer of another server, and offers to try again when that was killed", { timeout: 60_000 }, async () => {
  await using folder = await openFolder();
  const model = await startModel();
  const main = await startMain(folder.documents, folder.store, model.baseURL);
  const store = await openStore(folder.store);
  const parts = { library: testLibrary, answer: quotingAnswer({ pace: atOnce }), persister: store.persister };
  const here = await startServer({ ...parts, answeredBy: "quotes", port: 0, coreFolder });
  try {
    const id = randomUUID();
    const events = readStream(await new TestClient(main.url).post(id, "questions", { question: "A gull?" }));
    (await model.nextCall()).send("Gulls are");
    await readChunks(events, 1);
    const page = await browser.newPage();
    await page.goto(`${here.url}/c/${id}`);
    await page.locator(".message.live").getByText("Gulls are").waitFor();
    await main.kill();
    await expect(events.next()).rejects.toThrow("connection broke");
    await page.getByRole("alert").getByText("The answer was interrupted.").waitFor();
    expect(await page.locator(".message.broken .text").textContent()).toBe("Gulls are");
    await page.reload();
    await page.locator(".message.broken").getByText("Gulls are").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".source").waitFor();
    expect(await page.locator("#log").textContent()).toBe("You:A gull?Answer:Gulls follow the boat for fish.11birds.md › Gulls"); // prettier-ignore
  } finally {
    await here.close();
    await store.close();
    await main.kill();
    await model.close();
  }
});
