import { expectTypeOf, test } from "vitest";
import { burr, input, type NamedAction, type SpecOf } from "../index.ts";

interface Chat {
  prompt: string;
  history: string[];
  count: number;
}
const b = burr<Chat>();
const ask = b.action({
  reads: ["count"],
  writes: ["prompt"],
  tags: ["entry"],
  inputs: { question: input<string>(), lang: input<"en" | "de">().optional() },
  run: (state, { question }) => [{ asked: state.count }, state.update({ prompt: question })],
});

test("bind() takes inputs away and keeps the rest", () => {
  const german = ask.bind({ lang: "de" });
  expectTypeOf<SpecOf<typeof german>["inputs"]>().toEqualTypeOf<{ question: string }>();
  expectTypeOf<SpecOf<typeof german>["reads"]>().toEqualTypeOf<Pick<Chat, "count">>();
  expectTypeOf<SpecOf<typeof german>["result"]>().toEqualTypeOf<{ asked: number }>();
  expectTypeOf<SpecOf<typeof german>["tag"]>().toEqualTypeOf<"entry">();
  const bound = german.bind({ question: "why?" });
  expectTypeOf<keyof SpecOf<typeof bound>["inputs"]>().toBeNever();
});

test("bind() refuses what the action does not take", () => {
  // @ts-expect-error -- no such input
  ask.bind({ quest: "why?" });
  // @ts-expect-error -- "fr" is not among the values
  ask.bind({ lang: "fr" });
  // @ts-expect-error -- bound already
  ask.bind({ lang: "de" }).bind({ lang: "en" });
});

test("withName() keeps what the types know", () => {
  const named = ask.withName("ask");
  expectTypeOf(named.name).toEqualTypeOf<"ask">();
  expectTypeOf(named).toExtend<NamedAction<"ask">>();
  expectTypeOf<SpecOf<typeof named>>().toEqualTypeOf<SpecOf<typeof ask>>();
});

test("resultAction() reports the keys that it reads", () => {
  const show = b.resultAction("prompt", "count");
  expectTypeOf<SpecOf<typeof show>["reads"]>().toEqualTypeOf<Pick<Chat, "prompt" | "count">>();
  expectTypeOf<SpecOf<typeof show>["result"]>().toEqualTypeOf<Readonly<Pick<Chat, "prompt" | "count">>>();
  expectTypeOf<keyof SpecOf<typeof show>["writes"]>().toBeNever();
  const done = b.resultAction();
  expectTypeOf<keyof SpecOf<typeof done>["reads"]>().toBeNever();
  // @ts-expect-error -- no such key
  b.resultAction("promt");
});

test("inputAction() takes the keys that it writes as inputs", () => {
  const take = b.inputAction("prompt", "count");
  expectTypeOf<SpecOf<typeof take>["inputs"]>().toEqualTypeOf<Pick<Chat, "prompt" | "count">>();
  expectTypeOf<SpecOf<typeof take>["writes"]>().toEqualTypeOf<Pick<Chat, "prompt" | "count">>();
  expectTypeOf<SpecOf<typeof take>["result"]>().toEqualTypeOf<Readonly<Pick<Chat, "prompt" | "count">>>();
  // @ts-expect-error -- no such key
  b.inputAction("promt");
});

test("placeholder() has a contract and no code", () => {
  const later = b.placeholder({ reads: ["prompt"], writes: ["history"], tags: ["todo"] });
  expectTypeOf<SpecOf<typeof later>["reads"]>().toEqualTypeOf<Pick<Chat, "prompt">>();
  expectTypeOf<SpecOf<typeof later>["writes"]>().toEqualTypeOf<Pick<Chat, "history">>();
  expectTypeOf<SpecOf<typeof later>["tag"]>().toEqualTypeOf<"todo">();
  // @ts-expect-error -- no such key
  b.placeholder({ reads: ["promt"], writes: [] });
});
