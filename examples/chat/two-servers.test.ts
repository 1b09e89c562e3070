import { randomUUID } from "node:crypto";
import { type AnyRunEvent, readStream } from "@burrjs/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { quotingAnswer } from "./answer.ts";
import { startServer } from "./server.ts";
import { openStore } from "./store.ts";
import { type PlacedEvent, placedEvents, readChunks, TestClient, textsOf } from "./test-client.ts";
import { manualPace, testLibrary } from "./test-library.ts";
import { openFolder } from "./test-main.ts";

const question = "What do gulls follow?";
const words = ["Gulls ", "follow ", "the ", "boat ", "for ", "fish. ", "[1]"];
let first: TestClient;
let second: TestClient;
let allow: ReturnType<typeof manualPace>["allow"];
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  const folder = await openFolder();
  cleanups.push(() => folder[Symbol.asyncDispose]());
  const manual = manualPace();
  ({ allow } = manual);
  const answer = quotingAnswer({ pace: manual.pace });
  const serve = async (): Promise<TestClient> => {
    const store = await openStore(folder.store);
    cleanups.push(() => store.close());
    const server = await startServer({ library: testLibrary, answer, answeredBy: "quotes", persister: store.persister, port: 0 }); // prettier-ignore
    cleanups.push(() => server.close());
    return new TestClient(server.url);
  };
  first = await serve();
  second = await serve();
});

afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

it.each([0, 1, 3, 7])(
  "a reader that leaves after $0 chunks reads the rest elsewhere, each chunk once",
  async (count) => {
    const id = randomUUID();
    allow(count);
    const leaving = new AbortController();
    const events = placedEvents(await first.post(id, "questions", { question }, { signal: leaving.signal }));
    const seen: PlacedEvent[] = [];
    while (textsOf(seen.map(({ event }) => event)).length < count || seen.at(-1)?.event.action !== "answer") {
      const { value } = await events.next();
      if (value !== undefined) seen.push(value);
    }
    leaving.abort();
    allow(100);
    const last = seen.at(-1);
    const rest: AnyRunEvent[] = [];
    const response = await second.follow(id, last?.event.sequenceId ?? -1, last?.id);
    for await (const event of readStream(response)) rest.push(event);

    expect(textsOf([...seen.map(({ event }) => event), ...rest])).toEqual(words);
    expect(rest.at(-1)).toMatchObject({ type: "step-end", action: "answer", status: "completed" });
    expect((await second.snapshot(id)).history.at(-1)).toMatchObject({ text: words.join(""), isStopped: false });
  },
);

it("an answer is stopped from another server, and what was said is kept", async () => {
  const id = randomUUID();
  allow(2);
  const events = readStream(await first.post(id, "questions", { question }));
  await readChunks(events, 2);
  expect(await (await second.post(id, "stop")).json()).toEqual({ wasRunning: true });
  expect((await second.snapshot(id)).history.at(-1)).toMatchObject({ text: "Gulls follow ", isStopped: true });
  const rest: AnyRunEvent[] = [];
  for await (const event of events) rest.push(event);
  expect(rest).toMatchObject([{ type: "step-end", status: "aborted", committed: true }]);
  expect(await (await second.post(id, "stop")).json()).toEqual({ wasRunning: false });
});

it("a question is refused while another server answers, and taken afterwards", async () => {
  const id = randomUUID();
  allow(1);
  const events = readStream(await first.post(id, "questions", { question }));
  await readChunks(events, 1);
  for (const path of ["questions", "retry"]) {
    const refused = await second.post(id, path, { question: "And what do they cry?" });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ error: expect.stringContaining("under way") });
  }
  allow(100);
  while ((await events.next()).done !== true);
  await (await second.post(id, "questions", { question: "Thanks" })).text();
  await (await first.post(id, "questions", { question: "Bye" })).text();
  const { history } = await second.snapshot(id);
  expect(history.map(({ text }) => text)).toEqual([question, words.join(""), "Thanks", expect.anything(), "Bye", expect.anything()]); // prettier-ignore
});

it("of two questions at the same time one is answered, and the other is refused", async () => {
  const id = randomUUID();
  const texts = [first, second].map(async (client) => (await client.post(id, "questions", { question })).text());
  expect(await Promise.race(texts)).toContain("under way"); // the other waits for its first word
  allow(100);
  await Promise.all(texts);
  expect((await second.snapshot(id)).history.map(({ text }) => text)).toEqual([question, words.join("")]);
});
