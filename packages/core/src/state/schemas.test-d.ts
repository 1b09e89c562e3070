import { describe, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { type App, burr, input, type InputOf, type OutputOf, type SpecOf } from "../index.ts";
import {
  arktypeInputs,
  arktypeSchemas,
  type Chat,
  type Message,
  valibotInputs,
  valibotSchemas,
  zodInputs,
  zodSchemas,
} from "../testing/schema-libraries.ts";

const inZod = burr(zodSchemas);
const inValibot = burr(valibotSchemas);
const inArktype = burr(arktypeSchemas);

describe("the type of the state", () => {
  test("is what the schemas give", () => {
    type StateIn<TApp> = TApp extends { state: { toJSON(): infer TValues } } ? TValues : never;
    const act = inZod.action({ reads: [], writes: ["count"], run: () => ({ count: 1 }) });
    const parts = { actions: { act }, transitions: [], entrypoint: "act", state: {} } as const;
    expectTypeOf<StateIn<ReturnType<typeof zodApp>>>().toEqualTypeOf<Partial<Chat>>();
    expectTypeOf<StateIn<ReturnType<typeof valibotApp>>>().toEqualTypeOf<Partial<Chat>>();
    expectTypeOf<StateIn<ReturnType<typeof arktypeApp>>>().toEqualTypeOf<Partial<Chat>>();
    function zodApp() {
      return inZod.application(parts);
    }
    function valibotApp() {
      return inValibot.application(parts);
    }
    function arktypeApp() {
      return inArktype.application(parts);
    }
    expectTypeOf(zodApp()).toExtend<App<Chat, { act: typeof act }, "sync">>();
  });

  test("is what actions see, and what they may write", () => {
    inZod.action({
      reads: ["history", "note"],
      writes: ["name"],
      run: (state) => {
        expectTypeOf(state.history).toEqualTypeOf<Message[]>();
        expectTypeOf(state.note).toEqualTypeOf<string | undefined>();
        return state.update({ name: "Ann" });
      },
    });
    // @ts-expect-error -- `name` is a string
    inZod.action({ reads: [], writes: ["name"], run: () => ({ name: 1 }) });
    // @ts-expect-error -- a role is "user" or "assistant"
    inArktype.action({ reads: [], writes: ["history"], run: () => ({ history: [{ role: "robot", text: "" }] }) });
    // @ts-expect-error -- the state has no `nam`
    inValibot.action({ reads: ["nam"], writes: [], run: (state) => state });
  });

  test("has no reserved keys", () => {
    // @ts-expect-error -- an operation of state
    burr({ update: z.string() });
    // @ts-expect-error -- starts with two underscores
    burr({ __name: z.string() });
  });

  test("takes schemas, and nothing else", () => {
    // @ts-expect-error -- no schema
    burr({ name: "string" });
    // @ts-expect-error -- one schema for all
    burr(z.object({ name: z.string() }));
  });
});

describe("a key with a default", () => {
  test("needs no initial value, though nobody writes it", () => {
    const show = inZod.resultAction("history", "count");
    const parts = { actions: { show }, transitions: [], entrypoint: "show", state: {} } as const;
    inZod.application(parts);
    inValibot.application(parts);
    inArktype.application(parts);
    inZod.application({ graph: inZod.graph({ actions: { show }, transitions: [] }), entrypoint: "show", state: {} });
    inZod.app().withActions({ show }).withEntrypoint("show").build();
    // @ts-expect-error -- without a schema there is no default
    burr<Chat>().application(parts);
  });

  test("needs none in the default state of a stored run", () => {
    const show = inZod.resultAction("history", "name");
    const builder = inZod.app().withActions({ show });
    const loader = { load: async () => undefined };
    void builder.initializeFrom(loader, { defaultState: { name: "Ann" }, defaultEntrypoint: "show" }).build();
    // @ts-expect-error -- `name` is read and not written, and has no default
    void builder.initializeFrom(loader, { defaultState: {}, defaultEntrypoint: "show" }).build();
  });

  test("is none that may just be undefined, or of whose input nothing is known", () => {
    const b = burr({ ...zodSchemas, any: z.coerce.number() });
    const [note, any] = [b.resultAction("note"), b.resultAction("any")];
    // @ts-expect-error -- `note` is read and not written
    b.application({ actions: { note }, transitions: [], entrypoint: "note", state: {} });
    // @ts-expect-error -- `any` is read and not written
    b.application({ actions: { any }, transitions: [], entrypoint: "any", state: {} });
  });

  test("may still be given, as its schema gives it", () => {
    const show = inZod.resultAction("count");
    inZod.application({ actions: { show }, transitions: [], entrypoint: "show", state: { count: 3 } });
    // @ts-expect-error -- `count` is a number
    inZod.application({ actions: { show }, transitions: [], entrypoint: "show", state: { count: "3" } });
  });
});

describe("an input with a schema", () => {
  interface Given {
    word: string;
    limit?: string | undefined;
  }

  test("is passed as the schema accepts it, and comes as the schema gives it", () => {
    const ask = inZod.action({
      reads: [],
      writes: ["count"],
      inputs: zodInputs,
      run(state, inputs) {
        expectTypeOf(inputs).toEqualTypeOf<{ readonly word: string; readonly limit: number }>();
        return state.update({ count: inputs.limit });
      },
    });
    expectTypeOf<SpecOf<typeof ask>["inputs"]>().toEqualTypeOf<Given>();
    const app = inZod.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {} });
    app.runSync({ inputs: { word: "why", limit: "3" } });
    ask.bind({ limit: "3" });
    // @ts-expect-error -- passed as a text
    app.runSync({ inputs: { word: "why", limit: 3 } });
    // @ts-expect-error -- passed as a text
    ask.bind({ limit: 3 });
  });

  test("is so in any library, and next to inputs without one", () => {
    const b = burr<Chat>();
    const one = b.action({ reads: [], writes: [], inputs: valibotInputs, run: () => ({}) });
    expectTypeOf<SpecOf<typeof one>["inputs"]>().toEqualTypeOf<Given>();
    const two = b.action({ reads: [], writes: [], inputs: { ...arktypeInputs, more: input<1>() }, run: () => ({}) });
    expectTypeOf<SpecOf<typeof two>["inputs"]>().toEqualTypeOf<{ word: string; limit?: string | undefined; more: 1 }>();
  });

  test("has the types of the schema", () => {
    const schema = z.string().transform(Number);
    expectTypeOf<InputOf<typeof schema>>().toEqualTypeOf<string>();
    expectTypeOf<OutputOf<typeof schema>>().toEqualTypeOf<number>();
    // @ts-expect-error -- no schema
    input("string");
  });
});
