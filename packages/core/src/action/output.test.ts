import { describe, expect, it } from "vitest";
import { type Action, burr } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  foo: string;
  bar: string;
}

const b = burr<Things>();
const contract = { reads: [], writes: ["foo"] } as const;

/** Every form of an action that ends with `end`, as an untyped caller may write it. */
function forms(end: unknown): { readonly form: string; readonly action: Action }[] {
  const value = end as never;
  class Instance {
    readonly reads = [] as const;
    readonly writes = ["foo"] as const;
    run(): never {
      return value;
    }
  }
  return [
    { form: "a function", action: b.action({ ...contract, run: () => value }) },
    { form: "an async function", action: b.action({ ...contract, run: () => Promise.resolve(value) }) },
    { form: "a class", action: b.action(new Instance()) },
    {
      form: "a generator",
      action: b.action({
        ...contract,
        *run() {
          yield 1;
          return value;
        },
      }),
    },
    {
      form: "an async generator",
      action: b.action({
        ...contract,
        async *run() {
          yield await Promise.resolve(1);
          return value;
        },
      }),
    },
  ];
}

/** The forms of Burr's own protocol, which end with the pair `end`. */
function pairForms(end: unknown): { readonly form: string; readonly action: Action }[] {
  const pair = end as readonly [object, { readonly foo: string }]; // what it should be
  return [
    {
      form: "a generator of pairs",
      action: b.streamingAction({
        ...contract,
        *run() {
          yield [1, null];
          yield pair;
        },
      }),
    },
    {
      form: "an async generator of pairs",
      action: b.streamingAction({
        ...contract,
        async *run() {
          yield [await Promise.resolve(1), null];
          yield pair;
        },
      }),
    },
  ];
}

const appOf = (act: Action) =>
  b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { bar: "b" } });

/** Runs it in two ways: as a step, and as a stream. */
async function expectRefusal(act: Action, refusal: unknown): Promise<void> {
  const [app, streaming] = [appOf(act), appOf(act)];
  await expect(app.run()).rejects.toThrow(refusal);
  expect(app.state.toJSON()).toEqual({ bar: "b" });
  await expect(async () => (await streaming.streamResult({ haltAfter: "act" })).get()).rejects.toThrow(refusal);
  expect(streaming.state.toJSON()).toEqual({ bar: "b" });
}

describe("what an action ends with", () => {
  it.each(forms({ foo: "f" }))("is a patch ($form)", async ({ action }) => {
    expect(await appOf(action).run()).toMatchObject({ result: undefined, state: { foo: "f", bar: "b" } });
  });

  it.each([...forms([{ answer: 1 }, { foo: "f" }]), ...pairForms([{ answer: 1 }, { foo: "f" }])])(
    "is a pair of a result and an update ($form)",
    async ({ action }) => {
      expect(await appOf(action).run()).toMatchObject({ result: { answer: 1 }, state: { foo: "f", bar: "b" } });
    },
  );

  it("34: may be just a state: then there is no result", async () => {
    const act = b.action({ ...contract, run: (state) => state.update({ foo: "f" }) });
    expect(await appOf(act).run()).toMatchObject({ result: undefined, state: { foo: "f" } });
  });

  it.each(
    ["text", 7, null, [1]].flatMap((result) =>
      [...forms([result, { foo: "f" }]), ...pairForms([result, { foo: "f" }])].map((one) => ({ ...one, result })),
    ),
  )("33: cannot have the result $result, which is no object ($form)", async ({ action }) => {
    await expectRefusal(action, failure("invalid-result", 'Action "act"', "non-object", "[result, update]"));
  });

  it.each(
    ["text", 7, null, [], [{}], [{}, { foo: "f" }, 1]].flatMap((end) => forms(end).map((one) => ({ ...one, end }))),
  )("34: cannot be $end, which is neither an update nor a pair ($form)", async ({ action }) => {
    await expectRefusal(action, failure("invalid-output", 'Action "act"', "must return either", "[result, update]"));
  });

  it.each(forms([{}, "text"]))("34: cannot be a pair whose update is none ($form)", async ({ action }) => {
    await expectRefusal(action, failure("invalid-output", 'Action "act"', "must return either"));
  });

  it.each(forms(undefined).filter(({ form }) => !form.includes("generator")))(
    "34: cannot be nothing ($form)",
    async ({ action }) => {
      await expectRefusal(action, failure("invalid-output", "It returned nothing"));
    },
  );

  it.each([...forms({}), ...forms([{}, {}]), ...pairForms([{}, {}])])(
    "35: must write what is declared ($form)",
    async ({ action }) => {
      await expectRefusal(action, failure("missing-write", 'Action "act"', "missing write keys", '"foo"', "mayWrite"));
    },
  );

  it.each([...forms({ foo: "f", typo: 1 }), ...pairForms([{}, { foo: "f", typo: 1 }])])(
    "cannot write what is not declared ($form)",
    async ({ action }) => {
      await expectRefusal(action, failure("undeclared-write", 'Action "act"', '"typo"', '"foo"'));
    },
  );

  it.each([new Error("returned"), new Date(0), new Map([["foo", 1]]), new Set(), /x/])(
    "34: cannot be an object that is no record, such as %s",
    async (end) => {
      const act = b.action({ reads: [], writes: [], mayWrite: ["foo"], run: () => end as never });
      await expectRefusal(act, failure("invalid-output", 'Action "act"', "must return either"));
    },
  );

  it("is not mistaken for a stream when it only has iterable parts", async () => {
    const act = b.action({ reads: [], writes: [], run: () => [{ items: new Set([1]), map: new Map() }, {}] });
    expect((await appOf(act).run()).result).toEqual({ items: new Set([1]), map: new Map() });
  });

  it("may come from anything that can be awaited", async () => {
    const thenable = {
      // oxlint-disable-next-line unicorn/no-thenable -- what is tested
      then: (resolve: (value: unknown) => void): void => {
        resolve({ foo: "f" });
      },
    };
    expect(await appOf(b.action({ ...contract, run: () => thenable as never })).run()).toMatchObject({
      state: { foo: "f" },
    });
  });
});

describe("a stream that breaks the protocol", () => {
  it.each(forms(undefined).filter(({ form }) => form.includes("generator")))(
    "99: without a final says that the final is returned ($form)",
    async ({ action }) => {
      await expectRefusal(action, failure("no-final", 'action "act"', "must return its final"));
    },
  );

  it.each([...pairForms([2, null]), ...pairForms([2, undefined])])(
    "99: without a final pair says what the last yield is ($form)",
    async ({ action }) => {
      await expectRefusal(action, failure("no-final", 'action "act"', "The last yield must be [result, update]"));
    },
  );

  it.each(["text", { response: "x" }, [1], [1, null, 2], null, undefined].flatMap((item) => pairForms(item)))(
    "99: with an item that is no pair explains the pairs ($form)",
    async ({ action }) => {
      await expectRefusal(
        action,
        failure("not-a-pair", 'Action "act"', "[chunk, null]", "[result, update]", "b.action()"),
      );
    },
  );

  it("99: with an item after the final says that the final comes last", async () => {
    const act = b.streamingAction({
      ...contract,
      *run() {
        yield [{}, { foo: "f" }] as const;
        yield [1, null] as const;
      },
    });
    await expectRefusal(act, failure("item-after-final", 'Action "act"', "yield it last"));
  });

  it("99: that is empty says that there is no final", async () => {
    // @ts-expect-error -- the types refuse it too
    const act = b.streamingAction({ ...contract, async *run() {} });
    await expectRefusal(act, failure("no-final", 'action "act"'));
  });
});
