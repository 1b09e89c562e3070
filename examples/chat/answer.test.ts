import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, vi } from "vitest";
import { type Pace, quotingAnswer } from "./answer.ts";
import { createChat } from "./graph.ts";
import { atOnce, manualPace, testLibrary } from "./test-library.ts";

const inputs = { prompt: "What do gulls follow?" };
const whole = "Gulls follow the boat for fish. [1]";

function openChat(pace: Pace) {
  return createChat({ library: testLibrary, answer: quotingAnswer({ pace }), persister: memoryPersister() });
}

it("streams word by word, and ends in the same text", async () => {
  const app = await openChat(atOnce);
  const stream = await app.streamResult({ inputs, haltAfter: "answer" });
  const words: string[] = [];
  for await (const { text } of stream) words.push(text);
  expect(words).toEqual(["Gulls ", "follow ", "the ", "boat ", "for ", "fish. ", "[1]"]);
  const { result } = await stream.get();
  expect(result).toEqual({ text: whole, sources: [{ number: 1, file: "birds.md", heading: "Gulls" }] });
  expect(app.state.history?.at(-1)).toMatchObject({ role: "assistant", text: whole, isStopped: false });
});

it.each([
  { words: 0, text: "", sources: [] },
  { words: 3, text: "Gulls follow the ", sources: [{ number: 1, file: "birds.md", heading: "Gulls" }] },
])("keeps the $words words that were there when it was stopped", async ({ words, text, sources }) => {
  const { pace, allow, isWaiting } = manualPace();
  const app = await openChat(pace);
  const stream = await app.streamResult({ inputs, haltAfter: "answer" });
  const chunks = stream[Symbol.asyncIterator]();
  allow(words);
  for (let count = 0; count < words; count += 1) await chunks.next();
  const pending = chunks.next().catch((error: unknown) => error);
  await vi.waitFor(() => expect(isWaiting()).toBe(true)); // the action is there, and waits for the next word

  const outcome = await stream.abort(new Error("enough"));

  expect(await pending).toEqual(new Error("enough"));
  expect(outcome).toMatchObject({ status: "aborted", committed: true, closed: true });
  expect(app.state.history?.at(-1)).toEqual({ role: "assistant", text, sources, isStopped: true });
  expect(app.nextAction).toBe("ask");
});
