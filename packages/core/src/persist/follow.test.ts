import { describe, expect, it } from "vitest";
import { type AnyRunEvent, burr, eventResponse, type Middleware, readStream } from "../index.ts";
import { deferred } from "../promises.ts";
import { type HistoryStore, memoryStore, persisterOn } from "./index.ts";

const b = burr<{ text: string; other: string }>();

/** An application whose step streams "a" to "e", and waits before each letter until the test says so. */
function speller(
  store: HistoryStore,
  { logChunks = true, fails = false }: { logChunks?: boolean | readonly string[]; fails?: boolean } = {},
) {
  const turns = Array.from({ length: 6 }, () => deferred<void>());
  const spell = b.action({
    reads: [],
    writes: ["text"],
    async *run() {
      for (const [index, letter] of ["a", "b", "c", "d", "e"].entries()) {
        await turns[index]?.promise;
        yield { letter, at: new Date(index) };
      }
      await turns[5]?.promise;
      if (fails) throw new Error("secret detail");
      return [{ length: 5 }, { text: "abcde" }];
    },
  });
  const persister = persisterOn(store);
  const parts = { actions: { spell }, transitions: [["spell", "spell"]], entrypoint: "spell", state: {} } as const;
  const app = b.application({ ...parts, appId: "app", persister, logChunks });
  const letGo = (from: number, to: number): void => {
    for (let turn = from; turn <= to; turn += 1) turns[turn]?.resolve();
  };
  return { app, persister, letGo };
}

async function all(events: AsyncIterable<AnyRunEvent>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const event of events) {
    if (event.type === "chunk") seen.push((event.chunk as { letter: string }).letter);
    else seen.push(event.type === "step-end" ? `step-end ${event.status}` : event.type);
  }
  return seen;
}

describe("a logged stream", () => {
  it("can be followed while it runs, and read after its end, from any chunk on, from another process", async () => {
    const store = memoryStore();
    const { app, letGo } = speller(store);
    const stream = await app.streamResult({ haltAfter: "spell" });
    const iterator = stream[Symbol.asyncIterator]();
    letGo(0, 1);
    await iterator.next();
    const elsewhere = persisterOn(store);
    const early = all(elsewhere.readStream("app", 0));
    const late = all(elsewhere.readStream("app", 0, { from: 3 }));
    letGo(2, 5);
    await stream.get();
    expect(await early).toEqual(["a", "b", "c", "d", "e", "step-end completed"]);
    expect(await late).toEqual(["d", "e", "step-end completed"]);
    expect(await all(elsewhere.readStream("app", 0, { lastEventId: "0.1.1" }))).toEqual([
      "c",
      "d",
      "e",
      "step-end completed",
    ]);
    expect(await all(elsewhere.readStream("app", 0, { lastEventId: "7.1.1" }))).toHaveLength(6);
    const events: AnyRunEvent[] = [];
    for await (const event of elsewhere.readStream("app", 0)) events.push(event);
    expect(events[1]).toEqual({ type: "chunk", path: [], action: "spell", sequenceId: 0, attempt: 1, index: 1, chunk: { letter: "b", at: new Date(1) } }); // prettier-ignore
    expect(events.at(-1)).toMatchObject({
      type: "step-end",
      status: "completed",
      committed: true,
      result: { length: 5 },
      delta: [{ op: "set", key: "text", value: "abcde" }],
    });
  });

  it("goes on for a client that reconnects: each chunk once, and no step is begun", async () => {
    const store = memoryStore();
    const { app, letGo } = speller(store);
    letGo(0, 5);
    const first = (await app.streamResult({ haltAfter: "spell" })).toResponse({ onDisconnect: "detach" });
    const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader();
    let received = "";
    while (!received.includes('"letter":"b"')) received += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    const lastEventId = [...received.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? null;
    expect(lastEventId).toBe("0.1.1");
    const rest = eventResponse(persisterOn(store).readStream("app", 0, { lastEventId }));
    expect(await all(readStream(rest))).toEqual(["c", "d", "e", "step-end completed"]);
    const again = await app.streamResult({ haltAfter: "spell" });
    expect(await all(readStream(again.toResponse({ lastEventId })))).toEqual(["c", "d", "e", "step-end completed"]);
    expect(app.sequenceId).toBe(0);
  });

  it("tells where the reader is in ids that go on after each reconnect, and says so when nothing is left", async () => {
    const store = memoryStore();
    const { app, letGo } = speller(store);
    letGo(0, 5);
    await app.step();
    const stream = await app.streamResult({ haltAfter: "spell" });
    const idsAfter = async (lastEventId: string): Promise<string[]> => {
      const text = await stream.toResponse({ lastEventId }).text();
      return Array.from(text.matchAll(/^id: (.*)$/gm), ([, id]) => id ?? "");
    };
    expect(await idsAfter("0.1.2")).toEqual(["0.1.3", "0.1.4", "0.1.end"]);
    expect(await idsAfter("0.1.4")).toEqual(["0.1.end"]);
    expect(stream.toResponse({ lastEventId: "0.1.end" }).status).toBe(204);
    expect(stream.toResponse({ lastEventId: "nonsense" }).status).toBe(204);
  });

  it("of a whole run goes on with the steps that follow", async () => {
    const store = memoryStore();
    const { app, letGo } = speller(store);
    letGo(0, 5);
    await app.step();
    await app.step();
    const run = app.stream({ haltAfter: "spell" });
    expect(await all(readStream(run.toResponse({ lastEventId: "0.1.3" })))).toEqual([
      "e",
      "step-end completed",
      "a",
      "b",
      "c",
      "d",
      "e",
      "step-end completed",
    ]);
    expect(await all(readStream(run.toResponse({ lastEventId: "0.1.end" })))).toHaveLength(6);
    expect(app.sequenceId).toBe(1);
  });

  it("that was tried again is taken back, and told from its beginning", async () => {
    let tries = 0;
    const flaky = b.action({
      reads: [],
      writes: ["text"],
      *run(_state, _inputs, { attempt }) {
        tries += 1;
        const size = tries === 1 ? 3 : 1;
        for (let part = 0; part < size; part += 1) yield { letter: `${attempt}${part}` };
        if (tries === 1) throw new Error("boom");
        return { text: "done" };
      },
    });
    const again: Middleware = async (_step, next) => {
      try {
        return await next();
      } catch {
        return await next();
      }
    };
    const persister = persisterOn(memoryStore());
    const app = b.application({ actions: { flaky }, transitions: [], entrypoint: "flaky", state: {}, appId: "app", persister, logChunks: true, use: [again] }); // prettier-ignore
    await app.step();
    expect(await all(persister.readStream("app", 0, { attempt: 2 }))).toEqual(["20", "step-end completed"]);
    expect(await all(persister.readStream("app", 0))).toEqual([
      "10",
      "11",
      "12",
      "rollback",
      "20",
      "step-end completed",
    ]);
    expect(await all(persister.readStream("app", 0, { lastEventId: "0.1.1" }))).toEqual(["12", "rollback", "20", "step-end completed"]); // prettier-ignore
  });

  it("that failed or was aborted is taken back, without the error's text", async () => {
    const store = memoryStore();
    const { app, letGo, persister } = speller(store, { fails: true });
    letGo(0, 5);
    await expect(app.step()).rejects.toThrow("secret detail");
    expect(await all(persister.readStream("app", 0))).toEqual(["a", "b", "c", "d", "e", "rollback", "step-end failed"]);
    const text = await eventResponse(persister.readStream("app", 0)).text();
    expect(text).not.toContain("secret detail");
    expect(text.match(/^event: .*$/gm)?.slice(-2)).toEqual(["event: rollback", "event: error"]);
  });

  it("of a process that died ends with an error, and so does one that never was", async () => {
    let now = 1000;
    const store = memoryStore();
    const { app, letGo } = speller(store);
    const stream = await app.streamResult({ haltAfter: "spell" });
    const iterator = stream[Symbol.asyncIterator]();
    letGo(0, 0);
    await iterator.next();
    now = Date.now() + 60_000;
    const elsewhere = persisterOn(store, { now: () => now });
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for await (const { type } of elsewhere.readStream("app", 0)) seen.push(type);
      })(),
    ).rejects.toMatchObject({ code: "stream-interrupted" });
    expect(seen).toEqual(["chunk"]);
    await expect(all(elsewhere.readStream("app", 5))).rejects.toMatchObject({ code: "unknown-sequence-id" });
    await expect(all(elsewhere.readStream("nobody", 0))).rejects.toMatchObject({ code: "unknown-sequence-id" });
    await stream.abort("done");
  });

  it("is only logged for the actions that are named", async () => {
    const store = memoryStore();
    const { app, letGo, persister } = speller(store, { logChunks: [] });
    letGo(0, 5);
    await app.step();
    expect(await all(persister.readStream("app", 0))).toEqual(["step-end completed"]);
    expect(() => speller(memoryStore(), { logChunks: ["typo"] })).toThrow(
      expect.objectContaining({ code: "unknown-action" }),
    );
  });

  it("stops being followed with the signal", async () => {
    const store = memoryStore();
    const { app, letGo } = speller(store);
    const stream = await app.streamResult({ haltAfter: "spell" });
    const pull = stream[Symbol.asyncIterator]();
    letGo(0, 0);
    await pull.next();
    const controller = new AbortController();
    const following = persisterOn(store).readStream("app", 0, { signal: controller.signal });
    await following.next();
    const next = following.next();
    controller.abort("enough");
    await expect(next).rejects.toBe("enough");
    await stream.abort("done");
  });
});
