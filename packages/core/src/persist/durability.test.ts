import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr, type Durability } from "../index.ts";
import { type HistoryStore, memoryStore, persisterOn } from "./index.ts";

const b = burr<{ count: number; marks: readonly number[] }>();
const key = { appId: "app", partitionKey: null };
const add = b.action({ reads: ["count"], writes: ["count", "marks"], run: (s) => s.increment({ count: 1 }).append({ marks: s.count }) }); // prettier-ignore
const parts = { actions: { add }, transitions: [["add", "add", b.check(["count"], ({ count }) => count < 10, "count<10")]], entrypoint: "add" } as const; // prettier-ignore

function appOn(store: HistoryStore, durability: Durability) {
  const onHookError = (): void => {}; // that an abandoned start could not be taken back
  return b.application({ ...parts, state: { count: 0, marks: [] }, appId: "app", persister: persisterOn(store), durability, onHookError }); // prettier-ignore
}

/** `store`, telling of each write before it happens. */
function watched(store: HistoryStore, onWrite: (rows: number) => void | Promise<void>): HistoryStore {
  return {
    ...store,
    write: async (app, write) => {
      await onWrite(write.rows.length);
      return await store.write(app, write);
    },
  };
}

describe("durability", () => {
  it('"sync" stores each commit before anybody sees it, in one write with the next start', async () => {
    const writes: number[] = [];
    const store = watched(memoryStore(), (rows) => void writes.push(rows));
    const app = appOn(store, "sync");
    for await (const { sequenceId } of app.iterate()) {
      expect(await persisterOn(store).load({ appId: "app", sequenceId })).toMatchObject({
        sequenceId,
        status: "completed",
      });
    }
    expect(writes).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]); // the beginning with the first start, then a row per step
  });

  it('"async" does not wait for the store, keeps the order, and has all at the end', async () => {
    const store = memoryStore();
    const app = appOn(
      watched(store, () => new Promise((resolve) => setImmediate(resolve))),
      "async",
    );
    let behind = 0;
    for await (const { sequenceId } of app.iterate()) {
      const stored = (await persisterOn(store).load({ appId: "app" }))?.sequenceId ?? -1;
      behind = Math.max(behind, sequenceId - stored);
    }
    expect(behind).toBeGreaterThan(0);
    const rows = await store.readRange(key, 0, 99);
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 11 }, (_, index) => index));
    expect(await persisterOn(store).load({ appId: "app" })).toMatchObject({ sequenceId: 9, state: { count: 10 } });
    expect((await store.readHead(key))?.status).toBe("idle");
  });

  it('"exit" claims the application at once, and stores everything when the run ends', async () => {
    const writes: number[] = [];
    const store = memoryStore();
    await appOn(watched(store, (rows) => void writes.push(rows)), "exit").run(); // prettier-ignore
    expect(writes).toEqual([1, 10]);
    expect(await persisterOn(store).load({ appId: "app" })).toMatchObject({ sequenceId: 9, state: { count: 10 } });
  });

  it.each(["async", "exit"] as const)(
    '"%s" tells of a save that failed, at the end of the run at the latest',
    async (durability) => {
      const full = new Error("the disk is full");
      let writes = 0;
      const store = watched(memoryStore(), () => {
        writes += 1;
        if (writes > 1) throw full;
      });
      await expect(appOn(store, durability).run()).rejects.toBe(full);
    },
  );

  it.each(["sync", "async", "exit"] as const)(
    '"%s" refuses what cannot be stored at the step that wrote it',
    async (durability) => {
      const break5 = b.action({ reads: ["count"], writes: ["count", "marks"], run: (s) => s.increment({ count: 1 }).append({ marks: (s.count === 4 ? () => 4 : s.count) as number }) }); // prettier-ignore
      const store = memoryStore();
      const app = b.application({ actions: { break5 }, transitions: [["break5", "break5", b.check(["count"], ({ count }) => count < 10)]], entrypoint: "break5", state: { count: 0, marks: [] }, appId: "app", persister: persisterOn(store), durability }); // prettier-ignore
      await expect(app.run()).rejects.toMatchObject({
        code: "unserializable-value",
        message: expect.stringMatching(/^Action "break5" wrote .*state\.marks\[4\]/) as string,
        details: { path: "state.marks[4]" },
      });
      expect(app.state.count).toBe(4);
      expect(await persisterOn(store).load({ appId: "app" })).toMatchObject({
        sequenceId: 4,
        status: "failed",
        state: { count: 4 },
      });
    },
  );

  it("keeps memory, store and the caller in agreement, wherever a write fails, before or after it was applied", async () => {
    const faults = fc.array(fc.constantFrom("no", "before", "after", "lost"), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(faults, async (plan) => {
        const store = memoryStore();
        let call = 0;
        let isDown = false;
        const failing: HistoryStore = {
          ...store,
          write: async (app, write) => {
            const fault = plan[call++] ?? "no";
            if (fault === "before") throw new Error("not sent");
            const isWritten = await store.write(app, write);
            if (fault === "lost") isDown = true; // and whoever asks what became of it gets no answer either
            if (fault !== "no") throw new Error("no answer");
            return isWritten;
          },
          readHead: async (app) => {
            if (!isDown) return await store.readHead(app);
            isDown = false;
            throw new Error("no answer");
          },
        };
        const reopen = () =>
          b.app().withActions({ add }).withTransitions(...parts.transitions).withIdentifiers({ appId: "app" })
            .withOptions({ onHookError: () => {} })
            .initializeFrom(persisterOn(failing, { staleAfterMs: 0 }), { defaultState: { count: 0, marks: [] }, defaultEntrypoint: "add" })
            .withPersister(persisterOn(failing, { staleAfterMs: 0 })).build(); // prettier-ignore
        let app = appOn(failing, "sync");
        let seen = 0;
        for (let step = 0; step < 14; step += 1) {
          const code = await app.step().then(
            (done) => {
              if (done !== null) seen += 1;
              return undefined;
            },
            (error: unknown) => (error as { readonly code?: string }).code,
          );
          const stored = (await persisterOn(store).load({ appId: "app" }))?.state["count"] ?? 0;
          expect(stored).toBeGreaterThanOrEqual(Math.max(seen, app.state.count ?? 0));
          // What was thought lost had been stored: loading it again is the remedy, if the store is there.
          if (code === "concurrent-run" || code === "existing-run")
            app = (await reopen().catch(() => undefined)) ?? app;
          seen = stored as number;
        }
        const marks = (await persisterOn(store).load({ appId: "app" }))?.state["marks"] as
          | readonly number[]
          | undefined;
        expect(marks ?? []).toEqual(Array.from({ length: marks?.length ?? 0 }, (_, index) => index)); // none twice, none lost
      }),
      { numRuns: 300 },
    );
  });
});
