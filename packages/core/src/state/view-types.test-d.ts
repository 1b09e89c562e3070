import { describe, expectTypeOf, test } from "vitest";
import { burr, type FullState, type View } from "../index.ts";

interface Message {
  role: "user" | "assistant";
  text: string;
}
interface Chat {
  prompt: string;
  mode: "text" | "image";
  history: Message[];
  count: number;
  total: bigint;
  note?: string;
}
declare const view: View<Chat, "prompt" | "note", "mode" | "history" | "count" | "total" | "note">;
declare const full: FullState<Chat>;

describe("a view", () => {
  test("has the keys that it reads, with their types", () => {
    expectTypeOf(view.prompt).toEqualTypeOf<string>();
    expectTypeOf(view.note).toEqualTypeOf<string | undefined>();
    expectTypeOf(view).not.toBeAny();
    // @ts-expect-error -- `mode` is written, but not read
    void view.mode;
    // @ts-expect-error -- is read-only
    view.prompt = "";
  });

  test("takes a list of what is there and more", () => {
    const b = burr<Chat>();
    b.action({
      reads: ["history"],
      writes: ["history"],
      run: (state, _inputs, { checkpoint }) => {
        checkpoint({ history: [...state.history, { role: "user", text: "half" }] });
        return state.update({ history: [...state.history, { role: "user", text: "whole" }] });
      },
    });
    // @ts-expect-error -- no such role
    view.update({ history: [...full.history!, { role: "agent", text: "" }] });
  });

  test("has the keys that were written in this step", () => {
    expectTypeOf(view.update({ mode: "text" }).mode).toEqualTypeOf<"text" | "image">();
    expectTypeOf(view.append({ history: { role: "user", text: "" } }).history).toEqualTypeOf<Message[]>();
    expectTypeOf(view.increment({ count: 1, total: 1n }).total).toEqualTypeOf<bigint>();
    // @ts-expect-error -- deleted
    void view.update({ count: 1 }).delete("count").count;
  });

  test("gives keys with a default", () => {
    expectTypeOf(view.get("prompt")).toEqualTypeOf<string | undefined>();
    expectTypeOf(view.get("note", "none")).toEqualTypeOf<string>();
    expectTypeOf(view.get("note", null)).toEqualTypeOf<string | null>();
    // @ts-expect-error -- `count` is not in `reads`
    view.get("count");
  });

  test("as plain JSON has what can be read", () => {
    expectTypeOf(view.toJSON()).toEqualTypeOf<{ readonly prompt: string; readonly note?: string }>();
  });

  test("fits where fewer keys are wanted, and not where more are", () => {
    expectTypeOf<View<Chat, "prompt" | "count", "mode">>().toExtend<View<Chat, "prompt", "mode">>();
    expectTypeOf<View<Chat, "prompt", "mode">>().not.toExtend<View<Chat, "prompt" | "count", "mode">>();
    expectTypeOf<View<Chat, "prompt", "mode">>().not.toExtend<View<Chat, "prompt", "mode" | "count">>();
  });
});

describe("operations", () => {
  test("take keys of writes only", () => {
    // @ts-expect-error -- `prompt` is not in `writes`
    view.update({ count: 1, prompt: "" });
    // @ts-expect-error -- no such key
    view.update({ cuont: 1 });
    // @ts-expect-error -- `prompt` is not in `writes`
    view.delete("count", "prompt");
    const patch = { count: 1, prompt: "" };
    // @ts-expect-error -- `prompt` is not in `writes`, through a variable
    view.update(patch);
  });

  test("take values of the key's type", () => {
    // @ts-expect-error -- a number is wanted
    view.update({ count: "1" });
    // @ts-expect-error -- "picture" is no mode
    view.update({ mode: "picture" });
    const mode = "text" as string;
    // @ts-expect-error -- any string
    view.update({ mode });
    // @ts-expect-error -- may be undefined
    view.update({ count: undefined as number | undefined });
    // @ts-expect-error -- "bot" is no role
    view.append({ history: { role: "bot", text: "" } });
    // @ts-expect-error -- a list is wanted
    view.extend({ history: { role: "user", text: "" } });
    // @ts-expect-error -- a bigint is wanted
    view.increment({ total: 1 });
  });

  test("take keys of the right kind", () => {
    // @ts-expect-error -- `count` is no list
    view.append({ count: 1 });
    // @ts-expect-error -- `mode` is no list
    view.extend({ mode: ["text"] });
    // @ts-expect-error -- `mode` is no number
    view.increment({ mode: 1 });
  });

  test("take readonly values", () => {
    const more: readonly Message[] = [];
    view.extend({ history: more }).extend({ history: [{ role: "user", text: "" }] as const });
  });

  test("chain, and know what was written", () => {
    const written = view
      .update({ mode: "text" })
      .append({ history: { role: "user", text: "" } })
      .delete("note");
    expectTypeOf(written).toEqualTypeOf<
      View<
        Chat,
        "prompt" | "mode" | "history",
        "mode" | "history" | "count" | "total" | "note",
        "mode" | "history" | "note"
      >
    >();
  });
});

describe("a whole state", () => {
  test("has every key, each of which may be absent", () => {
    expectTypeOf(full.prompt).toEqualTypeOf<string | undefined>();
    expectTypeOf(full.history).toEqualTypeOf<Message[] | undefined>();
    expectTypeOf(full).not.toBeAny();
    expectTypeOf<FullState<Chat, "count" | "note">["count"]>().toEqualTypeOf<number>();
    expectTypeOf<FullState<Chat, "count" | "note">["note"]>().toEqualTypeOf<string>();
    expectTypeOf<FullState<Chat, "count">["prompt"]>().toEqualTypeOf<string | undefined>();
    // @ts-expect-error -- is read-only
    full.count = 1;
    // @ts-expect-error -- no such key
    void full.cuont;
  });

  test("can be changed at any key", () => {
    expectTypeOf(full.update({ prompt: "" }).append({ history: { role: "user", text: "" } })).toEqualTypeOf<
      FullState<Chat>
    >();
    expectTypeOf(full.get("count", 0)).toEqualTypeOf<number>();
    expectTypeOf(full.toJSON()).toEqualTypeOf<Partial<Chat>>();
    full.extend({ history: [] }).increment({ count: 1, total: 1n }).delete("note");
    // @ts-expect-error -- a number is wanted
    full.update({ count: "1" });
    // @ts-expect-error -- no such key
    full.update({ cuont: 1 });
    // @ts-expect-error -- `count` is no list
    full.append({ count: 1 });
    // @ts-expect-error -- a bigint is wanted
    full.increment({ total: 1 });
    // @ts-expect-error -- no such key
    full.delete("cuont");
  });
});

test("the names of operations, and names that start with two underscores, are no keys of state", () => {
  // @ts-expect-error -- `update` is an operation
  burr<{ update: string }>();
  // @ts-expect-error -- `append` is an operation
  burr<{ append: string[] }>();
  // @ts-expect-error -- `extend` is an operation
  burr<{ extend: string[] }>();
  // @ts-expect-error -- `increment` is an operation
  burr<{ increment: number }>();
  // @ts-expect-error -- `delete` is an operation
  burr<{ delete: boolean }>();
  // @ts-expect-error -- `get` is an operation, also where the key is optional
  burr<{ get?: string }>();
  // @ts-expect-error -- `toJSON` is an operation
  burr<{ toJSON: () => string }>();
  // @ts-expect-error -- `__…` is the engine's
  burr<{ count: number; __private: string }>();
  // @ts-expect-error -- a state is an object
  burr<string>();
  burr<{ updated: string; _private: string; getter: string }>();
  burr<Record<string, unknown>>();
});
