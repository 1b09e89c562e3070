import { describe, expect, it } from "vitest";
import { burr, type HookEvent, onError } from "../index.ts";
import { boom, failure } from "../testing/counter-app.ts";

interface Trip {
  booked: string[];
  city: string;
  log: string[];
}
const b = burr<Trip>();

/** Books three cities, then pays, which fails. Nothing of `plan` has to be undone. */
function trip(options: { readonly failsAt?: string; readonly more?: object } = {}) {
  const cities = ["Rome", "Oslo", "Bern"];
  let isDown = options.failsAt !== undefined;
  const plan = b.action({ reads: [], writes: ["log"], run: (state) => state.append({ log: "planned" }) });
  const book = b.action({
    reads: ["booked"],
    writes: ["city", "booked"],
    run: (state) => {
      const city = cities[state.booked.length] ?? "";
      return state.update({ city }).append({ booked: city });
    },
    undo(state, { state: then }) {
      if (isDown && then.city === options.failsAt) {
        isDown = false;
        throw boom;
      }
      return { booked: state.booked.filter((city) => city !== then.city) };
    },
  });
  const pay = b.action({ reads: [], writes: ["log"], run: (): { log: string[] } => { throw new Error("declined"); } }); // prettier-ignore
  return b.application({
    actions: { plan, book, pay },
    transitions: [
      ["plan", "book"],
      ["book", "book", b.check(["booked"], ({ booked }) => booked.length < 3, "more")],
      ["book", "pay"],
    ],
    entrypoint: "plan",
    state: { booked: [], log: [] },
    ...options.more,
  });
}

describe("app.compensate()", () => {
  it("calls undo for each commit in reverse, with what that commit has left; then the first undone action is next", async () => {
    const app = trip();
    await expect(app.run()).rejects.toThrow("declined");
    const { undone, state } = await app.compensate();
    expect(undone.map(({ action, sequenceId }) => [action, sequenceId])).toEqual([["book", 3], ["book", 2], ["book", 1]]); // prettier-ignore
    expect(state).toMatchObject({ booked: [], log: ["planned"] });
    expect(app.nextAction).toBe("book");
    expect((await app.compensate()).undone).toEqual([]);
  });

  it("can be gone on from when an undo fails: what was undone stays so", async () => {
    const app = trip({ failsAt: "Oslo" });
    await expect(app.run()).rejects.toThrow("declined");
    await expect(app.compensate()).rejects.toBe(boom);
    expect(app.state.booked).toEqual(["Rome", "Oslo"]);
    expect((await app.compensate()).undone.map(({ sequenceId }) => sequenceId)).toEqual([2, 1]);
  });

  it("runs each undo as a step of its own, for hooks too; without anything to undo it does nothing", async () => {
    const reports: unknown[] = [];
    const methods: string[] = [];
    const hooks = [
      {
        preRunExecuteCall: ({ method }: HookEvent<"preRunExecuteCall">) => void methods.push(method),
        postRunStep: ({ action, sequenceId, role }: HookEvent<"postRunStep">) => void reports.push([action, sequenceId, role]), // prettier-ignore
      },
    ];
    const app = trip({ more: { hooks } });
    expect((await app.compensate()).undone).toEqual([]);
    await app.run({ maxSteps: 2 });
    await app.compensate();
    expect(reports).toEqual([["plan", 0, undefined], ["book", 1, undefined], ["book", 2, "undo"]]); // prettier-ignore
    expect(methods).toEqual(["compensate", "run", "compensate"]);
  });

  it("lets the run be gone on with afterwards", async () => {
    const app = trip();
    await app.run({ maxSteps: 3 });
    await app.compensate();
    await app.run({ maxSteps: 2 });
    expect(app.state.booked).toEqual(["Rome", "Oslo"]);
    expect((await app.compensate()).undone).toHaveLength(2);
  });

  it("tries an undo again by the action's retry, and holds it to the keys of its action", async () => {
    let calls = 0;
    const appOf = (undo: (state: never) => unknown) => {
      const act = b.action({ reads: [], writes: ["city"], retry: { attempts: 2, baseMs: 0 }, run: () => ({ city: "Rome" }), undo: undo as () => void }); // prettier-ignore
      return b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    };
    const flaky = appOf(() => {
      calls += 1;
      if (calls === 1) throw boom;
    });
    await flaky.run();
    expect((await flaky.compensate()).undone).toHaveLength(1);
    const wrong = appOf(() => ({ log: [] }));
    await wrong.run();
    await expect(wrong.compensate()).rejects.toThrow(failure("undeclared-write", 'undo of action "act"', '"log"'));
  });

  it("keeps what an undo does once apart from what its action did", async () => {
    const calls: string[] = [];
    const book = b.action({
      reads: ["booked"],
      writes: ["booked"],
      async run(state, _inputs, ctx) {
        calls.push(await ctx.once("call", () => `book ${state.booked.length}`));
        if (state.booked.length === 2) throw boom;
        return state.append({ booked: "x" });
      },
      async undo(_state, { sequenceId }, ctx) {
        calls.push(await ctx.once("call", () => `cancel ${sequenceId}`));
      },
    });
    const app = b.application({ actions: { book }, transitions: [["book", "book"]], entrypoint: "book", state: { booked: [] } }); // prettier-ignore
    await expect(app.run()).rejects.toBe(boom);
    await app.compensate();
    expect(calls).toEqual(["book 0", "book 1", "book 2", "cancel 1", "cancel 0"]);
  });

  it("stops behind the undo in flight when it is drained; another call goes on", async () => {
    let isDraining = false;
    const drain = (): void => {
      if (isDraining) void app.drain();
    };
    const app: ReturnType<typeof trip> = trip({ more: { hooks: [{ preRunStep: drain }] } });
    await app.run({ maxSteps: 4 });
    isDraining = true;
    expect(await app.compensate()).toMatchObject({ stopped: "halted", undone: [{ sequenceId: 3 }] });
    isDraining = false;
    expect(await app.compensate()).toMatchObject({ stopped: "end", undone: [{ sequenceId: 2 }, { sequenceId: 1 }] });
  });

  it("works inside middleware also where undo returns nothing, and is not held to the limits of runs", async () => {
    const undone: string[] = [];
    const act = b.action({ reads: [], writes: ["city"], run: () => ({ city: "Rome" }), undo: () => void undone.push("Rome") }); // prettier-ignore
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: {}, use: [(_step, next) => next()], defaults: { maxSteps: 2 } }); // prettier-ignore
    await app.run();
    await app.run();
    expect((await app.compensate()).undone).toHaveLength(4);
    expect(undone).toHaveLength(4);
  });

  it("lets transitions on error count anew", async () => {
    let isDown = true;
    const first = b.action({ reads: [], writes: ["city"], run: () => ({ city: "Rome" }), undo: () => {} });
    const flaky = b.action({ reads: [], writes: ["log"], run: (state) => { if (isDown) throw boom; return state.append({ log: "up" }); } }); // prettier-ignore
    const app = b.application({
      actions: { first, flaky },
      transitions: [
        ["first", "flaky"],
        ["flaky", "flaky", onError(Error, { max: 2 })],
      ],
      entrypoint: "first",
      state: { log: [] },
    });
    await expect(app.run()).rejects.toBe(boom);
    await app.compensate();
    const before = app.sequenceId;
    await expect(app.run()).rejects.toBe(boom);
    expect(app.sequenceId - before).toBe(4); // first, and flaky three times
    isDown = false;
    await app.run();
    expect(app.state.log).toEqual(["up"]);
  });

  it("stops at an abort, between two undos", async () => {
    const controller = new AbortController();
    const abort = ({ role }: HookEvent<"postRunStep">): void => {
      if (role === "undo") controller.abort(new Error("enough"));
    };
    const app = trip({ more: { hooks: [{ postRunStep: abort }] } });
    await app.run({ maxSteps: 4 });
    await expect(app.compensate({ signal: controller.signal })).rejects.toThrow("enough");
    expect(app.state.booked).toHaveLength(2);
  });
});

describe("after compensate()", () => {
  it("the action whose commit was undone is next, also if the state would now choose another", async () => {
    const first = b.action({ reads: [], writes: ["city"], run: () => ({ city: "Rome" }) });
    const book = b.action({ reads: [], writes: ["city"], run: () => ({ city: "Oslo" }), undo: () => {} });
    const other = b.action({ reads: [], writes: [], run: () => ({}) });
    const app = b.application({
      actions: { first, book, other },
      transitions: [
        ["first", "book", b.check(["city"], ({ city }) => city === "Rome", "in Rome")],
        ["first", "other"],
      ],
      entrypoint: "first",
      state: {},
    });
    await app.run();
    await app.compensate();
    expect(app.state.city).toBe("Oslo"); // its undo has left it so
    expect(app.nextAction).toBe("book");
  });
});
