import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryPersister } from "@burrjs/core/persist";
import { toMermaid } from "@burrjs/core/pictures";
import { expect, it } from "vitest";
import { readPassages } from "./documents.ts";
import { inquiryGraph } from "./inquiry.ts";
import { createLibrary } from "./library.ts";
import { Model } from "./model.ts";
import { createResearch, type ResearchOptions } from "./research.ts";
import { Log } from "./show.ts";
import { countingModel } from "./test-model.ts";

const library = createLibrary(await readPassages(join(import.meta.dirname, "documents")));
const question = "How did lighthouses become brighter, who kept the lamps burning, and what replaced the keepers?";

/** Research that asks this endpoint, and what it shows. */
async function researchAt(baseURL: string, options: Partial<ResearchOptions> = {}) {
  const model = new Model({ baseURL, apiKey: "none", name: "straw" });
  const usual = { persister: memoryPersister(), appId: "research", question, maxRounds: 2, maxTokens: 5_000 };
  const app = await createResearch({ library, model, ...usual, ...options });
  let shown = "";
  const log = new Log((text) => (shown += text));
  return {
    app,
    async run() {
      const stream = app.stream();
      for await (const event of stream) log.take(event);
      return { end: await stream.get(), shown };
    },
  };
}

it("asks again where the model fails, and writes that something is not known where it goes on failing", async () => {
  const model = await countingModel();
  model.fail("Answer: Who built it?", 1);
  model.fail("Answer: When did it burn down?", 3);
  const { run } = await researchAt(model.baseURL, { question: "Who built it, and when did it burn down?" });
  const { shown, end } = await run();
  expect(shown).toContain("  ✓ Who built it? (4 passages)\n");
  expect(shown).toContain("  ✗ When did it burn down? (The model's endpoint says 500.)\n");
  expect(end.state.report).toContain("## When did it burn down?\n\nNot known. The model's endpoint says 500.\n");
  expect(model.counts()).toMatchObject({ "Answer: Who built it?": 2, "Answer: When did it burn down?": 3 });
});

it.each([
  { limit: "rounds", options: { maxRounds: 1 }, enough: "round 1 is the last" },
  { limit: "tokens", options: { maxTokens: 900 }, enough: "the other tokens are for the report" },
])("looks into no more when the limit of $limit is reached", async ({ options, enough }) => {
  const { run } = await researchAt((await countingModel()).baseURL, options);
  const { shown, end } = await run();
  expect(shown).toContain(`\nEnough: ${enough}.`);
  expect(end).toMatchObject({ stopped: "end", state: { rounds: 1, findings: { length: 3 } } });
});

it("stops when the tokens do not suffice for a report, and goes on with more", async () => {
  const { baseURL } = await countingModel();
  const persister = memoryPersister();
  const poor = await researchAt(baseURL, { persister, maxTokens: 100 });
  expect((await poor.run()).end).toMatchObject({ stopped: "limit", limit: "tokens" });
  const rich = await researchAt(baseURL, { persister });
  expect((await rich.run()).end).toMatchObject({ stopped: "end", action: "write" });
});

it("says so when the documents do not know something", async () => {
  const { run } = await researchAt((await countingModel()).baseURL, { question: "What is a zeppelin?" });
  expect((await run()).end.state.report).toContain("## What is a zeppelin?\n\nThe documents say nothing about this.\n");
});

it("fails with words for a person when the model cannot be reached", async () => {
  const { run } = await researchAt("http://127.0.0.1:9/v1");
  await expect(run()).rejects.toThrow("The model cannot be reached.");
});

it("has the graphs that the README draws", async () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const drawn = Array.from(readme.matchAll(/```mermaid\n(.*?)```/gs), ([, block]) => block);
  const model = new Model({ baseURL: null, apiKey: "none", name: "none" });
  const { app } = await researchAt("http://127.0.0.1:9/v1");
  const graphs = [app.graph, inquiryGraph(library, model)];
  expect(drawn).toEqual(graphs.map((graph) => toMermaid(graph, { show: { state: false } })));
});
