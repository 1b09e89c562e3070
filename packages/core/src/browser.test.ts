import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

/** The engine, loaded by a real browser, module by module: there is no Node in it. */

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const more = ["--disable-component-update", "--disable-sync"];

const server = createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (!path.endsWith(".ts")) {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>core</title>");
    return;
  }
  const source = readFileSync(join(import.meta.dirname, path), "utf8");
  response.writeHead(200, { "content-type": "text/javascript" }).end(stripTypeScriptTypes(source));
});
let browser: Browser;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: [...quiet, ...more] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server.close();
});

/** A program in the page: streams, stops with the partial kept, sends itself a response and reads it. */
const program = `(async () => {
  const { burr, readStream } = await import("/index.ts");
  const b = burr();
  const spell = b.action({
    reads: [],
    writes: ["text"],
    async *run(state) {
      for (const letter of "abc") yield letter;
      return [{ length: 3 }, state.update({ text: "abc" })];
    },
    onAbort: (partial) => ({ text: partial.join("") }),
  });
  const open = () => b.application({ actions: { spell }, transitions: [], entrypoint: "spell", state: {} }).streamResult({ haltAfter: "spell" });
  const stopped = await open();
  for await (const letter of stopped) if (letter === "b") break;
  const events = [];
  for await (const { type } of readStream((await open()).toResponse())) events.push(type);
  const { status, committed, state } = await stopped.outcome;
  const { result } = await (await open()).get();
  return { result, status, committed, text: state.text, events, hasProcess: "process" in globalThis };
})()`;

it("runs in a browser, streams and all", async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await page.evaluate(program)).toEqual({
    result: { length: 3 },
    status: "aborted",
    committed: true,
    text: "ab",
    events: ["step-start", "chunk", "chunk", "chunk", "step-end", "run-end"],
    hasProcess: false,
  });
}, 30_000);
