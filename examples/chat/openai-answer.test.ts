import type { Hooks } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterEach, beforeEach, expect, it } from "vitest";
import { textOf } from "./conversation.ts";
import { createChat } from "./graph.ts";
import { modelAnswer } from "./openai-answer.ts";
import { testLibrary } from "./test-library.ts";
import { startModel } from "./test-model.ts";

let model: Awaited<ReturnType<typeof startModel>>;

beforeEach(async () => {
  model = await startModel();
});

afterEach(async () => {
  await model.close();
});

const inputs = { prompt: "What do gulls follow?" };

function openChat(baseURL = model.baseURL, tracker: Hooks = {}) {
  const answer = modelAnswer({ baseURL, apiKey: "key", model: "test-model", maxRetries: 0 });
  return createChat({ library: testLibrary, answer, persister: memoryPersister(), tracker });
}

it("passes each piece on before the endpoint has sent the next", async () => {
  const app = await openChat();
  const stream = await app.streamResult({ inputs, haltAfter: "answer" });
  const chunks = stream[Symbol.asyncIterator]();
  const first = chunks.next();
  const call = await model.nextCall();
  call.send("Gulls follow ");
  expect(await first).toEqual({ done: false, value: { text: "Gulls follow " } });
  call.send("the boat [1].");
  expect(await chunks.next()).toEqual({ done: false, value: { text: "the boat [1]." } });
  call.end();
  expect(await chunks.next()).toMatchObject({ done: true });

  expect(app.state.history?.at(-1)).toEqual({
    role: "assistant",
    text: "Gulls follow the boat [1].",
    sources: [{ number: 1, file: "birds.md", heading: "Gulls" }],
    isStopped: false,
  });
});

it("asks with the passages, the conversation and the key", async () => {
  const app = await openChat();
  const run = app.run({ inputs, haltBefore: "ask" });
  const call = await model.nextCall();
  call.send("Yes.");
  call.end();
  await run;
  expect(call.authorization).toBe("Bearer key");
  expect(call.body).toMatchObject({
    model: "test-model",
    stream: true,
    messages: [
      { role: "system", content: expect.stringContaining("[1] birds.md, Gulls\nGulls follow the boat") },
      { role: "user", content: "What do gulls follow?" },
    ],
  });
});

it.each([
  { when: "it counts tokens", usage: { prompt_tokens: 90, completion_tokens: 1 }, counts: [90, 1] },
  { when: "it does not count", usage: undefined, counts: [] },
])("logs which model was asked, and the tokens as the endpoint says: $when", async ({ usage, counts }) => {
  const logged: Record<string, unknown> = {};
  const app = await openChat(model.baseURL, {
    doLogAttributes: ({ attributes, span }) => void (span === null && Object.assign(logged, attributes)),
  });
  const run = app.run({ inputs, haltBefore: "ask" });
  const call = await model.nextCall();
  expect(call.body).toMatchObject({ stream_options: { include_usage: true } });
  call.send("Yes.");
  call.end(usage);
  await run;
  const names = ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"];
  const tokens = counts.map((count, index) => [names[index], count]);
  expect(logged).toEqual({ "gen_ai.request.model": "test-model", ...Object.fromEntries(tokens) });
});

it("closes the connection when it is stopped, and keeps what was said", async () => {
  const app = await openChat();
  const stream = await app.streamResult({ inputs, haltAfter: "answer" });
  const chunks = stream[Symbol.asyncIterator]();
  const first = chunks.next();
  const call = await model.nextCall();
  call.send("Gulls ");
  await first;
  const outcome = await stream.abort();
  await call.closed;
  expect(outcome).toMatchObject({ status: "aborted", committed: true });
  expect(app.state.history?.at(-1)).toMatchObject({ text: "Gulls ", isStopped: true });
});

it.each([
  { status: 401, message: /refused the key \(401\)\. Check OPENAI_API_KEY/ },
  { status: 404, message: /no model "test-model" \(404\)\. Set OPENAI_MODEL/ },
  { status: 429, message: /no more requests now \(429\)/ },
  { status: 500, message: /failed \(500\)\. Try again/ },
])("says what to do about the status $status, without the endpoint's own words", async ({ status, message }) => {
  const app = await openChat();
  const error = app.run({ inputs, haltBefore: "ask" }).catch((one: unknown) => textOf(one));
  (await model.nextCall()).fail(status);
  expect(await error).toMatch(message);
  expect(await error).not.toContain("secret");
  expect(app.nextAction).toBe("answer");
});

it("says that nobody is there, and that the connection broke off", async () => {
  const stream = await (await openChat()).streamResult({ inputs, haltAfter: "answer" });
  const chunks = stream[Symbol.asyncIterator]();
  const first = chunks.next();
  const call = await model.nextCall();
  call.send("Gulls ");
  await first;
  call.cut();
  expect(await chunks.next().catch(textOf)).toMatch(/broke off in the middle/);

  const { baseURL } = model;
  await model.close();
  const app = await openChat(baseURL);
  expect(await app.run({ inputs, haltBefore: "ask" }).catch(textOf)).toMatch(/Start the server/);
  model = await startModel();
});

it("tries again where it failed, with the passages that were found", async () => {
  const app = await openChat();
  const failed = app.run({ inputs, haltBefore: "ask" }).catch(textOf);
  (await model.nextCall()).fail(500);
  await failed;
  const again = app.run({ haltBefore: "ask" });
  const call = await model.nextCall();
  call.send("Boats.");
  call.end();
  const { state } = await again;
  expect(state.history?.map(({ text }) => text)).toEqual(["What do gulls follow?", "Boats."]);
});
