import { describe, expect, it } from "vitest";
import { burr, type JournalRecord } from "../index.ts";
import { countTo, endlessCounter, failure } from "../testing/counter-app.ts";

const b = burr<{ count: number; xs: number[]; note: string }>();

/** An application whose step waits until the test lets it go on. */
function waiting(append?: (records: readonly JournalRecord[]) => void | Promise<void>) {
  let finish!: () => void;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const wait = b.action({
    reads: [],
    writes: ["count"],
    run: async (state) => {
      await finished;
      return state.increment({ count: 1 });
    },
  });
  const app = b.application({
    actions: { wait },
    transitions: [["wait", "wait"]],
    entrypoint: "wait",
    state: { count: 0, note: "", xs: [] },
    ...(append === undefined ? {} : { journal: { append } }),
  });
  return { app, finish };
}

describe("updateState()", () => {
  it("87: replaces the state", async () => {
    const app = endlessCounter();
    await app.updateState(app.state.update({ count: 2 }));
    expect(app.state.count).toBe(2);
    expect(await app.step()).toMatchObject({ state: { count: 3 }, sequenceId: 0 });
  });

  it("takes a state of this or another application, and nothing else", async () => {
    const app = endlessCounter();
    await app.updateState(countTo(3).runSync().state);
    expect(app.state.count).toBe(3);
    const refusal = failure("foreign-state", "app.updateState(app.state.update(");
    await expect(app.updateState({ count: 5 } as never)).rejects.toThrow(refusal);
    await expect(app.updateState(undefined as never)).rejects.toThrow(refusal);
    expect(app.state.count).toBe(3);
  });

  it("is refused while a step is in flight", async () => {
    const { app, finish } = waiting();
    const run = app.run({ haltAfter: "wait" });
    await expect(app.updateState(app.state.update({ note: "x" }))).rejects.toThrow(
      failure("step-in-flight", "between steps"),
    );
    finish();
    expect((await run).state).toEqual({ count: 1, note: "", xs: [] });
  });

  it("works between the steps of iterate()", async () => {
    const app = endlessCounter();
    const seen: unknown[] = [];
    for await (const { state } of app.iterate()) {
      seen.push(state.count);
      if (seen.length === 3) break;
      await app.updateState(state.update({ count: (state.count ?? 0) * 10 }));
    }
    expect(seen).toEqual([1, 11, 111]);
  });

  it("has taken place before a run that is begun right after it", async () => {
    const app = endlessCounter();
    const updated = app.updateState(app.state.update({ count: 10 }));
    const end = await app.run({ haltAfter: "counter" });
    await updated;
    expect(end.state.count).toBe(11);
    expect(app.state.count).toBe(11);
  });

  it("cannot lose the commit of a step that begins while its record is being stored", async () => {
    let store!: () => void;
    const { app, finish } = waiting(([record]) =>
      record?.type === "state-updated" ? new Promise((resolve) => (store = resolve)) : undefined,
    );
    const updated = app.updateState(app.state.update({ note: "kept" }));
    const run = app.run({ haltAfter: "wait" }).catch((error: unknown) => error);
    finish();
    await Promise.resolve();
    store();
    await Promise.allSettled([updated, run]);
    const [update, step] = [await updated.then(() => true, () => false), !((await run) instanceof Error)]; // prettier-ignore
    expect(app.state.toJSON()).toEqual({ count: step ? 1 : 0, note: update ? "kept" : "", xs: [] });
  });

  it("tells the journal what changed, as plain values", async () => {
    const records: JournalRecord[] = [];
    const { app } = waiting((added) => void records.push(...added));
    const grown = app.state.append({ xs: 1 }).delete("note");
    await app.updateState(grown);
    await app.updateState(app.state.update({ count: 5, xs: [] }));
    await app.updateState(grown);
    expect(records.map((record) => ("delta" in record ? record.delta : undefined))).toEqual([
      [
        { op: "append", key: "xs", value: 1 },
        { op: "delete", key: "note" },
      ],
      [
        { op: "set", key: "count", value: 5 },
        { op: "set", key: "xs", value: [] },
      ],
      [
        { op: "set", key: "count", value: 0 },
        { op: "set", key: "xs", value: [1] },
      ],
    ]);
  });
});

describe("one run at a time", () => {
  it("refuses a second run of any kind while one is under way", async () => {
    const { app, finish } = waiting();
    const run = app.run({ haltAfter: "wait" });
    const refusal = failure("already-running", app.appId, "(run)", "Wait for that run");
    await expect(app.run()).rejects.toThrow(refusal);
    await expect(app.step()).rejects.toThrow(refusal);
    await expect(app.streamResult({ haltAfter: "wait" })).rejects.toThrow(refusal);
    await expect(app.iterate().next()).rejects.toThrow(refusal);
    await expect(app.stream().get()).rejects.toThrow(refusal);
    await expect(app.streamIterate().next()).rejects.toThrow(refusal);
    expect(() => (app as unknown as { runSync(): object }).runSync()).toThrow(refusal);
    finish();
    expect(await run).toMatchObject({ state: { count: 1 } });
    expect(await app.step()).toMatchObject({ state: { count: 2 } });
  });

  it("refuses a run from inside an action of the same application, and the outer run goes on", async () => {
    const errors: unknown[] = [];
    const app = b.application({
      actions: {
        nested: b.action({
          reads: [],
          writes: ["count"],
          run: async () => {
            errors.push(await app.run().catch((error: unknown) => error));
            return { count: 1 };
          },
        }),
      },
      transitions: [],
      entrypoint: "nested",
      state: {},
    }) as { run(): Promise<object> };
    expect(await app.run()).toMatchObject({ stopped: "end", state: { count: 1 } });
    expect(errors).toMatchObject([{ code: "already-running" }]);
  });

  it("lets the application go when a run fails, of any kind", async () => {
    const fail = b.action({ reads: [], writes: [], run: (): Promise<object> => Promise.reject(new Error("boom")) });
    const app = b.application({ actions: { fail }, transitions: [], entrypoint: "fail", state: {} });
    await expect(app.run()).rejects.toThrow("boom");
    await expect(app.step()).rejects.toThrow("boom");
    await expect(app.iterate().next()).rejects.toThrow("boom");
    await expect(app.stream().get()).rejects.toThrow("boom");
    await expect((await app.streamResult({ haltAfter: "fail" })).get()).rejects.toThrow("boom");
    expect(app.sequenceId).toBe(4);
  });
});

describe("the caller's signal", () => {
  it("stops a run that has begun, and a run that has not", async () => {
    const { app } = waiting();
    const controller = new AbortController();
    const reason = new Error("enough");
    const run = app.run({ signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    await expect(app.run({ signal: controller.signal })).rejects.toBe(reason);
    await expect(app.step({ signal: controller.signal })).rejects.toBe(reason);
    expect(app.sequenceId).toBe(0);
  });

  it("stops runSync() between steps, when an action aborts it", () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const stopper = b.action({
      reads: ["count"],
      writes: ["count"],
      run: ({ count }) => {
        if (count === 2) controller.abort(reason);
        return { count: count + 1 };
      },
    });
    const app = b.application({
      actions: { stopper },
      transitions: [["stopper", "stopper", b.check(["count"], ({ count }) => count < 10)]],
      entrypoint: "stopper",
      state: { count: 0 },
    });
    expect(() => app.runSync({ signal: controller.signal })).toThrow(reason);
    expect(app.state.count).toBeLessThanOrEqual(3);
  });
});
