import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { type AnyRunEvent, readStream } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type AnswerAction, quotingAnswer } from "./answer.ts";
import { b } from "./chat.ts";
import type { Snapshot } from "./conversation.ts";
import { createChat } from "./graph.ts";
import { type ChatServer, startServer } from "./server.ts";
import { readChunks, TestClient } from "./test-client.ts";
import { atOnce, manualPace, testLibrary } from "./test-library.ts";

const question = "What do gulls follow?";
const whole = "Gulls follow the boat for fish. [1]";
let persister = memoryPersister();
let server: ChatServer;
let allow: ReturnType<typeof manualPace>["allow"];

beforeEach(async () => {
  const manual = manualPace();
  ({ allow } = manual);
  persister = memoryPersister();
  await open(quotingAnswer({ pace: manual.pace }));
});

afterEach(async () => {
  await server.close();
});

async function open(answer: AnswerAction): Promise<void> {
  server = await startServer({ library: testLibrary, answer, answeredBy: "quotes", persister, port: 0 });
}

function post(id: string, path: string, body: unknown = {}, init: RequestInit = {}): Promise<Response> {
  return new TestClient(server.url).post(id, path, body, init);
}

function snapshot(id: string): Promise<Snapshot> {
  return new TestClient(server.url).snapshot(id);
}

it("streams an answer as events of the run, the tried conditions among them", async () => {
  const id = randomUUID();
  allow(100);
  const events: AnyRunEvent[] = [];
  for await (const event of readStream(await post(id, "questions", { question }))) events.push(event);

  const started = events.flatMap((event) => (event.type === "step-start" ? event.action : []));
  expect(started).toEqual(["ask", "route", "search", "answer"]);
  expect(events.find(({ type, action }) => type === "transition" && action === "route")).toMatchObject({
    to: "search",
    tried: [
      { to: "greet", condition: "mode=greeting", result: false },
      { to: "search", condition: "mode=search", result: true },
    ],
  });
  expect(events.filter(({ type }) => type === "chunk")).toHaveLength(7);
  expect(events.at(-1)).toMatchObject({ type: "run-end", stopped: "before", action: "ask" });
  expect(await snapshot(id)).toMatchObject({
    isRunning: false,
    history: [
      { role: "user", text: question },
      { role: "assistant", text: whole, isStopped: false },
    ],
  });
});

it("stops an answer, keeps what was said, and takes the next question", async () => {
  const id = randomUUID();
  allow(3);
  const events = readStream(await post(id, "questions", { question }));
  await readChunks(events, 3);
  expect(await (await post(id, "stop")).json()).toEqual({ wasRunning: true });

  const rest: AnyRunEvent[] = [];
  for await (const event of events) rest.push(event);
  expect(rest).toMatchObject([{ type: "step-end", action: "answer", status: "aborted", committed: true }]);
  expect((await snapshot(id)).history.at(-1)).toMatchObject({ text: "Gulls follow the ", isStopped: true });
  expect(await (await post(id, "stop")).json()).toEqual({ wasRunning: false });

  allow(100);
  await (await post(id, "questions", { question })).text();
  expect((await snapshot(id)).history.at(-1)).toMatchObject({ text: whole, isStopped: false });
});

it("tells a page that is loaded in the middle of an answer what was asked, and which step to follow", async () => {
  const id = randomUUID();
  allow(2);
  const events = readStream(await post(id, "questions", { question }));
  await readChunks(events, 2);
  expect(await snapshot(id)).toMatchObject({
    isRunning: true,
    step: 3,
    history: [{ text: question }],
  });
  expect((await snapshot(id)).trace.at(-1)).toMatchObject({ type: "step-start", action: "answer" });
  allow(100);
  await readChunks(events, 5);
});

it("refuses a second question while one is answered", async () => {
  const id = randomUUID();
  const first = await post(id, "questions", { question });
  const second = await post(id, "questions", { question: "And this?" });
  expect(second.status).toBe(409);
  expect(await second.json()).toEqual({ error: "An answer is under way in this conversation. Stop it, or wait." });
  const other = randomUUID();
  allow(100);
  expect((await post(other, "questions", { question: "Hello" })).status).toBe(200);
  await first.text();
});

it("goes on with the answer when the client disconnects", async () => {
  const id = randomUUID();
  allow(2);
  const leaving = new AbortController();
  const events = readStream(await post(id, "questions", { question }, { signal: leaving.signal }));
  await readChunks(events, 2);
  leaving.abort();
  await expect(events.next()).rejects.toThrow("aborted");
  expect(await snapshot(id)).toMatchObject({ isRunning: true });
  allow(100);
  await vi.waitFor(async () => {
    expect(await snapshot(id)).toMatchObject({ isRunning: false, step: null });
  });
  expect((await snapshot(id)).history.at(-1)).toMatchObject({ text: whole, isStopped: false });
});

it("stops an answer whose client has disconnected", async () => {
  const id = randomUUID();
  allow(2);
  const leaving = new AbortController();
  const events = readStream(await post(id, "questions", { question }, { signal: leaving.signal }));
  await readChunks(events, 2);
  leaving.abort();
  await expect(events.next()).rejects.toThrow("aborted");
  await post(id, "stop");
  expect((await snapshot(id)).history.at(-1)).toMatchObject({ text: "Gulls follow ", isStopped: true });
});

it("tells of a failure without its details, tries again, and takes another question", async () => {
  let failures = 2;
  const answer: AnswerAction = b.action({
    reads: ["query", "passages"],
    writes: ["history"],
    async *run(state) {
      yield { text: "Well " };
      if ((failures -= 1) >= 0) throw new Error("secret");
      const message = { role: "assistant", text: "Well done", sources: [], isStopped: false } as const;
      return [{ text: message.text, sources: message.sources }, state.append({ history: message })];
    },
  });
  await server.close();
  await open(answer);
  const id = randomUUID();

  const text = await (await post(id, "questions", { question })).text();
  expect(text).toContain("The answer failed. Try again.");
  expect(text).not.toContain("secret");
  expect(await snapshot(id)).toMatchObject({ isRunning: false, failure: "The answer failed. Try again." });

  await (await post(id, "retry")).text();
  await (await post(id, "questions", { question: "And what do gulls cry?" })).text();
  const { history, failure } = await snapshot(id);
  expect(failure).toBeNull();
  expect(history.map(({ text: one }) => one)).toEqual([question, "And what do gulls cry?", "Well done"]);
  expect((await post(id, "retry")).status).toBe(409);
});

it.each([
  { what: "no JSON", body: "?", status: 400 },
  { what: "no question", body: "{}", status: 400 },
  { what: "an empty question", body: '{"question":"  "}', status: 400 },
  { what: "a long question", body: JSON.stringify({ question: "x".repeat(2001) }), status: 400 },
  { what: "a huge body", body: JSON.stringify({ question: "x".repeat(20_000) }), status: 413 },
])("refuses $what with $status", async ({ body, status }) => {
  const response = await post(randomUUID(), "questions", undefined, { body });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

it("answers to its own host name and origin only", async () => {
  const { port } = new URL(server.url);
  const statusFor = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { host: "127.0.0.1", port, path: `/api/conversations/${randomUUID()}/stop`, method: "POST", headers },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on("error", reject).end();
    });
  expect(await statusFor({ host: `localhost:${port}` })).toBe(200);
  expect(await statusFor({ host: `evil.example:${port}` })).toBe(421);
  expect(await statusFor({ origin: server.url })).toBe(200);
  expect(await statusFor({ origin: "http://evil.example" })).toBe(403);
});

it("serves the page and the documents, and no other files", async () => {
  const get = (path: string): Promise<Response> => fetch(server.url + path);
  const page = await get("/c/anything");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain("<title>Ask the docs");
  expect((await get("/page/page.js")).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(await (await get("/documents/guide/boats.md")).text()).toContain("## Anchors");
  for (const path of ["/page/..%2fmain.ts", "/page/nothing.css", "/core/..%2fpackage.json", "/documents/none.md", "/x"])
    expect((await get(path)).status, path).toBe(404);
});

it.each([randomUUID(), "unknown"])("says that there is no conversation %s", async (id) => {
  const response = await fetch(`${server.url}/api/conversations/${id}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/^There is no/) });
});

it("lists the last conversations, the latest first, but not those of the terminal", async () => {
  allow(100);
  await (
    await createChat({
      library: testLibrary,
      answer: quotingAnswer({ pace: atOnce }),
      persister,
      partitionKey: "terminal",
    })
  ).run({ inputs: { prompt: "Hi" }, haltBefore: "ask" });
  const ids = Array.from({ length: 8 }, () => randomUUID());
  for (const [index, id] of ids.entries()) await (await post(id, "questions", { question: `Hello ${index}` })).text();
  const response = await fetch(`${server.url}/api/conversations`);
  const latest = ids.map((id, index) => ({ id, title: `Hello ${index}` })).toReversed();
  expect(await response.json()).toEqual(latest.slice(0, 6));
});

it("takes another port when the usual one is taken, but not when one was asked for", async () => {
  const options = { library: testLibrary, answer: quotingAnswer({ pace: atOnce }), answeredBy: "quotes", persister };
  const first = await startServer({ ...options, port: "any" });
  const second = await startServer({ ...options, port: "any" });
  try {
    expect(second.url).not.toBe(first.url);
    await expect(startServer({ ...options, port: Number(new URL(first.url).port) })).rejects.toThrow("EADDRINUSE");
  } finally {
    await first.close();
    await second.close();
  }
});

it("closes in the middle of an answer", async () => {
  const id = randomUUID();
  allow(1);
  const events = readStream(await post(id, "questions", { question }));
  await readChunks(events, 1);
  await server.close();
  await events.return();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  await open(quotingAnswer({ pace: atOnce }));
});
