import { describe, expect, it } from "vitest";
import { memoryJournal } from "../index.ts";
import { failure, hookLog } from "../testing/counter-app.ts";
import { collect, leave, names, talk, ten } from "../testing/talk-app.ts";

describe.each(names)("a stream of one action (%s)", (name) => {
  it("89: gives its chunks, then with get() the final result and the new state", async () => {
    const { app } = talk(name);
    const stream = await app.streamResult({ haltAfter: "say" });
    expect(stream.action).toBe("say");
    expect(await collect(stream)).toEqual(ten);
    const end = { action: "say", result: { length: 10 }, state: { count: 0, text: "0123456789" }, sequenceId: 0 };
    expect(await stream.get()).toEqual(end);
    expect(await stream.get()).toEqual(end);
    expect(app).toMatchObject({ state: { text: "0123456789" }, nextAction: "repeat", sequenceId: 0 });
  });

  it("90: is drained by get() when nobody reads it", async () => {
    const { app, trace } = talk(name);
    const stream = await app.streamResult({ haltAfter: "say" });
    expect(await stream.get()).toMatchObject({ result: { length: 10 }, state: { text: "0123456789" } });
    expect(trace).toEqual({ started: 1, closed: 1 });
  });

  it("91: tells its outcome once it has ended", async () => {
    const { app } = talk(name);
    const stream = await app.streamResult({ haltAfter: "say" });
    await collect(stream);
    expect(await stream.outcome).toEqual({
      status: "completed",
      state: { count: 0, text: "0123456789" },
      partial: ten,
      committed: true,
      closed: true,
    });
  });

  it("93, 98: drains the streams before it silently", async () => {
    const { hooks, calls } = hookLog();
    const { app } = talk(name, { hooks: [hooks] });
    const stream = await app.streamResult({ haltAfter: ["repeat"] });
    expect(await collect(stream)).toEqual(ten);
    expect(await stream.get()).toMatchObject({ sequenceId: 1, state: { text: "01234567890123456789" } });
    expect(calls).toEqual([
      "preRunExecuteCall",
      "preRunStep say:0",
      "postRunStep say:0",
      "preRunStep repeat:1",
      "preStartStream repeat:1",
      ...ten.map(() => "postStreamItem repeat:1"),
      "postEndStream repeat:1",
      "postRunStep repeat:1",
      "postRunExecuteCall",
    ]);
  });

  it("94: runs the ordinary steps before it", async () => {
    const { hooks, calls } = hookLog();
    const { app } = talk(name, { hooks: [hooks], before: 10 });
    const stream = await app.streamResult({ haltAfter: "say" });
    await collect(stream);
    expect(await stream.get()).toMatchObject({ sequenceId: 10, state: { count: 10 } });
    expect(calls.filter((call) => call.startsWith("preRunStep"))).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `preRunStep counter:${index}`),
      "preRunStep say:10",
    ]);
    expect(calls.filter((call) => call.startsWith("postRunStep"))).toHaveLength(11);
    expect(calls.filter((call) => call.endsWith("RunExecuteCall"))).toHaveLength(2);
  });

  it("97: is one of those that streamIterate() gives, whether they are read or not", async () => {
    for (const read of [true, false]) {
      const { hooks, calls } = hookLog();
      const { app } = talk(name, { hooks: [hooks] });
      const seen: string[] = [];
      const items: unknown[] = [];
      for await (const stream of app.streamIterate({ haltAfter: "repeat" })) {
        seen.push(stream.action);
        if (read) items.push(...(await collect(stream)));
      }
      expect(seen).toEqual(["say", "repeat"]);
      expect(items).toHaveLength(read ? 20 : 0);
      expect(app).toMatchObject({ state: { text: "01234567890123456789" }, sequenceId: 1 });
      const count = (hook: string) => calls.filter((call) => call.startsWith(hook)).length;
      expect([count("preStartStream"), count("postStreamItem"), count("postEndStream")]).toEqual([2, 20, 2]);
    }
  });

  it("102: changes nothing when it is never read: the next call runs the action again", async () => {
    const { app, trace } = talk(name);
    const stream = await app.streamResult({ haltAfter: "say" });
    expect(trace.started).toBe(0);
    expect(app).toMatchObject({ state: { text: "" }, nextAction: "say", sequenceId: -1 });
    expect(await app.step()).toMatchObject({ action: "say", sequenceId: 0, state: { text: "0123456789" } });
    expect(trace.started).toBe(1);
    await expect(stream.get()).rejects.toThrow(failure("stale-stream", '"say"', "streamResult() again"));
  });

  it("159: that its reader leaves is closed: state stays, get() says so, the step is recorded as aborted", async () => {
    const journal = memoryJournal();
    const { app, trace } = talk(name, { journal });
    const stream = await app.streamResult({ haltAfter: "say" });
    await leave(stream);
    expect(trace).toEqual({ started: 1, closed: 1 });
    expect(app).toMatchObject({ state: { text: "" }, nextAction: "say", sequenceId: 0 });
    await expect(stream.get()).rejects.toThrow(expect.objectContaining({ name: "AbortError" }) as Error);
    expect(await stream.outcome).toMatchObject({ status: "aborted", committed: false, partial: [ten[0]] });
    expect(journal.records).toMatchObject([
      { type: "step-started" },
      { type: "step-ended", status: "aborted", committed: false, delta: [] },
    ]);
  });

  it("159: whose reader leaves inside streamIterate() ends the iteration", async () => {
    const { app, trace } = talk(name);
    const seen: string[] = [];
    for await (const stream of app.streamIterate()) {
      seen.push(stream.action);
      await leave(stream);
    }
    expect(seen).toEqual(["say"]);
    expect(trace).toEqual({ started: 1, closed: 1 });
    expect(app).toMatchObject({ state: { text: "" }, nextAction: "say" });
    expect(await app.step()).toMatchObject({ action: "say", sequenceId: 1 });
  });

  it("makes a chunk only when it is asked for one", async () => {
    const { app, trace } = talk(name);
    const stream = await app.streamResult({ haltAfter: "say" });
    const items = stream[Symbol.asyncIterator]();
    expect(trace.started).toBe(0);
    expect((await items.next()).value).toEqual(ten[0]);
    expect(trace).toEqual({ started: 1, closed: 0 });
    await items.return?.();
    expect(trace).toEqual({ started: 1, closed: 1 });
  });
});
