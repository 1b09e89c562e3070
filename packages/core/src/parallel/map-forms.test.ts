import { describe, expect, it } from "vitest";
import { type Action, burr, input, type HookEvent, type Hooks } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Sums {
  a: number;
  b: number;
  n: number;
  out: number;
  outs: number[];
  states: { n: number }[];
}
const b = burr<Sums>();

/** As in Burr's own tests: each form takes an action, a bound action and a graph alike. */
const plus = b.action({ reads: ["n"], writes: ["out"], inputs: { by: input<number>() }, run: ({ n }, { by }) => ({ out: n + by }) }); // prettier-ignore
const thousand = plus.bind({ by: 1000 });
const twoThousand = plus.bind({ by: 2000 }).withName("two");
const three = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 3000 }) });
const store = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n }) });
const threeThousand = b.app().withActions({ three, store }).withTransitions(["three", "store"]).withEntrypoint("three").withState({ n: 0 }); // prettier-ignore

const reduce = (_state: unknown, results: readonly { readonly state: { readonly out?: number } }[]) => ({ outs: results.map(({ state }) => state.out ?? 0) }); // prettier-ignore
const contract = { reads: ["n"], writes: ["outs"] } as const;

/** What the application of one action comes to, and the ids of its children. */
async function run(all: Action, state: Partial<Sums> = { n: 111 }) {
  const children: HookEvent<"postApplicationCreate">[] = [];
  const hooks: Hooks = { postApplicationCreate: (event) => void children.push(event) };
  const app = burr<Sums>().application({ actions: { all }, transitions: [], entrypoint: "all", state: state as never, hooks: [hooks] }); // prettier-ignore
  await app.run();
  return { outs: (app.state as Partial<Sums>).outs, ids: new Set(children.slice(1).map(({ appId }) => appId)).size };
}

describe("b.mapActions()", () => {
  it("126, 131: gives results in the order of the actions; each begins with what the step reads", async () => {
    const form = b.mapActions({ ...contract, actions: () => [thousand, twoThousand, threeThousand], reduce });
    expect(await run(form)).toEqual({ outs: [1111, 2111, 3111], ids: 3 });
  });

  it("begins with another state, if it is told one, and passes inputs on that an action declares", async () => {
    const form = b.mapActions({ ...contract, inputs: { by: input<number>() }, actions: () => [plus, store], state: ({ n }) => ({ n: n * 2 }), reduce }); // prettier-ignore
    const app = b.application({ actions: { form }, transitions: [], entrypoint: "form", state: { n: 5 } });
    expect((await app.run({ inputs: { by: 1 } })).state.outs).toEqual([11, 10]);
  });
});

describe("b.mapStates()", () => {
  it.each([
    ["an action", thousand, [1100, 1200, 1300]],
    ["a named action", twoThousand, [2100, 2200, 2300]],
    ["an application", threeThousand, [3100, 3200, 3300]],
  ])("127: gives results in the order of the states, of %s", async (_what, action, outs) => {
    const form = b.mapStates({ ...contract, action, states: () => [{ n: 100 }, { n: 200 }, { n: 300 }], reduce });
    expect(await run(form)).toEqual({ outs, ids: 3 });
  });

  it("takes a graph, where to begin and where to halt", async () => {
    const graph = b.graph({ actions: { three, store }, transitions: [["three", "store"], ["store", "three"]] }); // prettier-ignore
    const form = b.mapStates({ ...contract, action: graph, entrypoint: "three", haltAfter: "store", states: () => [{ n: 1 }], reduce }); // prettier-ignore
    expect((await run(form)).outs).toEqual([3001]);
  });

  it("names tasks by `key`, and needs it where the states come out of an async iterable", async () => {
    const states = async function* states() {
      yield { n: 1 };
    };
    const form = b.mapStates({ ...contract, action: store, states, reduce });
    await expect(run(form)).rejects.toThrow(failure("invalid-option", "`states`", "`key`"));
    const keyed = b.mapStates({ ...contract, action: store, states, key: ({ n }) => `n${n}`, reduce: (_state, [one]) => ({ outs: [Number(one?.key.slice(1))] }) }); // prettier-ignore
    expect((await run(keyed)).outs).toEqual([1]);
  });

  it("says what is wrong with states", async () => {
    const form = (states: () => never) => b.mapStates({ ...contract, action: store, states, reduce });
    await expect(run(form(() => 7 as never))).rejects.toThrow(failure("invalid-option", "`states`", "no list"));
    await expect(run(form(() => [7] as never))).rejects.toThrow(failure("invalid-option", "`states`", "plain object"));
  });
});

describe("b.mapActionsAndStates()", () => {
  it("128, 130: runs each action with each state, all states of the first action first", async () => {
    const form = b.mapActionsAndStates({
      ...contract,
      *actions() {
        yield* [thousand, twoThousand, threeThousand];
      },
      states: () => [{ n: 111 }, { n: 211 }, { n: 311 }],
      reduce,
    });
    expect(await run(form)).toEqual({ outs: [1111, 1211, 1311, 2111, 2211, 2311, 3111, 3211, 3311], ids: 9 });
  });
});
