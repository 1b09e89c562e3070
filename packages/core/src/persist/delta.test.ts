import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import type { Operation } from "../state/operations.ts";
import { memoryStore, persisterOn } from "./index.ts";

const b = burr<Record<"a" | "b" | "n", unknown> & Record<"list" | "more", readonly unknown[]>>();
const key = { appId: "app", partitionKey: null };

const value = fc.oneof(fc.string({ maxLength: 200 }), fc.integer(), fc.bigInt(), fc.date(), fc.constant(undefined), fc.constant(Number.NaN), fc.dictionary(fc.string(), fc.string()), fc.array(fc.string())); // prettier-ignore
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant("set" as const), key: fc.constantFrom("a", "b"), value }),
  fc.record({ op: fc.constant("set" as const), key: fc.constantFrom("list", "more"), value: fc.array(value) }),
  fc.record({ op: fc.constant("append" as const), key: fc.constantFrom("list", "more"), value }),
  fc.record({ op: fc.constant("extend" as const), key: fc.constantFrom("list", "more"), value: fc.array(value) }),
  fc.record({ op: fc.constant("increment" as const), key: fc.constant("n"), value: fc.integer() }),
  fc.record({ op: fc.constant("delete" as const), key: fc.constantFrom("a", "b", "list", "n") }),
);

/** Runs one step per list of operations, over a store; `keep` spreads lists, as `[...list, item]` does. */
async function run(steps: readonly (readonly Operation[])[]) {
  const store = memoryStore();
  const persister = persisterOn(store);
  let todo: readonly Operation[] = [];
  const act = b.action({
    reads: ["list"],
    writes: [],
    mayWrite: ["a", "b", "list", "more", "n"],
    run: (state) => {
      type Loose = Record<"update" | "append" | "extend" | "increment" | "delete", (...all: unknown[]) => Loose>;
      let now = state as unknown as Loose;
      for (const one of todo) {
        if (one.op === "delete") now = now.delete(one.key);
        else now = now[one.op === "set" ? "update" : one.op]({ [one.key]: one.value });
      }
      const done: object = now;
      return done;
    },
  });
  const proofs = { "unassigned-read": "off" } as const; // the operations do without
  const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: {}, appId: "app", persister, proofs }); // prettier-ignore
  const states: unknown[] = [];
  for (todo of steps) {
    await app.step();
    states.push(app.state.toJSON());
  }
  return { store, persister, states };
}

describe("stored deltas", () => {
  it("give every state that the run has been in, exactly", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(operation, { maxLength: 6 }), { minLength: 1, maxLength: 12 }),
        async (steps) => {
          const { persister, states } = await run(steps);
          for (const [sequenceId, state] of states.entries()) {
            const loaded = await persister.load({ appId: "app", sequenceId });
            expect(isDeepStrictEqual({ ...loaded?.state }, state)).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("hold what was written and no more, also where a list was replaced by itself and an item", async () => {
    const { store, persister } = await run([
      [{ op: "set", key: "list", value: ["a".repeat(500)] }],
      ...Array.from({ length: 50 }, (): Operation[] => [{ op: "append", key: "more", value: "b" }]),
    ]);
    const grow = b.action({
      reads: ["list"],
      writes: ["list"],
      run: ({ list }) => ({ list: [...(list as string[]), "c"] }),
    });
    const app = await b.app().withActions({ grow }).withTransitions(["grow", "grow"]).withIdentifiers({ appId: "app" })
      .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "grow", resumeAtNextAction: false }).withPersister(persister).build(); // prettier-ignore
    await app.step();
    const [row] = (await store.readRange(key, 0, 999)).slice(-1);
    expect(row?.delta).toBe('[["extend","list",["c"]]]');
    expect((await persister.load({ appId: "app" }))?.state["list"]).toEqual(["a".repeat(500), "c"]);
  });

  it("leave out what a later operation of the step made void", async () => {
    const { store } = await run([
      [{ op: "set", key: "a", value: 1 }, { op: "append", key: "list", value: 1 }, { op: "set", key: "a", value: 2 }, { op: "delete", key: "list" }], // prettier-ignore
    ]);
    expect((await store.readRange(key, 1, 1))[0]?.delta).toBe('[["set","a",2],["delete","list"]]');
  });

  it("are followed by a snapshot where they outweigh the last one, so that all snapshots together stay small", async () => {
    const { store } = await run(Array.from({ length: 400 }, (): Operation[] => [{ op: "append", key: "list", value: "x".repeat(200) }])); // prettier-ignore
    let deltas = 0;
    let snapshots = 0;
    for (let index = 0; index <= 400; index += 1) {
      const [first] = await store.readRows(key, index - 1);
      if (first?.index === index) snapshots += first.snapshot?.length ?? 0;
      deltas += (await store.readRange(key, index, index))[0]?.delta.length ?? 0;
    }
    expect(snapshots).toBeGreaterThan(0);
    expect(snapshots).toBeLessThan(deltas);
  });

  it("of keys with a codec of their own are whole values, in the form that it gives them", async () => {
    const store = memoryStore();
    const keys = { list: { encode: (list: unknown) => (list as string[]).join("|"), decode: (text: unknown) => String(text).split("|") } }; // prettier-ignore
    const persister = persisterOn(store, { keys });
    const add = b.action({
      reads: [],
      writes: ["list"],
      run: (state) => state.append({ list: "x" }).append({ list: "y" }),
    });
    const app = b.application({ actions: { add }, transitions: [["add", "add"]], entrypoint: "add", state: { list: ["w"] }, appId: "app", persister }); // prettier-ignore
    await app.step();
    expect((await store.readRange(key, 1, 1))[0]?.delta).toBe('[["code","list","w|x|y"]]');
    expect((await persister.load({ appId: "app" }))?.state).toEqual({ list: ["w", "x", "y"] });
    await expect(persisterOn(store).load({ appId: "app" })).rejects.toMatchObject({ code: "unreadable-value", message: expect.stringContaining('"list"') as string }); // prettier-ignore
  });

  it("that a backend could not hold are refused, and the largest keys named", async () => {
    const persister = persisterOn(memoryStore(), { maxStateBytes: 5000 });
    const grow = b.action({ reads: [], writes: ["a", "list"], run: (state) => state.append({ list: "é".repeat(300) }).update({ a: 1 }) }); // prettier-ignore
    const app = b.application({ actions: { grow }, transitions: [["grow", "grow"]], entrypoint: "grow", state: {}, appId: "app", persister }); // prettier-ignore
    await expect(app.run()).rejects.toMatchObject({
      code: "state-too-large",
      details: { keys: ["list", "a"], limitBytes: 5000 },
      message: expect.stringMatching(/^Action "grow" .*"list" \([\d,]+ bytes\)/) as string,
    });
    expect((await persister.load({ appId: "app" }))?.status).toBe("failed");
  });
});
