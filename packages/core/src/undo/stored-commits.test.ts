import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { failure } from "../testing/counter-app.ts";

const b = burr<{ count: number }>();

/** Counts twice; each call opens the application anew. */
function opener(seen: unknown[] = []) {
  const persister = memoryPersister();
  const count = b.action({
    reads: ["count"],
    writes: ["count"],
    run: (state) => ({ count: state.count + 1 }),
    undo: (_state, { state: then }) => void seen.push(then.count),
  });
  const migrations = {
    1: ({ count: before, ...state }: Readonly<Record<string, unknown>>) => ({ ...state, count: Number(before) * 100 }),
  };
  const open = (version = 0) =>
    b
      .app()
      .withActions({ count })
      .withTransitions(["count", "count"])
      .withOptions({ version, migrations })
      .initializeFrom(persister, { defaultState: { count: 0 }, defaultEntrypoint: "count" })
      .withPersister(persister)
      .withIdentifiers({ appId: "app" })
      .build();
  return { persister, open };
}

describe("the undo of a stored commit", () => {
  it("sees the state as that commit has left it, not what was updated from outside since", async () => {
    const seen: unknown[] = [];
    const app = await opener(seen).open();
    await app.run({ maxSteps: 2 });
    await app.updateState(app.state.update({ count: 50 }));
    await app.compensate();
    expect(seen).toEqual([2, 1]);
  });

  it("sees it as a newer version of the program knows it", async () => {
    const seen: unknown[] = [];
    const { open } = opener(seen);
    await (await open()).run({ maxSteps: 2 });
    await (await open(1)).compensate();
    expect(seen).toEqual([200, 100]);
  });

  it("is not passed over because the graph lacks its action", async () => {
    const { open, persister } = opener();
    await (await open()).run({ maxSteps: 1 });
    const newer = b.app().withActions({ other: b.action({ reads: [], writes: [], run: () => ({}) }) });
    const app = await newer
      .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "other", resumeAtNextAction: false })
      .withPersister(persister)
      .withIdentifiers({ appId: "app" })
      .build();
    await expect(app.compensate()).rejects.toThrow(failure("incomplete-history", '"count"'));
  });
});
