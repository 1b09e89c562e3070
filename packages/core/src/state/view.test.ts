import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { burr, type Hooks } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  read: string;
  absent: string;
  hidden: string;
  written: string;
  maybe: string;
  n: number;
  xs: readonly string[];
}

const b = burr<Things>();
const initial: Partial<Things> = { read: "r", hidden: "h", n: 1, xs: ["a"] };

/** Runs `work` as an action that reads read, absent and xs, and may write written, maybe, n and xs. */
function act(work: (state: ReturnType<typeof viewType>) => unknown): Partial<Things> {
  const action = b.action({
    reads: ["read", "absent", "xs"],
    writes: [],
    mayWrite: ["written", "maybe", "n", "xs", "constructor" as never],
    run: (state) => (work(state as never) ?? {}) as never, // whatever an untyped caller returns
  });
  const app = b.application({
    actions: { look: action, other: b.action({ reads: [], writes: [], mayWrite: ["absent"], run: () => ({}) }) },
    transitions: [],
    entrypoint: "look",
    state: initial,
    proofs: { "unassigned-read": "off" }, // what an absent key looks like is tested below
  });
  return app.runSync().state.toJSON();
}

// As an untyped caller sees a state: every key, every operation.
declare function viewType(): Record<keyof Things | "then" | "constructor", unknown> &
  Record<"update" | "append" | "extend" | "increment" | "delete" | "get", (...values: unknown[]) => never>;

describe("the state that an action sees", () => {
  it("has the declared keys; one that is absent is undefined", () => {
    act((state) => {
      expect(state.read).toBe("r");
      expect(state.absent).toBeUndefined();
      expect(state.get("absent", "fallback")).toBe("fallback");
      expect("read" in state).toBe(true);
      expect("absent" in state).toBe(false);
    });
  });

  it.each(["hidden", "n", "typo", "constructor", "toString", "__proto__", "hasOwnProperty"])(
    "throws on the undeclared key %s, also through get()",
    (key) => {
      act((state) => {
        const read = failure("undeclared-read", 'Action "look"', `"${key}"`, "`reads`", '"read"');
        expect(() => state[key as "read"]).toThrow(read);
        expect(() => state.get(key)).toThrow(read);
        expect(() => state.get(key, "fallback")).toThrow(read);
        expect(key in state).toBe(false);
      });
    },
  );

  it("never throws on symbols, then and toJSON, so that it can be awaited and printed", async () => {
    const seen: unknown[] = [];
    act((state) => {
      seen.push(state);
      expect(state.then).toBeUndefined();
      expect(state[Symbol.iterator as never]).toBeUndefined();
      expect(state[Symbol.toPrimitive as never]).toBeUndefined();
      expect(Object.prototype.toString.call(state)).toBe("[object Object]");
    });
    expect(await seen[0]).toBe(seen[0]);
    expect(inspect(seen[0])).toBe("{ read: 'r', xs: [ 'a' ] }");
  });

  it("spreads and serializes to its readable keys", () => {
    act((state) => {
      expect({ ...state }).toStrictEqual({ read: "r", xs: ["a"] });
      expect(Object.keys(state)).toEqual(["read", "xs"]);
      expect(JSON.stringify(state)).toBe('{"read":"r","xs":["a"]}');
      expect(JSON.stringify({ state: state.update({ written: "w" }) })).toBe(
        '{"state":{"read":"r","xs":["a"],"written":"w"}}',
      );
    });
  });

  it("lets an action read what it wrote in this step", () => {
    act((state) => {
      const next = state.update({ written: "w" }) as typeof state;
      expect(next.written).toBe("w");
      expect(next.get("written")).toBe("w");
      expect("written" in next).toBe(true);
      expect(() => state.written).toThrow(failure("undeclared-read"));
      return next;
    });
  });

  it("refuses assignment, deletion and redefinition, and says what to do instead", () => {
    act((state) => {
      const refusal = failure("read-only-state", 'Action "look"', "state.read", "return a patch");
      expect(() => {
        state.read = "x";
      }).toThrow(refusal);
      expect(() => {
        delete (state as Partial<typeof state>).read;
      }).toThrow(refusal);
      expect(() => Object.defineProperty(state, "read", { value: "x" })).toThrow(refusal);
      expect(() => Reflect.setPrototypeOf(state, null)).toThrow(failure("read-only-state"));
      expect(() => Object.freeze(state)).toThrow(failure("read-only-state", 'Action "look"', "state.toJSON()"));
      expect(() => state.update({ maybe: state })).toThrow(failure("read-only-state", 'Action "look"', "toJSON()"));
    });
  });

  it("refuses to write an undeclared key with any operation, and names all such keys", () => {
    act((state) => {
      const refusal = failure("undeclared-write", 'Action "look"', '"hidden", "read"', "`writes`", "`mayWrite`");
      expect(() => state.update({ hidden: "x", read: "y", maybe: "fine" })).toThrow(refusal);
      for (const operation of ["append", "extend", "increment"] as const) {
        expect(() => state[operation]({ hidden: "x", read: "y" })).toThrow(refusal);
      }
      expect(() => state.delete("hidden", "read")).toThrow(refusal);
      expect(() => state.update(JSON.parse('{ "__proto__": 1 }'))).toThrow(failure("undeclared-write", "__proto__"));
    });
  });

  it("needs no read for an operation: it is applied to the committed value", () => {
    expect(act((state) => state.increment({ n: 2 }))).toEqual({ ...initial, n: 3 });
  });

  it("records several operations in order", () => {
    const after = act((state) => {
      const one = state.append({ xs: "b" }) as typeof state;
      const two = one.extend({ xs: ["c"] }) as typeof state;
      const three = two.update({ maybe: "m", written: "w" }) as typeof state;
      expect(two.xs).toEqual(["a", "b", "c"]);
      return three.delete("maybe");
    });
    expect(after).toEqual({ ...initial, xs: ["a", "b", "c"], written: "w" });
  });

  it("says what is wrong when an operation is called without its state", () => {
    act((state) => {
      const { update } = state;
      expect(() => update({ written: "w" })).toThrow(/state\.update\(…\)/);
    });
  });

  it("takes keys that are names of Object's methods", () => {
    expect(act((state) => state.increment({ constructor: 2 })).constructor).toBe(2);
    act((state) => {
      const next = state.increment({ constructor: 2 }) as typeof state;
      expect(next.constructor).toBe(2);
    });
  });
});

describe("the writes of an action", () => {
  const missing = (...keys: string[]) =>
    failure("missing-write", 'Action "act"', keys.map((key) => `"${key}"`).join(", "));

  function run(output: (state: never) => unknown, state: Partial<Things> = {}) {
    const action = b.action({
      reads: [],
      writes: ["written", "n"],
      mayWrite: ["maybe"],
      run: (view) => output(view as never) as never, // whatever an untyped caller returns
    });
    const deltas: unknown[] = [];
    const hooks: Hooks = { postRunStep: ({ delta }) => void deltas.push(delta) };
    const app = b.application({ actions: { act: action }, transitions: [], entrypoint: "act", state, hooks: [hooks] });
    return { ...app.runSync(), deltas };
  }

  type Ops = ReturnType<typeof viewType>;

  it("35: must include every key of `writes`, also when the state had it before", () => {
    expect(() => run(() => ({ written: "w" }))).toThrow(missing("n"));
    expect(() => run(() => ({}), { written: "old", n: 1 })).toThrow(missing("written", "n"));
    expect(() => run((state: Ops) => state, { written: "old", n: 1 })).toThrow(missing("written", "n"));
    expect(() => run((state: Ops) => state.update({ maybe: "m" }))).toThrow(missing("written", "n"));
  });

  it("may include keys of `mayWrite`, or not", () => {
    expect(run(() => ({ written: "w", n: 1 })).state.toJSON()).toEqual({ written: "w", n: 1 });
    expect(run(() => ({ written: "w", n: 1, maybe: "m" })).state.toJSON()).toEqual({ written: "w", n: 1, maybe: "m" });
  });

  it("36: may delete a key, which counts as writing it; it is gone from the application's state", () => {
    const { state, deltas } = run((view: Ops) => (view.update({ n: 1 }) as Ops).delete("written"), { written: "old" });
    expect(state.toJSON()).toEqual({ n: 1 });
    expect(deltas).toEqual([
      [
        { op: "set", key: "n", value: 1 },
        { op: "delete", key: "written" },
      ],
    ]);
  });

  it("37: change declared keys and leave all others as they were", () => {
    const { state } = run(() => [{ anything: 1 }, { written: "w", n: 1 }], { hidden: "stays", maybe: "stays" });
    expect(state.toJSON()).toEqual({ hidden: "stays", maybe: "stays", written: "w", n: 1 });
  });

  it("cannot include an undeclared key in a patch", () => {
    expect(() => run(() => ({ written: "w", n: 1, hidden: "x" }))).toThrow(failure("undeclared-write", '"hidden"'));
  });

  it("belong to the state of this very step", () => {
    let kept: unknown;
    const keep = (state: Ops): unknown => (kept = state.update({ written: "w", n: 1 }));
    run(keep);
    expect(() => run(() => kept)).toThrow(failure("foreign-state", 'Action "act"', "another step"));
  });

  it("are undone together when the action throws half-way", () => {
    const action = b.action({
      reads: [],
      writes: ["written"],
      run(state): { written: string } {
        state.update({ written: "half" });
        throw new Error("boom");
      },
    });
    const app = b.application({ actions: { act: action }, transitions: [], entrypoint: "act", state: {} });
    expect(() => app.runSync()).toThrow("boom");
    expect(app.state.toJSON()).toEqual({});
  });
});
