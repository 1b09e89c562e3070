import { expectTypeOf, test } from "vitest";
import { burr, input, type SpecOf } from "../index.ts";

interface Chat {
  prompt: string;
}
const b = burr<Chat>();

test("run gets the inputs, callers leave out the optional ones", () => {
  const ask = b.action({
    reads: [],
    writes: ["prompt"],
    inputs: {
      question: input<string>(),
      lang: input<"en" | "de">().optional(),
      limit: input<number>().default(10),
    },
    run(state, inputs) {
      expectTypeOf(inputs).toEqualTypeOf<{
        readonly question: string;
        readonly lang?: "en" | "de";
        readonly limit: number;
      }>();
      const { question, lang, limit } = inputs;
      expectTypeOf(lang).toEqualTypeOf<"en" | "de" | undefined>();
      expectTypeOf(limit).toEqualTypeOf<number>();
      return state.update({ prompt: question });
    },
  });
  expectTypeOf<SpecOf<typeof ask>["inputs"]>().toEqualTypeOf<{
    question: string;
    lang?: "en" | "de";
    limit?: number;
  }>();
});

test("the type of an input is kept as it is", () => {
  b.action({
    reads: [],
    writes: [],
    inputs: { maybe: input<string | undefined>(), nothing: input<null>(), anything: input<unknown>() },
    run(state, inputs) {
      expectTypeOf(inputs).toEqualTypeOf<{
        readonly maybe: string | undefined;
        readonly nothing: null;
        readonly anything: unknown;
      }>();
      return state;
    },
  });
});

test("an input that was not declared is refused", () => {
  b.action({
    reads: [],
    writes: ["prompt"],
    inputs: { question: input<string>() },
    // @ts-expect-error -- the input is called `question`
    run: (state, { quest }) => state.update({ prompt: String(quest) }),
  });
  // @ts-expect-error -- no input is declared
  b.action({ reads: [], writes: ["prompt"], run: (state, { question }) => state.update({ prompt: String(question) }) });
  const wantsMore = (_state: object, inputs: { question: string; lang: string }) => ({ prompt: inputs.lang });
  // @ts-expect-error -- wants `lang`, which is not declared
  b.action({ reads: [], writes: ["prompt"], inputs: { question: input<string>() }, run: wantsMore });
});

test("an optional input may be absent", () => {
  b.action({
    reads: [],
    writes: ["prompt"],
    inputs: { question: input<string>().optional() },
    // @ts-expect-error -- `question` may be undefined
    run: (state, { question }) => state.update({ prompt: question }),
  });
});

test("a default has the type of its input", () => {
  // @ts-expect-error -- a number was declared
  input<number>().default("10");
});

test("a name that starts with two underscores is refused", () => {
  b.action({
    reads: [],
    writes: [],
    // @ts-expect-error -- the name is reserved
    inputs: { __context: input<string>() },
    run: (state) => state,
  });
});
