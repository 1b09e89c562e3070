import { describe, expectTypeOf, test } from "vitest";
import { burr, type FullState, input, type PartialChunks, type StepStatus } from "../index.ts";

interface Chat {
  prompt: string;
  response: string;
}
const b = burr<Chat>();
const ask = b.action({
  reads: [],
  writes: ["prompt"],
  inputs: { question: input<string>() },
  run: (state, { question }) => state.update({ prompt: question }),
});
const chat = b.action({
  reads: ["prompt"],
  writes: ["response"],
  tags: ["final"],
  async *run(state) {
    yield { delta: state.prompt };
    return [{ tokens: 1 }, { response: "" }];
  },
});
const refuse = b.action({
  reads: [],
  writes: ["response"],
  tags: ["final"],
  *run() {
    yield { refusal: "no" };
    return { response: "no" };
  },
});
const app = b.application({
  actions: { ask, chat, refuse },
  transitions: [["ask", "chat"]],
  entrypoint: "ask",
  state: {},
});

describe("streamResult", () => {
  test("gives chunks and a final, by action", async () => {
    await using stream = await app.streamResult({ haltAfter: ["chat", "refuse"], inputs: { question: "hi" } });
    expectTypeOf(stream).not.toBeAny();
    expectTypeOf(stream.action).toEqualTypeOf<"chat" | "refuse">();
    if (stream.action === "chat") {
      for await (const chunk of stream) expectTypeOf(chunk).toEqualTypeOf<{ readonly delta: string }>();
      const final = await stream.get();
      expectTypeOf(final.action).toEqualTypeOf<"chat">();
      expectTypeOf(final.result).toEqualTypeOf<{ tokens: number }>();
      expectTypeOf(final.state.response).toEqualTypeOf<string>();
      expectTypeOf(final.sequenceId).toEqualTypeOf<number>();
    } else {
      for await (const chunk of stream) expectTypeOf(chunk).toEqualTypeOf<{ readonly refusal: "no" }>();
      expectTypeOf((await stream.get()).result).toEqualTypeOf<undefined>();
    }
  });

  test("takes tags", async () => {
    const stream = await app.streamResult({ haltAfter: "@tag:final" });
    expectTypeOf(stream.action).toEqualTypeOf<"chat" | "refuse">();
  });

  test("may stop before an action, with an empty stream", async () => {
    const stream = await app.streamResult({ haltAfter: "chat", haltBefore: "refuse" });
    if (stream.action === "refuse") {
      for await (const chunk of stream) expectTypeOf(chunk).toBeNever();
      expectTypeOf((await stream.get()).result).toEqualTypeOf<undefined>();
    }
  });

  test("refuses what the chunks do not have", async () => {
    const stream = await app.streamResult({ haltAfter: "chat" });
    // @ts-expect-error -- the chunks have `delta`
    for await (const chunk of stream) void chunk.zzz;
    // @ts-expect-error -- unknown action
    await app.streamResult({ haltAfter: "zzz" });
    // @ts-expect-error -- where to?
    await app.streamResult();
  });
});

test("yield* passes the chunks on and evaluates to the typed final", async () => {
  const stream = await app.streamResult({ haltAfter: "chat" });
  async function* shout(): AsyncGenerator<{ readonly delta: string }, number, void> {
    const final = yield* stream;
    expectTypeOf(final.result).toEqualTypeOf<{ tokens: number }>();
    return final.result.tokens;
  }
  expectTypeOf(shout).returns.not.toBeAny();
  b.action({
    reads: [],
    writes: ["response"],
    async *run(state) {
      const { result } = yield* stream;
      return [{ tokens: result.tokens }, state.update({ response: "" })];
    },
    onAbort(partial) {
      expectTypeOf(partial).items.toEqualTypeOf<{ readonly delta: string }>();
      return { response: "" };
    },
  });
});

describe("the other doors", () => {
  test("the outcome has the state and the chunks", async () => {
    const stream = await app.streamResult({ haltAfter: "chat" });
    const outcome = await stream.outcome;
    expectTypeOf(outcome.status).toEqualTypeOf<StepStatus>();
    expectTypeOf(outcome.state).toEqualTypeOf<FullState<Chat>>();
    expectTypeOf(outcome.partial).toEqualTypeOf<PartialChunks<{ readonly delta: string }>>();
    expectTypeOf(outcome.error).toEqualTypeOf<unknown>();
    expectTypeOf(await stream.abort()).toEqualTypeOf(outcome);
  });

  test("tee() and web streams have the same items", async () => {
    const stream = await app.streamResult({ haltAfter: "chat" });
    const [one, other] = stream.tee({ bufferChunks: 8 });
    expectTypeOf(other).toEqualTypeOf(one);
    for await (const chunk of one) expectTypeOf(chunk).toEqualTypeOf<{ readonly delta: string }>();
    expectTypeOf(stream.toReadableStream()).toEqualTypeOf<ReadableStream<{ readonly delta: string }>>();
    expectTypeOf(stream.toResponse({ keepAliveMs: 0 })).toEqualTypeOf<Response>();
    // @ts-expect-error -- "bufferChunk" is a typo
    stream.tee({ bufferChunk: 8 });
  });
});

test("streamIterate gives the stream of each step", async () => {
  for await (const stream of app.streamIterate({ haltAfter: "chat" })) {
    if (stream.action === "chat") {
      for await (const chunk of stream) expectTypeOf(chunk).toEqualTypeOf<{ readonly delta: string }>();
    } else if (stream.action === "ask") {
      for await (const chunk of stream) expectTypeOf(chunk).toBeNever();
    }
  }
});
