import { describe, expect, it } from "vitest";
import { burr, type HookEvent, input, memoryJournal } from "../index.ts";
import { counter, failure } from "../testing/counter-app.ts";

interface Things {
  count: number;
  prompt: string;
  other: string;
}

const b = burr<Things>();
const ask = b.inputAction("prompt");
const result = b.resultAction("count");

describe("building an application", () => {
  it("60: takes actions under a key, and named ones by themselves", () => {
    const app = b
      .app()
      .withActions({ counter })
      .withActions(ask.withName("ask"), result.withName("report"))
      .withState({ count: 0 })
      .withEntrypoint("counter")
      .build();
    expect(Object.keys(app.graph.actions)).toEqual(["counter", "ask", "report"]);
  });

  it("60: a key goes before the name that an action carries", () => {
    const app = b.application({
      actions: { shown: result.withName("hidden") },
      transitions: [],
      entrypoint: "shown",
      state: { count: 0 },
    });
    expect(app.runSync().action).toBe("shown");
  });

  it("60: refuses an action without any name, and what is no action", () => {
    const builder = b.app();
    expect(() => builder.withActions(ask as never)).toThrow(failure("invalid-action", "withName"));
    expect(() => builder.withActions((() => ({})) as never)).toThrow(failure("invalid-action", "b.action("));
    expect(() =>
      b.application({ actions: { ask: 1 as never }, transitions: [], entrypoint: "ask", state: {} }),
    ).toThrow(failure("invalid-action", '"ask"', "number", "b.action("));
  });

  it("61: refuses a missing or unknown entrypoint, and names those that there are", () => {
    const builder = b.app().withActions({ ask, result }).withState({ count: 0 });
    expect(() => (builder as unknown as { build(): unknown }).build()).toThrow(
      failure("no-entrypoint", '"ask", "result"'),
    );
    expect(() => builder.withEntrypoint("typo" as "ask").build()).toThrow(
      failure("unknown-action", "entrypoint", '"typo"', '"ask", "result"'),
    );
    expect(() => builder.withEntrypoint("toString" as "ask").build()).toThrow(failure("unknown-action", '"toString"'));
  });

  it("70: shows the graph: actions, transitions, entrypoint", () => {
    const app = b.application({
      actions: { counter, result },
      transitions: [
        ["counter", "counter", b.when({ count: 1 })],
        ["counter", "result"],
      ],
      entrypoint: "counter",
      state: { count: 0 },
    });
    expect(app.graph.entrypoint).toBe("counter");
    expect(app.graph.actions["counter"]).toBe(counter);
    expect(app.graph.transitions).toMatchObject([
      { from: "counter", to: "counter", condition: { name: "count=1", reads: ["count"] } },
      { from: "counter", to: "result", condition: { name: "default" } },
    ]);
  });

  it("167: shows which inputs of an action are required and which are optional", () => {
    const act = b.action({
      reads: [],
      writes: [],
      inputs: { must: input<string>(), may: input<string>().default("x") },
      run: () => ({}),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    expect(app.graph.actions["act"]?.inputs).toEqual({ required: ["must"], optional: ["may"] });
  });

  it("71: calls the hook postApplicationCreate once, with the state and the graph", async () => {
    const events: HookEvent<"postApplicationCreate">[] = [];
    const app = b
      .app()
      .withActions({ counter })
      .withState({ count: 3 })
      .withEntrypoint("counter")
      .withHooks({ postApplicationCreate: (event) => void events.push(event) })
      .withIdentifiers({ appId: "app-1", partitionKey: "ann" })
      .build();
    await app.run();
    expect(events).toEqual([{ appId: "app-1", partitionKey: "ann", state: { count: 3 }, graph: app.graph, parentPointer: null, spawningParentPointer: null, version: 0, path: [] }]); // prettier-ignore
  });

  it("162: built twice from one builder are two independent applications, each with one record per step", async () => {
    const journal = memoryJournal();
    const builder = b
      .app()
      .withActions({ counter })
      .withTransitions(["counter", "counter"])
      .withState({ count: 0 })
      .withEntrypoint("counter")
      .withOptions({ journal });
    const [one, two] = [builder.build(), builder.build()];
    await one.step();
    await one.step();
    await two.step();
    expect([one.state.count, two.state.count]).toEqual([2, 1]);
    expect(one.appId).not.toBe(two.appId);
    const ends = journal.records.filter(({ type }) => type === "step-ended");
    expect(ends.map(({ appId, sequenceId }) => [appId, sequenceId])).toEqual([
      [one.appId, 0],
      [one.appId, 1],
      [two.appId, 0],
    ]);
  });

  it("is immutable: a call gives a new builder and leaves the old one as it was", () => {
    const base = b.app().withActions({ counter }).withState({ count: 0 }).withEntrypoint("counter");
    const longer = base.withTransitions(["counter", "counter"]).withState({ count: 5 }).withIdentifiers({ appId: "x" });
    expect(base.build().graph.transitions).toEqual([]);
    expect(base.build().state.count).toBe(0);
    expect(longer.build()).toMatchObject({ appId: "x", state: { count: 5 } });
  });

  it("adds up hooks and middleware over several calls", async () => {
    const calls: string[] = [];
    const app = b
      .app()
      .withActions({ counter })
      .withState({ count: 0 })
      .withEntrypoint("counter")
      .withHooks({ preRunStep: () => void calls.push("first hook") })
      .use((_step, next) => {
        calls.push("first middleware");
        return next();
      })
      .withHooks({ preRunStep: () => void calls.push("second hook") })
      .use((_step, next) => {
        calls.push("second middleware");
        return next();
      })
      .build();
    await app.run();
    expect(calls).toEqual(["first hook", "second hook", "first middleware", "second middleware"]);
  });

  it("gives the same application as the object form", async () => {
    const built = b
      .app()
      .withActions({ counter, result })
      .withTransitions(["counter", "counter", b.check(["count"], ({ count }) => count < 3)], ["counter", "result"])
      .withState({ count: 0 })
      .withEntrypoint("counter")
      .build();
    const configured = b.application({
      actions: { counter, result },
      transitions: [
        ["counter", "counter", b.check(["count"], ({ count }) => count < 3)],
        ["counter", "result"],
      ],
      entrypoint: "counter",
      state: { count: 0 },
    });
    expect(await built.run()).toEqual(await configured.run());
  });

  it("refuses a read that nobody writes and that the initial state lacks, of an action and of a condition", () => {
    const build = (transitions: readonly unknown[], actions: object) =>
      b.application({ actions, transitions: transitions as [], entrypoint: "ask" as never, state: {} } as never);
    expect(() => build([], { ask, result })).toThrow(
      failure("invalid-graph", 'Action "result"', '"count"', "initial value"),
    );
    expect(() => build([["ask", "ask", b.when({ other: "x" })]], { ask })).toThrow(
      failure("invalid-graph", 'Condition "other=x"', '"other"', "initial value"),
    );
  });

  it.each([
    { option: "keepChunks", value: -1 },
    { option: "keepChunks", value: Number.NaN },
    { option: "closeTimeoutMs", value: -5 },
  ])("refuses the option $option = $value", ({ option, value }) => {
    const builder = b.app().withActions({ counter }).withState({ count: 0 }).withEntrypoint("counter");
    expect(() => builder.withOptions({ [option]: value }).build()).toThrow(failure("invalid-option", option));
  });

  it("gives ids that are new, sortable UUIDs, unless they are given", () => {
    const builder = b.app().withActions({ counter }).withState({ count: 0 }).withEntrypoint("counter");
    const [first, second] = [builder.build(), builder.build()];
    expect(first.appId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.appId).not.toBe(second.appId);
    expect(first).toMatchObject({ partitionKey: null, sequenceId: -1 });
  });
});
