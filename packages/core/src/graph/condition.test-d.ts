import { expectTypeOf, test } from "vitest";
import { and, burr, type Condition, not, or, otherwise, when } from "../index.ts";

interface Chat {
  safe: boolean;
  mode: "text" | "image";
  count: number;
}
const b = burr<Chat>();

test("when() needs the keys that it names", () => {
  expectTypeOf(b.when({ safe: true })).toEqualTypeOf<Condition<Pick<Chat, "safe">>>();
  expectTypeOf(b.when({ safe: true, mode: "text" })).toEqualTypeOf<Condition<Pick<Chat, "safe" | "mode">>>();
});

test("when() refuses other keys and values", () => {
  // @ts-expect-error -- "safee" is a typo
  b.when({ safee: true });
  // @ts-expect-error -- `safe` is a boolean
  b.when({ safe: "yes" });
  // @ts-expect-error -- "picture" is no mode
  b.when({ mode: "picture" });
});

test("check() sees the keys that it reads", () => {
  const busy = b.check(["mode", "count"], (state) => {
    expectTypeOf(state).toEqualTypeOf<Readonly<Pick<Chat, "mode" | "count">>>();
    return state.mode === "text" && state.count > 3;
  });
  expectTypeOf(busy).toEqualTypeOf<Condition<Pick<Chat, "mode" | "count">>>();
  expectTypeOf(b.check([], () => true)).toEqualTypeOf<Condition<Pick<Chat, never>>>();
});

test("check() refuses other keys, promises and assignments", () => {
  // @ts-expect-error -- "sfe" is a typo
  b.check(["sfe"], () => true);
  // @ts-expect-error -- `count` is not among the keys
  b.check(["safe"], (state) => state.count > 1);
  // @ts-expect-error -- no key is read
  b.check([], (state) => state.count > 1);
  // @ts-expect-error -- conditions are synchronous
  b.check(["safe"], async (state) => state.safe);
  // @ts-expect-error -- is read-only
  b.check(["count"], (state) => (state.count = 1) > 0);
});

test("combined conditions need the keys of all", () => {
  const safe = b.when({ safe: true });
  const text = b.when({ mode: "text" });
  expectTypeOf(not(safe)).toEqualTypeOf<Condition<Pick<Chat, "safe">>>();
  expectTypeOf(and(safe, text)).toEqualTypeOf<Condition<Pick<Chat, "safe"> & Pick<Chat, "mode">>>();
  expectTypeOf(or(safe, text)).toEqualTypeOf<Condition<Pick<Chat, "safe"> & Pick<Chat, "mode">>>();
  expectTypeOf(safe.and(text).or(safe).not()).toExtend<Condition<Chat>>();
});

test("a condition fits any state that has what it needs", () => {
  expectTypeOf<Condition<Pick<Chat, "safe">>>().toExtend<Condition<Chat>>();
  expectTypeOf(otherwise).toExtend<Condition<Chat>>();
  expectTypeOf<Condition<{ safe: string }>>().not.toExtend<Condition<Chat>>();
  expectTypeOf<Condition<{ other: string }>>().not.toExtend<Condition<Chat>>();
});

test("a when() of its own is typed by where it stands", () => {
  const condition: Condition<Chat> = when({ safe: true, mode: "image" });
  expectTypeOf(condition).not.toBeAny();
  // @ts-expect-error -- "sfe" is a typo
  const mistyped: Condition<Chat> = when({ sfe: true });
  // @ts-expect-error -- "picture" is no mode
  const misfit: Condition<Chat> = when({ mode: "picture" });
});
