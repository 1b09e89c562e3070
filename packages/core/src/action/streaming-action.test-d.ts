import { expectTypeOf, test } from "vitest";
import { burr, type SpecOf } from "../index.ts";

interface Chat {
  prompt: string;
  mode: "text" | "image";
  response: string;
}
const b = burr<Chat>();

test("the chunks and the result come from the pairs", () => {
  const action = b.streamingAction({
    reads: ["prompt"],
    writes: ["response", "mode"],
    tags: ["slow"],
    async *run(state, _inputs, { signal }) {
      signal.throwIfAborted();
      expectTypeOf(state.prompt).toEqualTypeOf<string>();
      yield [{ type: "start" }, null];
      yield [{ type: "delta", text: state.prompt }, null];
      yield [{ length: state.prompt.length }, { response: "", mode: "text" }];
    },
  });
  type Spec = SpecOf<typeof action>;
  expectTypeOf<Spec["chunk"]>().toEqualTypeOf<
    { readonly type: "start" } | { readonly type: "delta"; readonly text: string }
  >();
  expectTypeOf<Spec["result"]>().toEqualTypeOf<{ readonly length: number }>();
  expectTypeOf<Spec["mode"]>().toEqualTypeOf<"async">();
  expectTypeOf<Spec["tag"]>().toEqualTypeOf<"slow">();
  expectTypeOf<Spec>().not.toBeAny();
});

test("a sync generator is a sync action, and may give the updated state", () => {
  const action = b.streamingAction({
    reads: [],
    writes: ["response"],
    *run(state) {
      yield ["a", null];
      yield [{ done: true }, state.update({ response: "a" })];
    },
  });
  expectTypeOf<SpecOf<typeof action>["chunk"]>().toEqualTypeOf<"a">();
  expectTypeOf<SpecOf<typeof action>["mode"]>().toEqualTypeOf<"sync">();
});

test("a stream of one final and no chunk", () => {
  const action = b.streamingAction({
    reads: [],
    writes: [],
    *run(state) {
      yield [{}, state];
    },
  });
  expectTypeOf<SpecOf<typeof action>["chunk"]>().toBeNever();
});

test("onAbort gets the chunks of the pairs", () => {
  b.streamingAction({
    reads: ["prompt"],
    writes: ["response"],
    async *run(state) {
      yield [{ delta: state.prompt }, null];
      yield [{}, state.update({ response: "a" })];
    },
    onAbort(partial) {
      expectTypeOf(partial).items.toEqualTypeOf<{ readonly delta: string }>();
      return { response: "" };
    },
  });
});

test("the pairs are held to the contract", () => {
  b.streamingAction({
    reads: [],
    writes: ["response"],
    // @ts-expect-error -- never yields a final
    *run() {
      yield ["a", null];
    },
  });
  // @ts-expect-error -- never yields at all
  b.streamingAction({ reads: [], writes: [], async *run() {} });
  b.streamingAction({
    reads: [],
    writes: ["response"],
    // @ts-expect-error -- `mode` is not in `writes`
    *run() {
      yield [{}, { response: "", mode: "text" }];
    },
  });
  b.streamingAction({
    reads: [],
    writes: ["response", "mode"],
    // @ts-expect-error -- does not write `mode`
    *run() {
      yield [{}, { response: "" }];
    },
  });
  b.streamingAction({
    reads: ["mode", "response"],
    writes: ["mode", "response"],
    // @ts-expect-error -- does not write `mode`
    async *run(state) {
      yield ["a", null];
      yield [{}, state.update({ response: "" })];
    },
  });
  b.streamingAction({
    reads: [],
    writes: ["response"],
    // @ts-expect-error -- the first item is no pair
    async *run() {
      yield "a";
      yield [{}, { response: "" }];
    },
  });
  b.streamingAction({
    reads: [],
    writes: ["response"],
    // @ts-expect-error -- the result is no object
    async *run() {
      yield ["a", null];
      yield ["done", { response: "" }];
    },
  });
  b.streamingAction({
    reads: [],
    writes: ["response"],
    // @ts-expect-error -- returns its final: for b.action()
    async *run() {
      yield ["a", null];
      return [{}, { response: "" }];
    },
  });
  // @ts-expect-error -- no generator: for b.action()
  b.streamingAction({ reads: [], writes: ["response"], run: () => [{}, { response: "" }] });
  b.streamingAction({
    reads: [],
    writes: ["response"],
    *run() {
      yield [{}, { response: "" }];
    },
    // @ts-expect-error -- `mode` is not in `writes`
    onAbort: () => ({ response: "", mode: "text" }),
  });
  b.streamingAction({
    reads: ["mode"],
    writes: ["response"],
    // @ts-expect-error -- stands before run
    onAbort: (partial) => ({ response: `${partial.length}` }),
    *run(state) {
      yield [state.mode, null];
      yield [{}, { response: "" }];
    },
  });
});

test("reads limit what the generator can see", () => {
  b.streamingAction({
    reads: ["prompt"],
    writes: ["response"],
    *run(state) {
      // @ts-expect-error -- `mode` is not in `reads`
      yield [state.mode, null];
      yield [{}, state.update({ response: "" })];
    },
  });
});
