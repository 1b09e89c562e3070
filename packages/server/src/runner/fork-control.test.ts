import { burr } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runnerWorld, type RunnerWorld } from "../testing/runner-world.ts";

const b = burr<{ n: number }>();

/** Something that a test lets go on. */
function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe("a fork under way", () => {
  /** An application whose second step waits for a gate, as often as it comes there. */
  function counter(world: RunnerWorld, appId: string, gates: readonly Promise<void>[] = []) {
    const reached = gates.map(() => gate());
    let visits = 0;
    const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
    const wait = b.action({
      reads: ["n"],
      writes: ["n"],
      async *run({ n }) {
        yield { part: n };
        const visit = visits;
        visits += 1;
        reached[visit]?.open();
        await gates[visit];
        yield { part: -n };
        return { n: n + 10 };
      },
    });
    const app = b.application({ actions: { count, wait }, transitions: [["count", "wait"], ["wait", "count", b.check(["n"], ({ n }) => n < 22, "more")]], entrypoint: "count", state: { n: 0 }, tracker: world.tracker, appId }); // prettier-ignore
    return { app, reached };
  }

  it("pauses behind the step that it is in, which ends as ever, and goes on from there", async () => {
    const world = runnerWorld();
    await counter(world, "parent").app.run();
    const door = gate();
    const { app, reached } = counter(world, "served", [door.passed]);
    await world.serve(app);
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    await reached[0]?.passed;
    expect((await world.control("fork", { type: "step" })).status).toBe(422);
    expect((await world.control("fork", { type: "pause" })).status).toBe(202);
    door.open();
    expect(await world.until("fork", ["paused"])).toMatchObject({ stopped: "paused", next: "count" });
    expect((await world.tracker.load({ appId: "fork" }))?.state).toEqual({ n: 11 });
    expect((await world.control("fork", { type: "pause" })).status).toBe(422);
    expect((await world.control("fork", { type: "continue" })).status).toBe(202);
    expect(await world.until("fork")).toMatchObject({ stopped: "stuck" });
    expect((await world.control("fork", { type: "continue" })).status).toBe(409);
  });

  it("that is aborted leaves the state as it was before the step, and says so when that is in the log", async () => {
    const world = runnerWorld();
    await counter(world, "parent").app.run();
    const { app, reached } = counter(world, "served", [new Promise(() => {})]);
    await world.serve(app);
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    await reached[0]?.passed;
    expect((await world.control("fork", { type: "abort" })).status).toBe(202);
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "aborted" });
    const run = await world.store.run({ project: "world", appId: "fork", partitionKey: null });
    expect(await run?.header()).toMatchObject({ status: "aborted", steps: 2 });
    expect((await world.tracker.load({ appId: "fork", sequenceId: 0 }))?.state).toEqual({ n: 1 });
  });
});

describe("a fork inside of a child", () => {
  it("forks the child, in a runner that serves an application of its graph", async () => {
    const world = runnerWorld();
    const inner = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
    const child = b.graph({ actions: { inner }, transitions: [["inner", "inner", b.check(["n"], ({ n }) => n < 5, "more")]] }); // prettier-ignore
    const outer = b.action({
      reads: ["n"],
      writes: ["n"],
      async run(state, _inputs, ctx): Promise<{ n: number }> {
        const app = await ctx.spawn(b.app().withGraph(child).withState({ n: state.n }).withEntrypoint("inner"));
        const { n = 0 } = (await app.run()).state;
        return { n };
      },
    });
    const parent = b.application({ actions: { outer }, transitions: [], entrypoint: "outer", state: { n: 0 }, tracker: world.tracker, appId: "parent" }); // prettier-ignore
    await parent.run();
    await world.tracker.flush();
    const header = await (await world.store.run({ project: "world", appId: "parent", partitionKey: null }))?.header();
    const childId = header?.children_list[0]?.app_id ?? "";
    await world.serve(parent);
    const refused = await world.fork(childId, { sequence_id: 2, at: "after" });
    expect({ ...refused.answer, status: refused.status }).toMatchObject({ status: 409, error: { code: "no_runner", hint: expect.stringContaining("This run is a child") } }); // prettier-ignore
    await world.serve(b.application({ graph: child, entrypoint: "inner", state: { n: 0 }, tracker: world.tracker, appId: "served" })); // prettier-ignore
    await world.fork(childId, { sequence_id: 2, at: "after", new_app_id: "fork", patch: [{ op: "replace", path: "/n", value: 4 }] }); // prettier-ignore
    expect(await world.until("fork")).toMatchObject({ stopped: "stuck", parent: { app_id: childId, sequence_id: 2 } });
    expect((await world.tracker.load({ appId: "fork" }))?.state).toEqual({ n: 5 });
    const forked = await (await world.store.run({ project: "world", appId: "fork", partitionKey: null }))?.header();
    expect(forked).toMatchObject({ parent: { app_id: childId, sequence_id: 2 }, spawned_by: null });
  });
});

describe("what a runner says", () => {
  it("hides what the log hides: in questions, and in errors", async () => {
    const world = runnerWorld({ redact: ["password"] });
    const ask = b.action({ reads: ["n"], writes: ["n"], run: (_state, _inputs, ctx) => ctx.suspend("approval", { payload: { password: "hunter2", why: "who?" } }) }); // prettier-ignore
    const fail = b.action({ reads: [], writes: ["n"], run: (_state, _inputs, ctx): { n: number } => { ctx.log({ password: "hunter2" }); throw new Error("no hunter2 here"); } }); // prettier-ignore
    const app = (appId: string) => b.application({ actions: { ask, fail }, transitions: [], entrypoint: "ask", state: { n: 0 }, tracker: world.tracker, appId }); // prettier-ignore
    await app("parent").run();
    await world.serve(app("served"));
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "asks" });
    const { waiting_for: waiting } = await world.until("asks", ["paused"]);
    expect(waiting).toMatchObject([{ payload: { password: { $burr: "redacted" } } }]);
    await world.fork("parent", { sequence_id: 0, at: "before", next_action: "fail", new_app_id: "fails" });
    const { error } = await world.until("fails");
    expect(error).toMatchObject({ code: "run_failed", message: "Error: no [redacted] here" });
    expect(JSON.stringify([waiting, error])).not.toMatch(/hunter2/);
  });

  it("is read and written with the codecs of the tracker", async () => {
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
    }
    const classes = [classCodec({ name: "money", type: Money, encode: ({ cents }) => cents, decode: (cents) => new Money(Number(cents)) })]; // prettier-ignore
    const world = runnerWorld({ classes });
    const m = burr<{ sum: Money }>();
    const add = m.action({ reads: ["sum"], writes: ["sum"], run: ({ sum }) => ({ sum: new Money(sum.cents + 1) }) });
    const app = (appId: string) => m.application({ actions: { add }, transitions: [["add", "add", m.check(["sum"], ({ sum }) => sum.cents < 3, "more")]], entrypoint: "add", state: { sum: new Money(0) }, tracker: world.tracker, appId }); // prettier-ignore
    await app("parent").run();
    await world.serve(app("served"));
    for (const mode of ["live", "tape"] as const) {
      await world.fork("parent", { sequence_id: 0, at: "after", mode, new_app_id: mode });
      expect(await world.until(mode)).toMatchObject({ status: "done" });
      expect((await world.tracker.load({ appId: mode }))?.state).toEqual({ sum: new Money(3) });
    }
  });
});

describe("actions with effects", () => {
  const names = ["a", "b", "c"] as const;
  const modes = fc.constantFrom("live" as const, "tape" as const, "mixed" as const);

  it("never run in a fork unless they were allowed, in whichever mode, also in children", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray<string>([...names, "inner"]),
        fc.subarray<string>([...names, "inner"]),
        fc.subarray<string>([...names]),
        modes,
        fc.nat(5),
        async (...[tagged, allowed, live, mode, at]) => {
          const world = runnerWorld();
          const calls: string[] = [];
          const tags = (name: string): readonly string[] => (tagged.includes(name) ? ["side-effect"] : []);
          const add = (name: string) => b.action({ reads: ["n"], writes: ["n"], tags: tags(name), run: ({ n }) => (calls.push(name), { n: n + 1 }) }); // prettier-ignore
          const child = b.graph({ actions: { inner: add("inner") }, transitions: [] });
          const actions = {
            a: add("a"),
            b: add("b"),
            c: child.asAction({ entrypoint: "inner", reads: ["n"], writes: ["n"], tags: tags("c") }),
          };
          const more = b.check(["n"], ({ n }) => n < 6, "more");
          const app = (appId: string) => b.application({ actions, transitions: [["a", "b", more], ["b", "c", more], ["c", "a", more]], entrypoint: "a", state: { n: 0 }, tracker: world.tracker, appId }); // prettier-ignore
          await app("parent").run();
          await world.serve(app("served"));
          calls.length = 0;
          await world.fork("parent", { sequence_id: at, at: "before", mode, live_actions: live, allowed_side_effects: allowed, new_app_id: "fork" }); // prettier-ignore
          await world.until("fork", ["paused", "done", "failed"]);
          const may = (name: string): boolean =>
            (!tagged.includes(name) || allowed.includes(name)) &&
            (mode === "live" || (mode === "mixed" && (name === "inner" || live.includes(name))));
          expect(calls.filter((name) => !may(name))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
