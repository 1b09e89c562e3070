import { burr, input, onError, otherwise } from "@burrjs/core";
import type { ManualClock } from "./manual-clock.ts";
import { type Turn, turns } from "./agent-script.ts";

interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

interface Document {
  readonly id: string;
  readonly title: string;
  readonly score: number;
}

interface Chat {
  prompt: string;
  safe: boolean;
  mode: "answer" | "image";
  docs: Document[];
  chat_history: Message[];
  turns: number;
}

/** The search for documents does not work. */
class RetrievalError extends Error {
  override readonly name = "RetrievalError";
}

/** The model is too busy. */
class ModelError extends Error {
  override readonly name = "ModelError";
}

const b = burr<Chat>();
const nothing = { prompt: "", mode: "answer", words: [] } as const;

/** An agent that answers questions from documents, or draws. Its actions take time by `clock` alone. */
export function agent(clock: ManualClock, script: readonly Turn[] = turns) {
  const scriptOf = (prompt: string): Turn =>
    script.find((turn) => turn.prompt === prompt) ?? {
      ...nothing,
      mode: prompt.startsWith("Draw") ? "image" : "answer",
    };
  let failures = 0;
  const prompt = b.action({
    reads: [],
    writes: ["prompt", "chat_history", "turns"],
    inputs: { prompt: input<string>() },
    run(state, { prompt: content }) {
      clock.pass(2);
      return state
        .update({ prompt: content })
        .append({ chat_history: { role: "user", content } })
        .increment({ turns: 1 });
    },
  });
  const checkSafety = b.action({
    reads: ["prompt"],
    writes: ["safe"],
    tags: ["guard"],
    run(state) {
      clock.pass(4);
      return { safe: !state.prompt.includes("password") };
    },
  });
  const decideMode = b.action({
    reads: ["prompt"],
    writes: ["mode"],
    tags: ["llm"],
    run: (state, _inputs, ctx) =>
      ctx.span("chat large-1", ({ log }) => {
        clock.pass(310);
        const { mode } = scriptOf(state.prompt);
        log({
          "gen_ai.operation.name": "chat",
          "gen_ai.request.model": "large-1",
          "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: state.prompt }] }],
          "gen_ai.usage.input_tokens": 58,
          "gen_ai.usage.output_tokens": 1,
        });
        return { mode };
      }),
  });
  const retrieveDocs = b.action({
    reads: ["prompt"],
    writes: ["docs"],
    tags: ["tool"],
    run: (state, _inputs, ctx) =>
      ctx.span("POST /search", ({ log }) => {
        log({
          "server.address": "search.example",
          "http.request.method": "POST",
          "url.full": "https://search.example/search",
        });
        clock.pass(140);
        if (scriptOf(state.prompt).hasNoIndex === true)
          throw new RetrievalError("The index “lights” is not there: build it with `npm run index`.");
        const docs = [1, 2, 3].map((n) => ({ id: `doc-${n}`, title: `Lights of the coast, part ${n}`, score: 1 / n }));
        return [{ found: docs.length }, { docs }];
      }),
  });
  const rerank = b.action({
    reads: ["docs"],
    writes: ["docs"],
    tags: ["tool"],
    run(state) {
      clock.pass(37);
      return { docs: state.docs.toReversed() };
    },
  });
  const answerQuestion = b.action({
    reads: ["docs", "mode", "chat_history"],
    writes: ["chat_history"],
    tags: ["llm"],
    retry: { attempts: 3, baseMs: 1, maxMs: 1 },
    async *run(state, _inputs, ctx) {
      const { words, failedTries = 0 } = scriptOf(state.chat_history.at(-1)?.content ?? "");
      const span = ctx.startSpan("chat large-1");
      span.log({
        "gen_ai.request.model": "large-1",
        "gen_ai.request.temperature": 0.2,
        "gen_ai.usage.input_tokens": 412,
      });
      let text = "";
      for (const [index, word] of words.entries()) {
        clock.pass(word.afterMs);
        if (index === 3 && failures < failedTries) {
          failures += 1;
          span.end(null);
          throw new ModelError("The model is overloaded (503). Try again later.");
        }
        text += word.text;
        yield { text: word.text };
      }
      span.log({ "gen_ai.usage.output_tokens": Math.ceil(text.length / 4) });
      span.end();
      return [{ text }, state.append({ chat_history: { role: "assistant", content: text } })];
    },
  });
  const generateImage = b.action({
    reads: ["prompt"],
    writes: ["chat_history"],
    tags: ["llm"],
    async *run(state) {
      for (const percent of [25, 50, 75, 100]) {
        clock.pass(240);
        yield { percent };
      }
      return [{ picture: "night.png" }, state.append({ chat_history: { role: "assistant", content: "night.png" } })];
    },
  });
  const fallback = b.action({
    reads: [],
    writes: ["chat_history"],
    run(state) {
      clock.pass(1);
      return state.append({ chat_history: { role: "assistant", content: "I cannot find anything on that." } });
    },
  });
  const isAnswered = b.check(
    ["mode", "docs"],
    ({ mode, docs }) => mode === "answer" && docs.length > 0,
    "mode == 'answer' and docs",
  );
  return b
    .app()
    .withActions({
      prompt,
      check_safety: checkSafety,
      decide_mode: decideMode,
      retrieve_docs: retrieveDocs,
      rerank,
      answer_question: answerQuestion,
      generate_image: generateImage,
      fallback,
    }) // prettier-ignore
    .withTransitions(
      ["prompt", "check_safety"],
      ["check_safety", "decide_mode", b.when({ safe: true })],
      ["check_safety", "fallback", otherwise],
      ["decide_mode", "retrieve_docs"],
      ["retrieve_docs", "fallback", onError(RetrievalError)],
      ["retrieve_docs", "rerank"],
      ["rerank", "generate_image", b.when({ mode: "image" })],
      ["rerank", "answer_question", isAnswered],
      ["rerank", "fallback", otherwise],
      [["answer_question", "generate_image", "fallback"], "prompt"],
    )
    .withState({ chat_history: [], turns: 0 })
    .withEntrypoint("prompt");
}

/** Asks all questions of a script. Between two of them the user thinks. */
export async function converse(
  app: ReturnType<ReturnType<typeof agent>["build"]>,
  clock: ManualClock,
  script: readonly Turn[] = turns,
): Promise<void> {
  for (const { prompt } of script) {
    const stream = await app.streamResult({
      inputs: { prompt },
      haltAfter: ["answer_question", "generate_image", "fallback"],
    });
    await stream.get();
    clock.pass(2500);
  }
}
