import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDelta, burr, type Data, type Hooks, memoryJournal, type Operation } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  a: unknown;
  b: unknown;
  xs: unknown[];
  ys: unknown[];
  n: number;
}

const b = burr<Things>();
const value = fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer(), { maxLength: 3 }), fc.constant(undefined));
const list = fc.array(value, { maxLength: 3 });

/** One call of one operation, on one or several keys. */
const call = fc.oneof(
  fc.record({ op: fc.constant("update"), patch: fc.record({ a: value, b: value, xs: list }, { requiredKeys: [] }) }),
  fc.record({ op: fc.constant("append"), patch: fc.record({ xs: value, ys: value }, { requiredKeys: [] }) }),
  fc.record({ op: fc.constant("extend"), patch: fc.record({ xs: list, ys: list }, { requiredKeys: [] }) }),
  fc.record({ op: fc.constant("increment"), patch: fc.record({ n: fc.integer() }) }),
  fc.record({ op: fc.constant("delete"), patch: fc.subarray(["a", "b", "xs", "ys", "n"]) }),
);
type Call = { readonly op: string; readonly patch: object };
interface Loose {
  update(patch: object): Loose;
  append(patch: object): Loose;
  extend(patch: object): Loose;
  increment(patch: object): Loose;
  delete(...keys: string[]): Loose;
}

function applyCalls<TState>(state: TState, calls: readonly Call[]): TState {
  return calls.reduce((current, { op, patch }) => {
    if (op === "delete") return current.delete(...(patch as string[]));
    return current[op as "update"](patch);
  }, state as Loose) as TState; // the same kind of state
}

/** An application whose every step makes the next of these lists of calls. */
function scripted(steps: readonly (readonly Call[])[], initial: Partial<Things>, freeze: boolean) {
  let next = 0;
  const keys = ["a", "b", "xs", "ys", "n"] as const;
  const play = b.action({
    reads: [],
    writes: [],
    mayWrite: keys,
    run: (state) => applyCalls(state, steps[next++] ?? []),
  });
  const deltas: (readonly Operation[])[] = [];
  const states: Partial<Things>[] = [];
  const hooks: Hooks = {
    postRunStep({ delta, state }) {
      deltas.push(delta);
      states.push(state.toJSON());
    },
  };
  const journal = memoryJournal();
  const app = b.application({
    actions: { play },
    transitions: [["play", "play", b.check([], () => next < steps.length, "more")]],
    entrypoint: "play",
    state: initial as never, // any part of `Things`
    hooks: [hooks],
    journal,
    freeze,
  });
  return { app, deltas, states, journal };
}

const script = fc.array(fc.array(call, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
const start = fc.record({ a: value, xs: list, n: fc.integer() }, { requiredKeys: [] });

describe("the recorded delta", () => {
  it("leads from the state before a step to the state after it, for all operations", () => {
    fc.assert(
      fc.property(script, start, fc.boolean(), (steps, initial, freeze) => {
        const { app, deltas, states } = scripted(steps, initial, freeze);
        app.runSync();
        let data: Data = { ...initial };
        for (const [index, delta] of deltas.entries()) {
          data = applyDelta(data, delta, freeze);
          expect(data).toStrictEqual(states[index]);
        }
        expect(deltas).toHaveLength(steps.length);
      }),
    );
  });

  it("is also what the journal has, and what a whole history leads from", () => {
    fc.assert(
      fc.property(script, start, (steps, initial) => {
        const { app, journal } = scripted(steps, initial, true);
        app.runSync();
        const all = journal.records.flatMap((record) => (record.type === "step-ended" ? record.delta : []));
        expect(applyDelta(initial, all, true)).toStrictEqual(app.state.toJSON());
      }),
    );
  });

  it("survives JSON where the values do", () => {
    const { app, deltas } = scripted([[{ op: "append", patch: { xs: { deep: [1] } } }]], { xs: [0] }, true);
    app.runSync();
    const received = JSON.parse(JSON.stringify(deltas[0])) as Operation[]; // a delta, as it went over a wire
    expect(received).toEqual([{ op: "append", key: "xs", value: { deep: [1] } }]);
    expect(applyDelta({ xs: [0] }, received, true)).toEqual({ xs: [0, { deep: [1] }] });
  });

  it("is applied without touching what it is applied to", () => {
    const base = Object.freeze({ xs: Object.freeze([1]), n: 1 });
    const delta: Operation[] = [
      { op: "extend", key: "xs", value: [2, 3] },
      { op: "increment", key: "n", value: 2 },
      { op: "delete", key: "absent" },
    ];
    expect(applyDelta(base, delta, false)).toStrictEqual({ xs: [1, 2, 3], n: 3 });
    expect(base).toEqual({ xs: [1], n: 1 });
  });

  it("refuses keys that no state has, so that it cannot reach a prototype", () => {
    const delta: Operation[] = [{ op: "set", key: "__proto__", value: { bad: true } }];
    expect(() => applyDelta({}, delta, false)).toThrow(failure("invalid-key", "delta", "__proto__"));
  });
});

describe("older states", () => {
  it("never change, whatever is made of them", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), call), { maxLength: 20 }), start, (moves, initial) => {
        const { app } = scripted([], initial, true);
        const states = [app.state];
        const copies = [structuredClone(app.state.toJSON())];
        for (const [from, one] of moves) {
          const made = applyCalls(states[from % states.length]!, [one]);
          states.push(made);
          copies.push(structuredClone(made.toJSON()));
        }
        expect(states.map((state) => state.toJSON())).toStrictEqual(copies);
      }),
    );
  });

  it("share the values that a step did not write", () => {
    const kept = { deep: [1, 2, 3] };
    const { app } = scripted([[{ op: "update", patch: { b: 1 } }]], { a: kept }, true);
    const { state } = app.runSync();
    expect(state.a).toBe(kept);
  });
});
