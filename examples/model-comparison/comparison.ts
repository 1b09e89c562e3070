import { burr, type Hooks, isBurrError } from "@burrjs/core";
import type OpenAI from "openai";
import { type Answer, askModel, ModelError } from "./model.ts";

/** One model with one prompt. */
export interface Pair {
  /** Names the task: the last part of the `path` of its events. */
  readonly key: string;
  readonly model: string;
  readonly prompt: string;
}

/** How that has ended. */
export type Outcome =
  | { readonly key: string; readonly answer: Answer }
  | { readonly key: string; readonly failure: string };

/** Each model with each prompt. */
export function pairsOf(models: readonly string[], prompts: readonly string[]): Pair[] {
  return models.flatMap((model) => prompts.map((prompt) => ({ key: keyOf(model, prompt), model, prompt })));
}

function keyOf(model = "", prompt = ""): string {
  return `${model}: ${prompt}`;
}

/** What is compared, and how patiently. */
export interface ComparisonOptions {
  readonly client: OpenAI;
  readonly models: readonly string[];
  readonly prompts: readonly string[];
  /** For one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** The pause before the second try, in milliseconds, where the endpoint does not ask for another. */
  readonly retryMs: number;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

const b = burr<{ prompts: readonly string[]; outcomes: readonly Outcome[] }>();

/** The application: asks all models all prompts, side by side. A model that fails is a result like any other. */
export function createComparison(options: ComparisonOptions) {
  const { client, models, prompts, timeoutMs, retryMs, tracker = {} } = options;
  const compare = b.mapActionsAndStates({
    reads: ["prompts"],
    writes: ["outcomes"],
    actions: () => models.map((model) => askModel(client, model)),
    states: (state) => state.prompts.map((prompt) => ({ prompt })),
    key: (_state, { action, state }) => keyOf(models[action], prompts[state]),
    concurrency: models.length * prompts.length,
    taskTimeoutMs: timeoutMs,
    taskRetry: {
      attempts: 3,
      baseMs: retryMs,
      on: (error) => error instanceof ModelError && error.isPassing,
      delayMs: (error) => (error instanceof ModelError ? error.retryAfterMs : undefined),
    },
    onTaskError: "collect",
    reduce: (_state, results) => ({
      outcomes: results.map((result) =>
        result.status === "completed"
          ? { key: result.key, answer: result.state.answer }
          : { key: result.key, failure: reasonOf(result.error, timeoutMs) },
      ),
    }),
  });
  return b.application({ actions: { compare }, transitions: [], entrypoint: "compare", state: { prompts }, tracker });
}

/** An error in a few words. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (isBurrError(error) && error.code === "timed-out") return `no end within ${timeoutMs} ms`;
  return error instanceof Error ? error.message : String(error);
}
