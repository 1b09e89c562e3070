import { describe, expect, it } from "vitest";
import { type Action, burr, type HookEvent, otherwise } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  n: number;
}

const b = burr<Things>();
const add = b.action({ reads: ["n"], writes: ["n"], tags: ["math", "up"], run: ({ n }) => ({ n: n + 1 }) });
const halve = b.action({ reads: ["n"], writes: ["n"], tags: ["math"], run: ({ n }) => ({ n: n / 2 }) });
const show = b.resultAction("n");

/** As an untyped caller makes a graph. */
const looseGraph = (actions: object, transitions: readonly unknown[]) =>
  b.graph({ actions: actions as { readonly add: typeof add }, transitions: transitions as [] });

describe("a graph", () => {
  it("51: refuses a transition from or to an unknown action, and names it", () => {
    expect(() => looseGraph({ add }, [["ad", "add"]])).toThrow(failure("unknown-action", "source", '"ad"', '"add"'));
    expect(() => looseGraph({ add }, [["add", "ad"]])).toThrow(
      failure("unknown-action", 'from "add"', '"ad"', '"add"'),
    );
    expect(() => looseGraph({ add }, [[["add", "ad", "da"], "add"]])).toThrow(
      failure("unknown-action", '"ad", "da"', '"add"'),
    );
    expect(() => looseGraph({ add }, [["add", "toString"]])).toThrow(failure("unknown-action", '"toString"'));
  });

  it("52: refuses a transition that can never be taken, behind a default one", () => {
    for (const last of [
      ["add", "show"],
      ["add", "show", b.when({ n: 1 })],
    ]) {
      for (const first of [
        ["add", "add"],
        ["add", "add", otherwise],
      ]) {
        expect(() => looseGraph({ add, show }, [first, last])).toThrow(
          failure("invalid-graph", '"add"', '"show"', "redundant", "default last"),
        );
      }
    }
  });

  it("53: refuses no actions, and two actions of one name", () => {
    expect(() => looseGraph({}, [])).toThrow(failure("no-actions", "b.action()"));
    const twice = { actions: { add }, transitions: [] } as const;
    const builder = b.app().withActions({ add: show as unknown as typeof add }); // typed callers cannot do this
    expect(() => builder.withGraph(b.graph(twice) as never)).toThrow(failure("duplicate-action", '"add"'));
    expect(() => builder.withActions({ add } as never)).toThrow(failure("duplicate-action", '"add"'));
    expect(() => builder.withActions(add.withName("add") as never)).toThrow(failure("duplicate-action", '"add"'));
  });

  it("54: takes the first transition whose condition holds", () => {
    const app = b.application({
      actions: { add, halve, show },
      transitions: [
        ["add", "halve", b.check(["n"], ({ n }) => n > 0)],
        ["add", "show", b.check(["n"], ({ n }) => n > 0)],
      ],
      entrypoint: "add",
      state: { n: 0 },
    });
    app.runSync({ haltAfter: "add" });
    expect(app.nextAction).toBe("halve");
  });

  it("55: goes round a cycle", () => {
    const app = b.application({
      actions: { c1: add, c2: add, c3: add },
      transitions: [
        ["c1", "c2"],
        ["c2", "c3"],
        ["c3", "c1"],
      ],
      entrypoint: "c1",
      state: { n: 0 },
    });
    const order = [app.nextAction];
    for (const name of ["c1", "c2", "c3"] as const) {
      app.runSync({ haltAfter: name });
      order.push(app.nextAction);
    }
    expect(order).toEqual(["c1", "c2", "c3", "c1"]);
  });

  it("56: makes one transition per source of a list", () => {
    const graph = b.graph({
      actions: { add, halve, show },
      transitions: [[["add", "halve"], "show", b.when({ n: 1 })]],
    });
    expect(graph.transitions).toMatchObject([
      { from: "add", to: "show", condition: { name: "n=1" } },
      { from: "halve", to: "show", condition: { name: "n=1" } },
    ]);
  });

  it("57: can be built on: the union of actions and transitions, in order", () => {
    const first = b.graph({ actions: { add, halve }, transitions: [["add", "halve", b.when({ n: 1 })]] });
    const second = b.graph({ actions: { show }, transitions: [["show", "show", b.when({ n: 2 })]] });
    const app = b
      .app()
      .withGraph(first)
      .withGraph(second)
      .withTransitions(["add", "show"], ["halve", "add"])
      .withState({ n: 0 })
      .withEntrypoint("add")
      .build();
    expect(Object.keys(app.graph.actions)).toEqual(["add", "halve", "show"]);
    expect(app.graph.transitions.map(({ from, to, condition }) => [from, to, condition.name])).toEqual([
      ["add", "halve", "n=1"],
      ["show", "show", "n=2"],
      ["add", "show", "default"],
      ["halve", "add", "default"],
    ]);
  });

  it("serves many applications, each with its own state", () => {
    const graph = b.graph({ actions: { add }, transitions: [] });
    const [one, two] = [0, 10].map((n) => b.application({ graph, entrypoint: "add", state: { n } }));
    expect([one?.runSync().state.n, two?.runSync().state.n]).toEqual([1, 11]);
    expect(one?.graph.actions["add"]).toBe(add);
  });

  it("58: gives all actions with a tag, and refuses an unknown tag", () => {
    const { getActionsByTag } = b.graph({ actions: { add, halve, show }, transitions: [] });
    expect(getActionsByTag("math")).toEqual(["add", "halve"]);
    expect(getActionsByTag("up")).toEqual(["add"]);
    expect(() => getActionsByTag("typo")).toThrow(failure("unknown-tag", '"typo"', "`tags`"));
    expect(() => getActionsByTag("length")).toThrow(failure("unknown-tag", '"length"'));
  });

  it("may name its actions like methods of Object", () => {
    const actions = { constructor: add, toString: halve, ["__proto__"]: show } as unknown as Record<"a", Action>;
    const graph = b.graph({ actions, transitions: [["constructor" as "a", "__proto__" as "a"]] });
    const app = b.application({ graph, entrypoint: "constructor" as "a", state: { n: 1 } });
    expect(Object.keys(graph.actions)).toEqual(["constructor", "toString", "__proto__"]);
    expect((app as { runSync(): object }).runSync()).toMatchObject({
      stopped: "end",
      action: "__proto__",
      result: { n: 2 },
    });
  });
});

describe("the choice of the next action", () => {
  type Decided = HookEvent<"postTransition">;

  function decided(state: Things) {
    const decisions: Decided[] = [];
    let evaluations = 0;
    const counted = b.check(["n"], ({ n }) => (evaluations += 1) > 0 && n > 100, "big");
    const app = b.application({
      actions: { add, halve, show },
      transitions: [
        ["add", "halve", counted],
        ["add", "show", b.when({ n: 2 })],
      ],
      entrypoint: "add",
      state,
      appId: "app-1",
      hooks: [{ postTransition: (event) => void decisions.push(event) }],
    });
    return { app, decisions, evaluations: () => evaluations };
  }

  it("is reported with every condition that was tried, in order, with its keys and result", () => {
    const { app, decisions } = decided({ n: 1 });
    app.runSync();
    expect(decisions).toEqual([
      {
        appId: "app-1",
        partitionKey: null,
        sequenceId: 0,
        from: "add",
        to: "show",
        tried: [
          { to: "halve", condition: "big", reads: ["n"], result: false },
          { to: "show", condition: "n=2", reads: ["n"], result: true },
        ],
      },
    ]);
  });

  it("is reported when nothing held: the run is stuck, and says why", () => {
    const { app, decisions } = decided({ n: 5 });
    const end = app.runSync();
    expect(decisions).toMatchObject([{ from: "add", to: null, tried: [{ result: false }, { result: false }] }]);
    expect(end).toMatchObject({
      stopped: "stuck",
      action: "add",
      decision: { to: null, tried: [{ condition: "big" }, { condition: "n=2" }] },
    });
    expect(app.nextAction).toBeNull();
  });

  it("is reported when a condition throws, with what it threw", async () => {
    const decisions: Decided[] = [];
    const error = new Error("no such thing");
    const broken = b.check(["n"], (): boolean => { throw error; }, "broken"); // prettier-ignore
    const app = b.application({
      actions: { add, halve, show },
      transitions: [
        ["add", "halve", b.when({ n: 7 })],
        ["add", "show", broken],
        ["add", "halve"],
      ],
      entrypoint: "add",
      state: { n: 1 },
      hooks: [{ postTransition: (event) => void decisions.push(event) }],
    });
    await expect(app.run()).rejects.toBe(error);
    expect(decisions).toMatchObject([{ sequenceId: 0, from: "add", to: null, tried: [{ condition: "n=7", result: false }, { condition: "broken", result: false, error }] }]); // prettier-ignore
    expect(decisions[0]?.tried).toHaveLength(2);
  });

  it("evaluates each condition once per step, however often somebody asks", async () => {
    const { app, evaluations } = decided({ n: 1 });
    await app.step();
    expect([app.nextAction, app.nextAction]).toEqual(["show", "show"]);
    await app.run();
    expect(evaluations()).toBe(1);
  });

  it("is made anew after updateState()", async () => {
    const { app } = decided({ n: 5 });
    await app.run();
    await app.updateState(app.state.update({ n: 200 }));
    expect(app.nextAction).toBe("halve");
  });
});
