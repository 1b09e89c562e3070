import { memoryPersister } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { quotingAnswer } from "./answer.ts";
import { createChat } from "./graph.ts";
import { atOnce, testLibrary } from "./test-library.ts";

async function openChat() {
  const path: string[] = [];
  const hooks = [{ preRunStep: ({ action }: { readonly action: string }) => void path.push(action) }];
  const answer = quotingAnswer({ pace: atOnce });
  const app = await createChat({ library: testLibrary, answer, persister: memoryPersister(), hooks });
  return {
    path,
    app,
    async ask(prompt: string) {
      path.length = 0;
      const { state } = await app.run({ inputs: { prompt }, haltBefore: "ask" });
      return state.history?.at(-1);
    },
  };
}

it.each([
  { question: "Hello there!", way: ["ask", "route", "greet"] },
  { question: "thanks", way: ["ask", "route", "greet"] },
  { question: "How do I lower a sail?", way: ["ask", "route", "search", "answer"] },
  { question: "Hello, what does an anchor do?", way: ["ask", "route", "search", "answer"] },
  { question: "What is the weather in Paris tomorrow?", way: ["ask", "route", "search", "notFound"] },
  { question: "tell me more", way: ["ask", "route", "search", "notFound"] },
])("takes $way for “$question”", async ({ question, way }) => {
  const { ask, path, app } = await openChat();
  await ask(question);
  expect(path).toEqual(way);
  expect(app.nextAction).toBe("ask");
});

it("answers with the sentences that fit, and cites where they stand", async () => {
  const { ask } = await openChat();
  expect(await ask("How do I lower a sail?")).toEqual({
    role: "assistant",
    text: "A sail catches the wind and pulls the boat forward. Hoist the sail slowly. To lower a sail, release the halyard with both hands. [1]\n\n```\nhoist(sail);\n```",
    sources: [{ number: 1, file: "guide/boats.md", heading: "Sails" }],
    isStopped: false,
  });
});

it("finds rows of tables, and words in other forms", async () => {
  const { ask } = await openChat();
  expect((await ask("raising anchors"))?.text).toContain("`winch`: raises the anchor. [1]");
});

it("remembers what was said", async () => {
  const { ask, app } = await openChat();
  await ask("Hello");
  await ask("What is a sail?");
  expect(app.state.history?.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
  expect(app.sequenceId).toBe(6);
});

it("takes the topic so far for a question that leans on it", async () => {
  const { ask, app } = await openChat();
  await ask("What does a sail do?");
  await ask("and how do I lower it?");
  expect(app.state.query).toEqual({ terms: ["lower"], topic: ["sail"] });
  await ask("What do gulls follow?");
  expect(app.state.query).toEqual({ terms: ["gull", "follow"], topic: [] });
});

it("does not answer from the topic what has nothing to do with it", async () => {
  const { ask, path } = await openChat();
  await ask("What does a sail do?");
  await ask("and how does it quantify?");
  expect(path.at(-1)).toBe("notFound");
});

it("tells more: passages on the topic that were not cited yet", async () => {
  const { ask } = await openChat();
  const first = await ask("boat");
  const more = await ask("tell me more");
  const headings = (message: typeof first) => message?.sources.map(({ heading }) => heading) ?? [];
  expect(headings(first)).not.toEqual([]);
  expect(headings(more)).not.toEqual([]);
  expect(headings(more).filter((heading) => headings(first).includes(heading))).toEqual([]);
});
