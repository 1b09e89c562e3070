import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { type HistoryStore, memoryStore, type Persister, persisterOn } from "./index.ts";

const b = burr<{ count: number; note: string }>();
const count = b.action({
  reads: ["count"],
  writes: ["count"],
  run: async ({ count: before }) => (await macrotask(), { count: before + 1 }),
});
const ask = b.action({
  reads: [],
  writes: ["count"],
  run: (_state, _inputs, ctx) => ctx.suspend("number"),
});

const opener = (entrypoint: "ask" | "count") => (persister: Persister) =>
  b
    .app()
    .withActions({ ask, count })
    .withTransitions(["ask", "count"], ["count", "count"])
    .initializeFrom(persister, { defaultState: { count: 0 }, defaultEntrypoint: entrypoint })
    .withPersister(persister, { onConflict: "queue" })
    .withIdentifiers({ appId: "app" })
    .build();

/** `store`, which calls `onRead` when it gives the rows of a history. */
function watched(store: HistoryStore, onRead: () => void | Promise<void>): HistoryStore {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      const method = member as (...parameters: unknown[]) => unknown; // of a store
      if (name !== "readRows") return method.bind(target);
      return async (...parameters: unknown[]) => {
        const rows = await method.apply(target, parameters);
        await onRead();
        return rows;
      };
    },
  });
}

const microtasks = async (howMany: number): Promise<void> => {
  for (let passed = 0; passed < howMany; passed += 1) await Promise.resolve();
};

describe("an application that goes over to what others have stored", () => {
  it("has its state and its history in one place, at whatever moment its run is aborted", async () => {
    for (let moment = 0; moment < 25; moment += 1) {
      const store = memoryStore();
      let abort: (() => void) | undefined;
      const persister = persisterOn(watched(store, () => void microtasks(moment).then(() => abort?.())));
      const app = await opener("count")(persister);
      await app.step();
      await (await opener("count")(persisterOn(store))).run({ maxSteps: 3 });
      const controller = new AbortController();
      abort = () => controller.abort(new Error("left"));
      await app.run({ maxSteps: 1, signal: controller.signal }).catch(() => {});
      abort = undefined;
      // Of a whole snapshot in size, so that a wrong state would take the place of the stored one.
      const note = "y".repeat(9000);
      await app.updateState(app.state.update({ note })).catch(() => {});
      const stored = await persisterOn(store).load({ appId: "app" });
      expect(stored?.state["count"], `moment ${moment}`).toBeGreaterThanOrEqual(4);
      const isStored = stored?.state["note"] === note;
      expect(isStored ? app.state.count : undefined).toBe(isStored ? stored.state["count"] : undefined);
    }
  });

  it("does not do so in the middle of a run because somebody asks what is waited for", async () => {
    for (let moment = 0; moment < 25; moment += 1) {
      const store = memoryStore();
      let late = 0;
      const persister = persisterOn(
        watched(store, async () => {
          const howLate = late;
          late = 0; // only the first read is: what the run reads for itself comes before it
          for (let passed = 0; passed < howLate; passed += 1) await macrotask();
        }),
      );
      const app = await opener("ask")(persister);
      await app.run();
      const [open] = await app.listSuspensions();
      const other = await opener("ask")(persisterOn(store));
      await other.resume(open?.id ?? "", { count: 0 });
      await other.run({ maxSteps: 3 });
      late = moment;
      const listing = app.listSuspensions().catch(() => []);
      const end = await app.run({ maxSteps: 2 });
      await listing;
      expect(end, `moment ${moment}`).toMatchObject({ stopped: "limit", state: { count: 4 } });
      expect(await app.run({ maxSteps: 1 })).toMatchObject({ state: { count: 5 } });
      expect((await persister.load({ appId: "app" }))?.state["count"]).toBe(5);
    }
  });
});
