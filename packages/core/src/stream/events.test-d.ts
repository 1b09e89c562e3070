import { describe, expectTypeOf, test } from "vitest";
import {
  type AnyRunEvent,
  burr,
  type PartialChunks,
  readStream,
  type RunEvent,
  type SpecOf,
  type OpenSuspension,
} from "../index.ts";

interface Chat {
  prompt: string;
  response: string;
}
const b = burr<Chat>();
const ask = b.action({ reads: [], writes: ["prompt"], run: () => [{ asked: true }, { prompt: "" }] });
const chat = b.action({
  reads: ["prompt"],
  writes: ["response"],
  async *run(state) {
    yield { type: "start" };
    yield { type: "delta", text: state.prompt };
    return [{ tokens: 1 }, { response: "" }];
  },
});
const refuse = b.action({
  reads: [],
  writes: ["response"],
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
type Name = "ask" | "chat" | "refuse";

describe("the events of a run", () => {
  test("narrow by type and action", async () => {
    for await (const event of app.stream({ haltAfter: "chat" })) {
      expectTypeOf(event).not.toBeAny();
      expectTypeOf(event.path).toEqualTypeOf<readonly string[]>();
      expectTypeOf(event.sequenceId).toEqualTypeOf<number>();
      if (event.type === "chunk") {
        expectTypeOf(event.action).toEqualTypeOf<"chat" | "refuse">();
        expectTypeOf(event.index).toEqualTypeOf<number>();
        if (event.action === "chat") {
          expectTypeOf(event.chunk).toEqualTypeOf<SpecOf<typeof chat>["chunk"]>();
          if (event.chunk.type === "delta") expectTypeOf(event.chunk.text).toEqualTypeOf<string>();
        } else {
          expectTypeOf(event.chunk).toEqualTypeOf<{ readonly refusal: "no" }>();
        }
      }
    }
  });

  test("have the result where the step completed", async () => {
    for await (const event of app.stream()) {
      if (event.type !== "step-end") continue;
      expectTypeOf(event.action).toEqualTypeOf<Name>();
      expectTypeOf(event.status).toEqualTypeOf<"completed" | "failed" | "aborted" | "suspended">();
      if (event.action === "chat") expectTypeOf(event.result).toEqualTypeOf<{ tokens: number } | undefined>();
      if (event.status === "completed" && event.action === "ask") {
        expectTypeOf(event.result).toEqualTypeOf<{ asked: boolean }>();
      } else if (event.status === "failed") {
        expectTypeOf(event.error).toEqualTypeOf<{ readonly code: string; readonly message: string }>();
      } else if (event.status === "suspended") {
        expectTypeOf(event.suspensions).toEqualTypeOf<readonly OpenSuspension[]>();
      }
    }
  });

  test("name the actions of the graph", () => {
    type Event = RunEvent<{ ask: typeof ask; chat: typeof chat; refuse: typeof refuse }>;
    expectTypeOf<Extract<Event, { type: "step-start" }>["action"]>().toEqualTypeOf<Name>();
    expectTypeOf<Extract<Event, { type: "transition" }>["to"]>().toEqualTypeOf<Name | null>();
    expectTypeOf<Extract<Event, { type: "run-end" }>["action"]>().toEqualTypeOf<Name | null>();
    expectTypeOf<Extract<Event, { type: "checkpoint" | "rollback" }>["action"]>().toEqualTypeOf<Name>();
    expectTypeOf<Event["type"]>().toEqualTypeOf<AnyRunEvent["type"]>();
  });

  test("refuse what cannot be", async () => {
    for await (const event of app.stream()) {
      // @ts-expect-error -- no such type
      if (event.type === "chnk") continue;
      // @ts-expect-error -- "ask" does not stream
      if (event.type === "chunk" && event.action === "ask") continue;
      // @ts-expect-error -- only a chunk has one
      void event.chunk;
    }
  });

  test("end in the run's result", async () => {
    const stream = app.stream({ haltAfter: "chat" });
    const run = await stream.get();
    if (run.stopped === "after") expectTypeOf(run.result).toEqualTypeOf<{ tokens: number }>();
    expectTypeOf((await stream.outcome).partial).toEqualTypeOf<
      PartialChunks<SpecOf<typeof chat>["chunk"] | SpecOf<typeof refuse>["chunk"]>
    >();
  });
});

test("the events of one step are those of its action", async () => {
  const stream = await app.streamResult({ haltAfter: "chat" });
  for await (const event of stream.events()) {
    if (event.type === "chunk") {
      expectTypeOf(event.action).toEqualTypeOf<"chat">();
      expectTypeOf(event.chunk).toEqualTypeOf<SpecOf<typeof chat>["chunk"]>();
    }
    if (event.type === "step-end" && event.status === "completed") {
      expectTypeOf(event.result).toEqualTypeOf<{ tokens: number }>();
    }
  }
});

test("events from the other side of a connection are typed, and their chunks unknown", async () => {
  for await (const event of readStream(new Response())) {
    expectTypeOf(event).toEqualTypeOf<AnyRunEvent>();
    if (event.type === "chunk") expectTypeOf(event.chunk).toBeUnknown();
  }
});
