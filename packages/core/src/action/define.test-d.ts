import { describe, expectTypeOf, test } from "vitest";
import { type Action, burr, type SpecOf, type StepContext, type View } from "../index.ts";

interface Message {
  role: "user" | "assistant";
  text: string;
}
interface Chat {
  prompt: string;
  safe: boolean;
  mode: "text" | "image" | "unknown";
  history: Message[];
  response: Message;
  count: number;
  note?: string;
}
const b = burr<Chat>();

describe("the forms of run", () => {
  test("a patch: literals fit the unions of the state", () => {
    const decide = b.action({
      reads: ["prompt"],
      writes: ["mode"],
      run: (state) => ({ mode: state.prompt.startsWith("draw") ? "image" : "text" }),
    });
    type Decide = SpecOf<typeof decide>;
    expectTypeOf<Decide["reads"]>().toEqualTypeOf<Pick<Chat, "prompt">>();
    expectTypeOf<Decide["writes"]>().toEqualTypeOf<Pick<Chat, "mode">>();
    expectTypeOf<Decide["mayWrite"]>().toEqualTypeOf<Pick<Chat, never>>();
    expectTypeOf<Decide["result"]>().toEqualTypeOf<undefined>();
    expectTypeOf<Decide["chunk"]>().toBeNever();
    expectTypeOf<Decide["mode"]>().toEqualTypeOf<"sync">();
    expectTypeOf<Decide["tag"]>().toBeNever();
  });

  test("a promise of a patch", () => {
    const action = b.action({
      reads: ["prompt"],
      writes: ["mode", "count"],
      run: async (state) => ({ mode: "text", count: state.prompt.length }),
    });
    expectTypeOf<SpecOf<typeof action>["mode"]>().toEqualTypeOf<"async">();
  });

  test("an updated state, also by branches of which each writes all", () => {
    const action = b.action({
      reads: ["prompt"],
      writes: ["mode"],
      run(state) {
        expectTypeOf(state.prompt).toEqualTypeOf<string>();
        return state.prompt.startsWith("draw") ? state.update({ mode: "image" }) : state.update({ mode: "text" });
      },
    });
    expectTypeOf<SpecOf<typeof action>["mode"]>().toEqualTypeOf<"sync">();
    expectTypeOf<SpecOf<typeof action>["result"]>().toEqualTypeOf<undefined>();
  });

  test("a result beside the update, with the same type in each form", () => {
    const contract = { reads: ["count"], writes: ["safe"] } as const;
    const plain = b.action({ ...contract, run: (state) => [{ score: 1, of: state.count }, { safe: true }] });
    const later = b.action({
      ...contract,
      async run(state) {
        return [{ score: 1, of: state.count }, state.update({ safe: true })];
      },
    });
    const generator = b.action({
      ...contract,
      *run(state) {
        yield "a";
        return [{ score: 1, of: state.count }, { safe: true }];
      },
    });
    const asyncGenerator = b.action({
      ...contract,
      async *run(state) {
        yield "a";
        return [{ score: 1, of: state.count }, state.update({ safe: true })];
      },
    });
    expectTypeOf<SpecOf<typeof plain>["result"]>().toEqualTypeOf<{ score: number; of: number }>();
    expectTypeOf<SpecOf<typeof later>["result"]>().toEqualTypeOf<{ score: number; of: number }>();
    expectTypeOf<SpecOf<typeof generator>["result"]>().toEqualTypeOf<{ score: number; of: number }>();
    expectTypeOf<SpecOf<typeof asyncGenerator>["result"]>().toEqualTypeOf<{ score: number; of: number }>();
    expectTypeOf<SpecOf<typeof plain>["mode"]>().toEqualTypeOf<"sync">();
    expectTypeOf<SpecOf<typeof later>["mode"]>().toEqualTypeOf<"async">();
    expectTypeOf<SpecOf<typeof generator>["mode"]>().toEqualTypeOf<"sync">();
    expectTypeOf<SpecOf<typeof asyncGenerator>["mode"]>().toEqualTypeOf<"async">();
  });

  test("an async generator: its chunks are a discriminated union without any annotation", () => {
    const chat = b.action({
      reads: ["prompt", "history"],
      writes: ["response", "history"],
      tags: ["slow", "paid"],
      async *run(state, _inputs, { signal }) {
        signal.throwIfAborted();
        yield { type: "start" };
        for (const text of state.prompt.split(" ")) yield { type: "delta", text };
        const message: Message = { role: "assistant", text: "" };
        return [{ tokens: message.text.length }, state.update({ response: message }).append({ history: message })];
      },
    });
    type Chunk = SpecOf<typeof chat>["chunk"];
    expectTypeOf<Chunk["type"]>().toEqualTypeOf<"start" | "delta">();
    expectTypeOf<Extract<Chunk, { type: "delta" }>>().toEqualTypeOf<{
      readonly type: "delta";
      readonly text: string;
    }>();
    expectTypeOf<SpecOf<typeof chat>["result"]>().toEqualTypeOf<{ tokens: number }>();
    expectTypeOf<SpecOf<typeof chat>["tag"]>().toEqualTypeOf<"slow" | "paid">();
  });

  test("a sync generator is a sync action", () => {
    const refuse = b.action({
      reads: [],
      writes: ["response"],
      *run(state) {
        yield { refusal: "I " };
        yield { refusal: "cannot" };
        return state.update({ response: { role: "assistant", text: "I cannot" } });
      },
    });
    expectTypeOf<SpecOf<typeof refuse>["mode"]>().toEqualTypeOf<"sync">();
    expectTypeOf<SpecOf<typeof refuse>["chunk"]>().toEqualTypeOf<
      { readonly refusal: "I " } | { readonly refusal: "cannot" }
    >();
    expectTypeOf<SpecOf<typeof refuse>["result"]>().toEqualTypeOf<undefined>();
  });

  test("an action that writes nothing", () => {
    const show = b.action({ reads: ["count"], writes: [], run: (state) => [{ final: state.count }, state] });
    expectTypeOf<SpecOf<typeof show>["result"]>().toEqualTypeOf<{ final: number }>();
    const rest = b.action({ reads: [], writes: [], run: async () => ({}) });
    expectTypeOf<SpecOf<typeof rest>["mode"]>().toEqualTypeOf<"async">();
    const stream = b.action({
      reads: [],
      writes: [],
      async *run(state) {
        yield 1;
        return state;
      },
    });
    expectTypeOf<SpecOf<typeof stream>["chunk"]>().toEqualTypeOf<1>();
  });

  test("keys of mayWrite, or none of them", () => {
    const action = b.action({
      reads: ["count"],
      writes: ["mode"],
      mayWrite: ["note", "count"],
      run: (state) =>
        state.count > 3 ? { mode: "text", note: "many" } : state.update({ mode: "text" }).delete("count"),
    });
    expectTypeOf<SpecOf<typeof action>["mayWrite"]>().toEqualTypeOf<Pick<Chat, "note" | "count">>();
  });

  test("a plain function that knows nothing of this library", () => {
    const shout = (state: { readonly prompt: string }) => ({ prompt: state.prompt.toUpperCase() });
    const action = b.action({ reads: ["prompt"], writes: ["prompt"], run: shout });
    expectTypeOf<SpecOf<typeof action>["writes"]>().toEqualTypeOf<Pick<Chat, "prompt">>();
  });

  test("an instance of a class", () => {
    class Shout {
      readonly reads = ["prompt"] as const;
      readonly writes = ["prompt"] as const;
      readonly tags = ["loud"] as const;
      async *run(state: View<Chat, "prompt", "prompt">, _inputs: object, { signal }: StepContext) {
        signal.throwIfAborted();
        yield { letters: state.prompt.length };
        return [{ done: true }, state.update({ prompt: state.prompt.toUpperCase() })] as const;
      }
    }
    const action = b.action(new Shout());
    expectTypeOf<SpecOf<typeof action>["reads"]>().toEqualTypeOf<Pick<Chat, "prompt">>();
    expectTypeOf<SpecOf<typeof action>["result"]>().toEqualTypeOf<{ readonly done: true }>();
    expectTypeOf<SpecOf<typeof action>["chunk"]>().toEqualTypeOf<{ letters: number }>();
    expectTypeOf<SpecOf<typeof action>["mode"]>().toEqualTypeOf<"async">();
    expectTypeOf<SpecOf<typeof action>["tag"]>().toEqualTypeOf<"loud">();
  });

  test("where any action is wanted", () => {
    const actions: Action[] = [
      b.action({ reads: ["count"], writes: ["count"], run: (state) => ({ count: state.count + 1 }) }),
      b.action({
        reads: [],
        writes: ["note"],
        async *run() {
          yield 1;
          return { note: "x" };
        },
      }),
    ];
    expectTypeOf(actions).items.toEqualTypeOf<Action>();
  });
});

describe("no any leaks", () => {
  test("into what run is given", () => {
    b.action({
      reads: ["history", "mode"],
      writes: ["count"],
      run(state, inputs, context) {
        expectTypeOf(state).not.toBeAny();
        expectTypeOf(state.history).toEqualTypeOf<Message[]>();
        expectTypeOf(state.mode).toEqualTypeOf<"text" | "image" | "unknown">();
        expectTypeOf(inputs).not.toBeAny();
        expectTypeOf(context).toEqualTypeOf<StepContext<Pick<Chat, "count">>>();
        expectTypeOf(state.update({ count: 1 })).toEqualTypeOf<
          View<Chat, "history" | "mode" | "count", "count", "count">
        >();
        return { count: 1 };
      },
    });
  });

  test("out of what it gives", () => {
    const action = b.action({
      reads: [],
      writes: ["count"],
      async *run() {
        yield { n: 1 };
        return [{ m: 2 }, { count: 1 }];
      },
    });
    expectTypeOf<SpecOf<typeof action>>().not.toBeAny();
    expectTypeOf<SpecOf<typeof action>["chunk"]>().not.toBeAny();
    expectTypeOf<SpecOf<typeof action>["result"]>().not.toBeAny();
    expectTypeOf<SpecOf<typeof action>["inputs"]>().not.toBeAny();
  });
});

describe("reads", () => {
  test("are keys of the state", () => {
    // @ts-expect-error -- "promt" is a typo, and the message suggests "prompt"
    b.action({ reads: ["promt"], writes: [], run: (state) => state });
  });

  test("limit what run can see", () => {
    // @ts-expect-error -- `history` is not in `reads`
    b.action({ reads: ["prompt"], writes: ["count"], run: (state) => state.update({ count: state.history.length }) });
  });

  test("are read-only", () => {
    b.action({
      reads: ["count"],
      writes: ["count"],
      run(state) {
        // @ts-expect-error -- assigns to state
        state.count = 3;
        return state.update({ count: 1 });
      },
    });
  });

  test("limit what a function defined elsewhere can ask for", () => {
    const wantsMore = (state: { readonly prompt: string; readonly count: number }) => ({ prompt: `${state.count}` });
    // @ts-expect-error -- wants `count`, which is not in `reads`
    b.action({ reads: ["prompt"], writes: ["prompt"], run: wantsMore });
    const wantsNarrower = (state: { readonly prompt: "hi" }) => ({ prompt: state.prompt });
    // @ts-expect-error -- `prompt` may be any string
    b.action({ reads: ["prompt"], writes: ["prompt"], run: wantsNarrower });
    const wantsView = (state: View<Chat, "prompt" | "count", "prompt">) => state.update({ prompt: "" });
    // @ts-expect-error -- wants a view with `count`
    b.action({ reads: ["prompt"], writes: ["prompt"], run: wantsView });
  });

  test("limit what the method of a class can ask for", () => {
    class WantsMore {
      readonly reads = ["prompt"] as const;
      readonly writes = ["prompt"] as const;
      run(state: { readonly prompt: string; readonly count: number }) {
        return { prompt: `${state.count}` };
      }
    }
    // @ts-expect-error -- wants `count`, which is not in `reads`
    b.action(new WantsMore());
  });
});

describe("writes", () => {
  test("are keys of the state", () => {
    // @ts-expect-error -- "cuont" is a typo
    b.action({ reads: [], writes: ["cuont"], run: () => ({}) });
    // @ts-expect-error -- "nto" is a typo
    b.action({ reads: [], writes: [], mayWrite: ["nto"], run: () => ({}) });
  });

  test("must all be written", () => {
    // @ts-expect-error -- does not write `safe`
    b.action({ reads: [], writes: ["count", "safe"], run: (state) => state.update({ count: 1 }) });
    // @ts-expect-error -- does not write `safe`
    b.action({ reads: [], writes: ["count", "safe"], run: () => ({ count: 1 }) });
    // @ts-expect-error -- does not write `safe`
    b.action({ reads: [], writes: ["count", "safe"], run: async () => [{ n: 1 }, { count: 1 }] });
    // @ts-expect-error -- the key is optional in the state, and must be written all the same
    b.action({ reads: [], writes: ["note"], run: () => ({}) });
  });

  test("must be written on every path", () => {
    b.action({
      reads: ["count"],
      writes: ["count", "safe"],
      // @ts-expect-error -- one branch does not write `safe`
      run: (state) => (state.count ? state.update({ count: 1 }) : state.update({ count: 1, safe: true })),
    });
  });

  test("are not done by reading the key", () => {
    // @ts-expect-error -- the state as it was given: nothing is written
    b.action({ reads: ["count"], writes: ["count"], run: (state) => state });
    b.action({
      reads: ["count", "safe"],
      writes: ["count", "safe"],
      // @ts-expect-error -- writes `count` alone
      async *run(state) {
        yield 1;
        return state.update({ count: 1 });
      },
    });
  });

  test("are all that a patch may have", () => {
    // @ts-expect-error -- `safe` is not in `writes`
    b.action({ reads: [], writes: ["count"], run: () => ({ count: 1, safe: true }) });
    b.action({
      reads: [],
      writes: ["count"],
      // @ts-expect-error -- `safe` is not in `writes`, through a variable and a promise
      run: async () => {
        const patch = { count: 1, safe: true };
        return patch;
      },
    });
    // @ts-expect-error -- `safe` is not in `writes`, beside a result
    b.action({ reads: [], writes: ["count"], run: () => [{ r: 1 }, { count: 1, safe: true }] });
    // @ts-expect-error -- the action writes nothing
    b.action({ reads: [], writes: [], run: () => ({ count: 1 }) });
  });

  test("have the types of the state", () => {
    // @ts-expect-error -- `count` is a number
    b.action({ reads: [], writes: ["count"], run: () => ({ count: "1" }) });
    // @ts-expect-error -- "picture" is no mode
    b.action({ reads: [], writes: ["mode"], run: () => ({ mode: "picture" }) });
  });
});

describe("the end", () => {
  test("must be there", () => {
    // @ts-expect-error -- returns nothing
    b.action({ reads: [], writes: ["count"], run: () => {} });
    // @ts-expect-error -- resolves to nothing
    b.action({ reads: [], writes: [], run: async () => {} });
    // @ts-expect-error -- null is no update
    b.action({ reads: [], writes: [], run: () => null });
  });

  test("must be an update", () => {
    // @ts-expect-error -- a number
    b.action({ reads: [], writes: [], run: () => 5 });
    // @ts-expect-error -- a list that is no pair
    b.action({ reads: [], writes: [], run: (state) => [{ a: 1 }, { b: 1 }, state] });
  });

  test("has an object as its result", () => {
    // @ts-expect-error -- a string
    b.action({ reads: [], writes: ["count"], run: () => ["done", { count: 1 }] });
    // @ts-expect-error -- a number, where nothing is written
    b.action({ reads: [], writes: [], run: (state) => [5, state] });
    // @ts-expect-error -- null
    b.action({ reads: [], writes: ["count"], run: async () => [null, { count: 1 }] });
    // @ts-expect-error -- a list
    b.action({ reads: [], writes: ["count"], run: () => [[1, 2], { count: 1 }] });
  });

  test("must be returned by a generator", () => {
    b.action({
      reads: [],
      writes: ["count"],
      // @ts-expect-error -- yields, and returns no final
      async *run() {
        yield "a";
      },
    });
    b.action({
      reads: [],
      writes: [],
      // @ts-expect-error -- returns no final, which is needed also where nothing is written
      *run() {
        yield "a";
      },
    });
    b.action({
      reads: [],
      writes: ["count"],
      // @ts-expect-error -- has an undeclared key in its final
      *run() {
        yield "a";
        return { count: 1, mode: "text" };
      },
    });
    b.action({
      reads: [],
      writes: ["count"],
      // @ts-expect-error -- yields Burr's pairs: for b.streamingAction()
      async *run(state) {
        yield [{ d: 1 }, null];
        yield [{ d: 2 }, state.update({ count: 1 })];
      },
    });
  });

  test("must be returned by a generator on every path", () => {
    b.action({
      reads: ["safe"],
      writes: ["count"],
      // @ts-expect-error -- returns no final where it is not safe
      async *run(state) {
        yield 1;
        return state.safe ? { count: 1 } : undefined;
      },
    });
  });

  test("may be a suspension", () => {
    const ask = b.action({
      reads: ["safe"],
      writes: ["note"],
      run(state, _inputs, context) {
        if (!state.safe) return context.suspend("approval");
        return [{ asked: false }, { note: "" }];
      },
    });
    expectTypeOf<SpecOf<typeof ask>["result"]>().toEqualTypeOf<{ asked: boolean }>();
    const named = burr<{ name: string; payload: unknown }>();
    const patch = named.action({ reads: [], writes: ["name", "payload"], run: () => ({ name: "", payload: 1 }) });
    expectTypeOf<SpecOf<typeof patch>["result"]>().toEqualTypeOf<undefined>();
  });
});

describe("onAbort", () => {
  test("gets the chunks with their type, and the state of the action", () => {
    b.action({
      reads: ["prompt"],
      writes: ["note"],
      async *run(state) {
        yield { delta: state.prompt };
        return { note: "" };
      },
      onAbort(partial, state) {
        expectTypeOf(partial).items.toEqualTypeOf<{ readonly delta: string }>();
        expectTypeOf(partial.dropped).toEqualTypeOf<number>();
        expectTypeOf(state.prompt).toEqualTypeOf<string>();
        return state.update({ note: partial.map(({ delta }) => delta).join("") });
      },
    });
    b.action({
      reads: [],
      writes: ["note"],
      *run() {
        yield { n: 1 };
        return { note: "" };
      },
      onAbort: async (partial) => ({ note: `${partial[0]?.n}` }),
    });
  });

  test("is held to the same contract", () => {
    const note = { reads: [], writes: ["note"], run: () => ({ note: "" }) } as const;
    // @ts-expect-error -- does not write `note`
    b.action({ ...note, onAbort: () => ({}) });
    // @ts-expect-error -- `count` is not in `writes`
    b.action({ ...note, onAbort: async () => ({ note: "", count: 1 }) });
    // @ts-expect-error -- `note` is a string
    b.action({ ...note, onAbort: () => ({ note: 1 }) });
    // @ts-expect-error -- nothing is written
    b.action({ ...note, onAbort: (_partial, state) => state });
  });

  test("stands behind a run that looks at its state, or the compiler would not know the chunks", () => {
    b.action({
      reads: ["prompt"],
      writes: ["note"],
      // @ts-expect-error -- stands before run
      onAbort: (partial) => ({ note: `${partial.length}` }),
      async *run(state) {
        yield { delta: state.prompt };
        return { note: "" };
      },
    });
  });
});
