import { burr, input } from "@burrjs/core";
import type { Demo, DemoRun, DemoTools } from "./demo.ts";
import { conversations, type Turn } from "./conversations.ts";
import { askModel, ModelError, streamModel, wordsOf } from "./scripted-model.ts";

interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
  readonly type: "text" | "picture" | "refusal";
  readonly at: Date;
}

interface Chat {
  prompt: string;
  safe: boolean;
  mode: "answer" | "draw" | "clarify";
  history: Message[];
  turns: number;
}

const b = burr<Chat>();
const model = "gull-large-2";

/** A chat bot: it looks whether a question is safe, chooses how to answer, and streams its answers. */
export const chatbot: Demo = {
  project: "demo-chatbot",
  about: "streamed answers, conditions, an abort",
  runs: (random) =>
    conversations.map(({ slug, user, turns }): DemoRun => {
      const appId = `${slug}-${random.fork(slug).hex(6)}`;
      const ids = user === undefined ? { appId } : { appId, partitionKey: user };
      return {
        ...ids,
        run: async (tools) => {
          const { tracker } = tools;
          const app = chat(tools, turns).withIdentifiers(ids).withTracker(tracker).build();
          for (const turn of turns) await takeTurn(app, turn);
        },
      };
    }),
};

type ChatApp = ReturnType<ReturnType<typeof chat>["build"]>;

async function takeTurn(app: ChatApp, { prompt, isStopped = false }: Turn): Promise<void> {
  const stream = await app.streamResult({ haltAfter: ["answer", "draw", "clarify", "refuse"], inputs: { prompt } });
  let seen = 0;
  let stopped: Promise<unknown> | undefined;
  try {
    for await (const chunk of stream) {
      if (chunk !== undefined) seen += 1;
      if (isStopped && seen === 9) stopped = stream.abort(new Error("The user pressed Stop."));
    }
  } catch (error) {
    if (!(error instanceof ModelError) && !isStopped) throw error;
  }
  await stopped;
}

function chat(tools: DemoTools, turns: readonly Turn[]) {
  const scriptOf = (prompt: string): Turn => turns.find((turn) => turn.prompt === prompt) ?? { prompt, answer: "…" };
  const say = (content: string, type: Message["type"]): Message => ({
    role: "assistant",
    content,
    type,
    at: new Date(),
  });

  const prompt = b.action({
    reads: [],
    writes: ["prompt", "history", "turns"],
    inputs: { prompt: input<string>() },
    run: (state, { prompt: content }) =>
      state
        .update({ prompt: content })
        .append({ history: { role: "user", content, type: "text", at: new Date() } })
        .increment({ turns: 1 }),
  });
  const checkSafety = b.action({
    reads: ["prompt"],
    writes: ["safe"],
    tags: ["guard"],
    async run(state, _inputs, ctx) {
      const safe = await ctx.span("look for words", async ({ log }) => {
        await tools.pace(tools.random.whole(4, 18), ctx.signal);
        const found = ["password", "weapon"].filter((word) => state.prompt.includes(word));
        log({ found, words: wordsOf(state.prompt).length });
        return found.length === 0;
      });
      return [{ safe }, { safe }];
    },
  });
  const decideMode = b.action({
    reads: ["prompt"],
    writes: ["mode"],
    tags: ["llm"],
    async run(state, _inputs, ctx) {
      const { mode = "answer" } = scriptOf(state.prompt);
      await askModel(ctx, tools, { model: "gull-small-1", prompt: `Which mode? ${state.prompt}`, answer: mode });
      return { mode };
    },
  });
  const answer = b.action({
    reads: ["prompt", "history"],
    writes: ["history"],
    tags: ["llm"],
    async *run(state, _inputs, ctx) {
      const { answer: text, failsAfter } = scriptOf(state.prompt);
      const call = { model, prompt: state.history.map(({ content }) => content).join("\n"), answer: text };
      ctx.log({ messages: state.history.length });
      let said = "";
      for await (const word of streamModel(ctx, tools, failsAfter === undefined ? call : { ...call, failsAfter })) {
        said += word;
        yield { text: word };
      }
      return [{ text: said, words: wordsOf(said).length }, state.append({ history: say(said, "text") })];
    },
    onAbort: (partial, state) =>
      state.append({ history: say(`${partial.map(({ text }) => text).join("")}[stopped]`, "text") }),
  });
  const draw = b.action({
    reads: ["prompt"],
    writes: ["history"],
    async *run(state, _inputs, ctx) {
      for (const percent of [25, 50, 75, 100]) {
        await tools.pace(tools.random.whole(60, 140), ctx.signal);
        yield { percent };
      }
      const { answer: picture } = scriptOf(state.prompt);
      return [{ picture }, state.append({ history: say(picture, "picture") })];
    },
  });
  const clarify = b.action({
    reads: ["prompt"],
    writes: ["history"],
    run: (state) => state.append({ history: say(scriptOf(state.prompt).answer, "text") }),
  });
  const refuse = b.action({
    reads: [],
    writes: ["history"],
    run: (state) => state.append({ history: say("I cannot help with that.", "refusal") }),
  });

  return b
    .app()
    .withActions({ prompt, checkSafety, decideMode, answer, draw, clarify, refuse })
    .withTransitions(
      ["prompt", "checkSafety"],
      ["checkSafety", "refuse", b.when({ safe: false })],
      ["checkSafety", "decideMode"],
      ["decideMode", "draw", b.when({ mode: "draw" })],
      ["decideMode", "clarify", b.when({ mode: "clarify" })],
      ["decideMode", "answer"],
      [["answer", "draw", "clarify", "refuse"], "prompt"],
    )
    .withState({ history: [], turns: 0 })
    .withEntrypoint("prompt");
}
