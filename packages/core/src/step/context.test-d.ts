import { expectTypeOf, test } from "vitest";
import { burr, type StepContext, type Suspension } from "../index.ts";

interface Chat {
  prompt: string;
  draft: string;
  count: number;
}
const b = burr<Chat>();

test("a checkpoint and what is resumed are typed from what the action may write", () => {
  b.action({
    reads: ["prompt"],
    writes: ["draft"],
    mayWrite: ["count"],
    async *run(state, _inputs, context) {
      expectTypeOf(context.resumed).toEqualTypeOf<Readonly<Partial<Pick<Chat, "draft" | "count">>> | undefined>();
      context.checkpoint({ draft: context.resumed?.draft ?? "" });
      context.checkpoint(state.update({ draft: "a" }).increment({ count: 1 }));
      context.checkpoint({});
      yield 1;
      return { draft: "" };
    },
  });
});

test("a checkpoint of other keys, or of other values, is refused", () => {
  b.action({
    reads: ["prompt"],
    writes: ["draft"],
    run(_state, _inputs, { checkpoint, resumed }) {
      // @ts-expect-error -- `count` is not in `writes`
      checkpoint({ draft: "", count: 1 });
      const update = { draft: "", count: 1 };
      // @ts-expect-error -- `count` is not in `writes`, through a variable
      checkpoint(update);
      // @ts-expect-error -- `draft` is a string
      checkpoint({ draft: 1 });
      // @ts-expect-error -- `prompt` is not in `writes`
      void resumed?.prompt;
      return { draft: "" };
    },
  });
});

test("a helper can take the context of any action", () => {
  const helper = (context: StepContext): number => context.attempt;
  b.action({
    reads: [],
    writes: ["draft"],
    run: (_state, _inputs, context) => ({ draft: `${helper(context)}` }),
  });
});

test("what the context has is typed", () => {
  b.action({
    reads: [],
    writes: [],
    run(state, _inputs, context) {
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
      expectTypeOf(context.partitionKey).toEqualTypeOf<string | null>();
      expectTypeOf(context.suspend("approval", { payload: { of: 1 } })).toEqualTypeOf<Suspension>();
      expectTypeOf(context.span("work", () => 1)).toEqualTypeOf<number>();
      return state;
    },
  });
});
