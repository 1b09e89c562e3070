import { describe, expect, it } from "vitest";
import { burr, type HookEvent } from "../index.ts";
import { counter, countTo, endlessCounter, failure, hookLog } from "../testing/counter-app.ts";
import { collect, makeForms, talk, ten } from "../testing/talk-app.ts";

const b = burr<{ count: number; text: string }>();
const boom = new Error("boom");

describe("streamResult()", () => {
  it("92: passes on the error of the action, to the reader and in the outcome", async () => {
    const say = b.action({
      reads: [],
      writes: ["text"],
      async *run() {
        yield 1;
        await Promise.reject(boom);
        return { text: "never" };
      },
    });
    const app = b.application({ actions: { say }, transitions: [], entrypoint: "say", state: {} });
    const stream = await app.streamResult({ haltAfter: "say" });
    await expect(collect(stream)).rejects.toBe(boom);
    await expect(stream.get()).rejects.toBe(boom);
    expect(await stream.outcome).toMatchObject({ status: "failed", error: boom, partial: [1], committed: false });
    expect(app).toMatchObject({ nextAction: "say", sequenceId: 0 });
  });

  it("95: gives an empty stream of an action that does not stream, without hooks of streams", async () => {
    const { hooks, calls } = hookLog();
    const app = countTo(2, { hooks: [hooks] });
    const stream = await app.streamResult({ haltAfter: "result" });
    expect(await collect(stream)).toEqual([]);
    expect(await stream.get()).toEqual({ action: "result", result: { count: 2 }, state: { count: 2 }, sequenceId: 2 });
    expect(calls.filter((call) => call.includes("Stream"))).toEqual([]);
    expect(calls.at(-1)).toBe("postRunExecuteCall");
  });

  it("96: gives an empty stream of an action that it stopped before, which did not run", async () => {
    const { app, trace } = talk("async", { before: 1 });
    const stream = await app.streamResult({ haltAfter: [], haltBefore: ["say"] });
    expect(stream.action).toBe("say");
    expect(await collect(stream as AsyncIterable<never>)).toEqual([]);
    expect(await stream.get()).toEqual({
      action: "say",
      result: undefined,
      state: { count: 1, text: "" },
      sequenceId: 0,
    });
    expect(trace.started).toBe(0);
    expect(app.nextAction).toBe("say");
  });

  it("streams an action that is in haltAfter and in haltBefore", async () => {
    const stream = await talk("async", { before: 1 }).app.streamResult({ haltAfter: "say", haltBefore: "say" });
    expect(await collect(stream)).toEqual(ten);
  });

  it("100: tells a hook of each chunk, with its index and the times of the stream and its first chunk", async () => {
    const items: HookEvent<"postStreamItem">[] = [];
    let time = 100;
    const { app } = talk("pairs", {
      appId: "app-1",
      now: () => (time += 1),
      hooks: [{ postStreamItem: (event) => void items.push(event) }],
    });
    await (await app.streamResult({ haltAfter: "say" })).get();
    expect(items).toEqual(
      ten.map((item, itemIndex) => ({
        appId: "app-1",
        partitionKey: null,
        action: "say",
        sequenceId: 0,
        attempt: 1,
        item,
        itemIndex,
        streamInitializeTimeMs: 101,
        firstStreamItemStartTimeMs: 102,
      })),
    );
  });

  it("101: throws when there is no next action", async () => {
    const app = countTo(0);
    await app.run();
    await expect(app.streamResult({ haltAfter: "counter" })).rejects.toThrow(
      failure("no-next-action", "no next action", '"result"'),
    );
    expect(await app.run()).toMatchObject({ stopped: "end", action: null });
  });

  it("160: throws when the run ends before it gets to its action; nothing runs twice", async () => {
    const app = countTo(2);
    await expect(app.streamResult({})).rejects.toThrow(failure("invalid-option", "haltAfter"));
    expect(app).toMatchObject({ sequenceId: -1 });
    const stuck = b.application({
      actions: { counter, say: makeForms().async },
      transitions: [["counter", "say", b.when({ count: 5 })]],
      entrypoint: "counter",
      state: { count: 0, text: "" },
    });
    await expect(stuck.streamResult({ haltAfter: "say" })).rejects.toThrow(failure("no-next-action", '"counter"'));
    expect(stuck).toMatchObject({ state: { count: 1 }, sequenceId: 0 });
  });

  it("164: throws a missing input without hooks of a stream that never began", async () => {
    const { hooks, calls } = hookLog();
    const ask = b.inputAction("text");
    const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {}, hooks: [hooks] });
    const stream = await app.streamResult({ haltAfter: "ask" });
    await expect(stream.get()).rejects.toThrow(failure("missing-input", '"ask"', '"text"'));
    expect(calls).toEqual(["preRunExecuteCall", "postRunExecuteCall"]);
    expect(app.sequenceId).toBe(-1);
  });
});

describe("stream()", () => {
  it("gives the whole run as events, and ends with what run() gives", async () => {
    const stream = countTo(1).stream();
    const events = await collect(stream);
    expect(events.map(({ type, action }) => `${type} ${action}`)).toEqual([
      "run-start counter",
      "step-start counter",
      "step-end counter",
      "transition counter",
      "step-start result",
      "step-end result",
      "run-end result",
    ]);
    expect(await stream.get()).toEqual(await countTo(1).run());
  });

  it("numbers the chunks of every streaming step", async () => {
    const events = await collect(talk("sync").app.stream());
    const chunks = events.flatMap((event) => (event.type === "chunk" ? [[event.sequenceId, event.index]] : []));
    expect(chunks).toEqual([0, 1].flatMap((id) => ten.map((_, index) => [id, index])));
  });

  it("stops at halts as run() does", async () => {
    const app = endlessCounter();
    expect(await app.stream({ haltAfter: "counter" }).get()).toMatchObject({ stopped: "after", state: { count: 1 } });
    expect(await app.stream({ haltBefore: "counter" }).get()).toMatchObject({ stopped: "before", state: { count: 2 } });
  });
});
