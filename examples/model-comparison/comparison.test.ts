import OpenAI from "openai";
import { expect, it } from "vitest";
import { Board } from "./board.ts";
import { createComparison, pairsOf } from "./comparison.ts";
import type { Fault, LocalModel } from "./local-models/models.ts";
import { type ModelsOptions, serveModels } from "./local-models/server.ts";
import { Screen } from "./screen.ts";
import { gate } from "./test-program.ts";

const prompts = ["Up?", "Down?"];

function model(name: string, faults: readonly (Fault | undefined)[] = []): LocalModel {
  return { name, wordMs: 0, says: (prompt) => `${name} says ${prompt}`, faults: () => faults };
}

/** A comparison of models on a server of their own, and what there is to see of it. */
async function comparisonOf(models: readonly LocalModel[], options: ModelsOptions = {}, timeoutMs = 10_000) {
  const server = await serveModels(models, { pace: 0, onWord: () => Promise.resolve(), ...options });
  const client = new OpenAI({ baseURL: server.baseURL, apiKey: "none", maxRetries: 0 });
  const names = models.map(({ name }) => name);
  const app = createComparison({ client, models: names, prompts, timeoutMs, retryMs: 1 });
  const board = new Board(pairsOf(names, prompts));
  return { app, board, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

it("shows all answers side by side while they grow", async () => {
  const rest = gate();
  const begun = new Set<AbortSignal>();
  await using comparison = await comparisonOf([model("left"), model("right")], {
    onWord: async (_model, signal) => {
      if (begun.has(signal)) await rest.opened; // the first word comes at once
      begun.add(signal);
    },
  });
  const { app, board } = comparison;
  const frames: string[] = [];
  const screen = new Screen({ isTTY: true, columns: 32, rows: 12, write: (text) => frames.push(text) }, board);
  for await (const event of app.stream()) {
    board.take(event);
    screen.refresh();
    if (board.cells.every(({ text }) => text !== "")) rest.open();
  }
  const halfWay = ["Up?", "… left           … right", "left             right", ""];
  const all = [...halfWay, ...halfWay.with(0, "Down?")];
  expect(frames).toContain(`\u001B[8A\u001B[0J${all.join("\n")}\n`);
  expect(frames.at(-1)).toContain("✓ left           ✓ right\nleft says Up?    right says Up?");
});

it("tries again what may pass, and takes back what was shown of it", async () => {
  await using comparison = await comparisonOf([model("moody", ["error", "busy", undefined]), model("shaky", ["lost"])]);
  const { app, board } = comparison;
  const stream = app.stream();
  for await (const event of stream) board.take(event);
  const { state } = await stream.get();
  board.settle(state.outcomes ?? []);
  expect(board.cells).toMatchObject([
    { model: "moody", status: "done", text: "moody says Up?", problems: ["HTTP 500", "HTTP 429"], outcome: { answer: { tokens: 3 } } }, // prettier-ignore
    { model: "moody", prompt: "Down?" },
    { model: "shaky", status: "done", text: "shaky says Up?", problems: ["the answer broke off"] },
    { model: "shaky", prompt: "Down?" },
  ]);
});

it("ends with the answers of those that have one", async () => {
  const broken = model("broken", ["error", "error", "error"]);
  await using comparison = await comparisonOf([model("fine"), broken, model("mute", ["silent"])], {}, 200);
  const { state } = await comparison.app.run();
  expect(state.outcomes).toMatchObject([
    { key: "fine: Up?", answer: { text: "fine says Up?" } },
    { key: "fine: Down?", answer: { text: "fine says Down?" } },
    { key: "broken: Up?", failure: "HTTP 500" },
    { key: "broken: Down?", failure: "HTTP 500" },
    { key: "mute: Up?", failure: "no end within 200 ms" },
    { key: "mute: Down?", failure: "no end within 200 ms" },
  ]);
});
