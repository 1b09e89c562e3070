import { describe, expect, it } from "vitest";
import { burr, memoryJournal, type StepContext } from "../index.ts";
import { counter, failure } from "../testing/counter-app.ts";

const b = burr<{ count: number; approved: boolean }>();

/** `counter`, then `approve`, which waits for somebody until the state says that they have agreed. */
function approval(options: object = {}) {
  const approve = b.action({
    reads: ["approved"],
    writes: ["count"],
    run: (state, _inputs, ctx) =>
      state.approved ? { count: 100 } : ctx.suspend("approval", { payload: { amount: 5 } }),
  });
  return b.application({
    actions: { counter, approve },
    transitions: [["counter", "approve"]],
    entrypoint: "counter",
    state: { count: 0, approved: false },
    ...options,
  });
}

describe("ctx.suspend()", () => {
  it("stops the run as suspended: state stays, the payload says what is needed, and nothing runs until it is answered", async () => {
    const app = approval();
    const suspension = { id: expect.any(String), name: "approval", payload: { amount: 5 }, expiresAtMs: null };
    const end = {
      stopped: "suspended",
      action: "approve",
      result: undefined,
      state: { count: 1, approved: false },
      sequenceId: 1,
      suspension,
      suspensions: [suspension],
    };
    expect(await app.run()).toEqual(end);
    expect(app.nextAction).toBe("approve");
    expect(app.runSync()).toEqual(end);
  });

  it("stops it also where the action is in haltAfter or haltBefore", async () => {
    expect(await approval().run({ haltAfter: "approve" })).toMatchObject({ stopped: "suspended" });
    const app = approval();
    await app.step();
    expect(await app.run({ haltBefore: "approve" })).toMatchObject({ stopped: "suspended" });
  });

  it("is an ending of its own for hooks, journal and events", async () => {
    const reports: unknown[] = [];
    const journal = memoryJournal();
    const app = approval({
      journal,
      hooks: [
        {
          postRunStep: ({ action, status, committed, exception, result }: Record<string, unknown>) =>
            void reports.push([action, status, committed, exception, result]),
          postRunExecuteCall: ({ exception }: Record<string, unknown>) => void reports.push(exception),
        },
      ],
    });
    const events: unknown[] = [];
    for await (const event of app.stream()) if (event.type === "step-end") events.push(event);
    expect(reports).toEqual([
      ["counter", "completed", true, null, { counted: 1 }],
      ["approve", "suspended", false, null, null],
      null,
    ]);
    expect(journal.records.at(-1)).toMatchObject({
      type: "step-ended",
      status: "suspended",
      committed: false,
      delta: [],
    });
    expect(events[1]).toMatchObject({
      status: "suspended",
      committed: false,
      suspensions: [{ name: "approval", payload: { amount: 5 } }],
    });
  });

  it("ends a stream: its chunks were delivered, its outcome says suspended, get() says so", async () => {
    const ask = b.action({
      reads: [],
      writes: [],
      async *run(_state: unknown, _inputs: unknown, ctx: StepContext) {
        yield await Promise.resolve("may I?");
        return ctx.suspend("approval");
      },
    });
    const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {} });
    const stream = await app.streamResult({ haltAfter: "ask" });
    const chunks: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of stream) chunks.push(chunk);
    };
    await read().catch(() => {}); // whether the loop throws or just ends, get() tells
    expect(chunks).toEqual(["may I?"]);
    expect(await stream.outcome).toMatchObject({ status: "suspended", committed: false });
    await expect(stream.get()).rejects.toThrow(failure("stream-suspended", '"ask"', '"approval"'));
    expect(app.nextAction).toBe("ask");
  });

  it("may be the update of a pair, in an action that returns or yields pairs", async () => {
    const returning = b.action({
      reads: [],
      writes: [],
      run: (_state: unknown, _inputs: unknown, ctx: StepContext) => [{}, ctx.suspend("approval")] as never,
    });
    const yielding = b.streamingAction({
      reads: [],
      writes: [],
      *run(_state: unknown, _inputs: unknown, ctx: StepContext): Generator<readonly [object, object]> {
        yield [{}, ctx.suspend("approval")];
      },
    });
    for (const ask of [returning, yielding]) {
      const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {} });
      expect(await app.run()).toMatchObject({ stopped: "suspended", suspension: { name: "approval" } });
    }
  });

  it("before the target of streamResult() is an error that names it", async () => {
    const app = b.application({
      actions: { approve: approval().graph.actions["approve"]!, counter },
      transitions: [["approve", "counter"]],
      entrypoint: "approve",
      state: { count: 0, approved: false },
    });
    await expect(app.streamResult({ haltAfter: "counter" })).rejects.toThrow(
      failure("stream-suspended", '"approve"', '"approval"'),
    );
    expect(app.nextAction).toBe("approve");
  });
});
