import { expectTypeOf, test } from "vitest";
import { burr, type Condition } from "@burrjs/core";
import { cel, graphFromJSON } from "./index.ts";

interface Chat {
  prompt: string;
  answer: string;
}
const b = burr<Chat>();
const ask = b.action({ reads: [], writes: ["prompt"], run: () => ({ prompt: "" }) });
const answer = b.action({ reads: ["prompt"], writes: ["answer"], run: () => [{ words: 1 }, { answer: "" }] });
const graph = graphFromJSON({}, { actions: { ask, answer } });

test("a condition in CEL fits every state", () => {
  expectTypeOf(cel("true")).toExtend<Condition<Chat>>();
  b.graph({ actions: { ask, answer }, transitions: [["ask", "answer", cel("size(prompt) > 1")]] });
});

test("a loaded graph runs over the state of its actions", () => {
  const app = b.application({ graph, entrypoint: graph.entrypoint ?? "ask", state: {} });
  expectTypeOf(app.state.prompt).toEqualTypeOf<string | undefined>();
});

test("which of the actions it has is not known", () => {
  expectTypeOf(graph.actions["ask"]).toEqualTypeOf<typeof ask | typeof answer | undefined>();
  expectTypeOf(graph.entrypoint).toEqualTypeOf<string | undefined>();
});

test("a loaded graph is refused for a state that its actions do not fit", () => {
  // @ts-expect-error -- `prompt` is a number there
  burr<{ prompt: number; answer: string }>().application({ graph, entrypoint: "ask", state: {} });
});

test("functions and classes are refused where actions belong", () => {
  // @ts-expect-error -- a plain function is no action
  graphFromJSON({}, { actions: { ask: () => {} } });
  // @ts-expect-error -- a function is no condition
  graphFromJSON({}, { actions: { ask }, conditions: { big: () => true } });
});
