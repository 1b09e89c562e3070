import { expect, it } from "vitest";
import { burr, type HookEvent, memoryJournal, onError } from "../index.ts";

const b = burr<{ log: string[]; isOpen: boolean }>();
const boom = new Error("down");

/** An action of a stream that is aborted after its first chunk, and keeps it; one that fails; and what these lead to. */
function appOf(stop: AbortController) {
  const journal = memoryJournal();
  const told: HookEvent<"postTransition">[] = [];
  const listen = b.action({
    reads: [],
    writes: ["log"],
    async *run(state) {
      yield "one";
      stop.abort(new Error("enough"));
      await Promise.resolve();
      yield "two";
      return state.append({ log: "all" });
    },
    onAbort: (_partial, state) => state.append({ log: "a part" }),
  });
  let calls = 0;
  const fetch = b.action({
    reads: [],
    writes: ["log"],
    async *run(state) {
      calls += 1;
      yield calls;
      if (calls < 3) throw boom;
      return state.append({ log: "fetched" });
    },
  });
  const app = b.application({
    actions: { listen, fetch, end: b.action({ reads: [], writes: [], run: () => ({}) }) },
    transitions: [
      ["listen", "end", b.check(["isOpen"], ({ isOpen }) => !isOpen, "closed")],
      ["listen", "fetch"],
      ["fetch", "fetch", onError(Error, { max: 2 })],
      ["fetch", "end"],
    ],
    entrypoint: "listen",
    state: { log: [], isOpen: true },
    journal,
    hooks: [{ postTransition: (event) => void told.push(event) }],
  });
  return { app, journal, told };
}

it("hooks are told of each choice, also where it is a later run that goes on: behind an abort that was committed, and a stream that failed", async () => {
  const stop = new AbortController();
  const { app, journal, told } = appOf(stop);
  await expect(app.run({ signal: stop.signal })).rejects.toThrow("enough");
  expect(told).toMatchObject([
    { sequenceId: 0, from: "listen", to: "fetch", tried: [{ condition: "closed", result: false }, { result: true }] },
  ]);
  const stream = await app.streamResult({ haltAfter: "fetch" });
  await expect(stream.get()).rejects.toBe(boom);
  expect(told[1]).toMatchObject({ sequenceId: 1, from: "fetch", to: "fetch" });
  expect(await app.run()).toMatchObject({ stopped: "end", action: "end" });
  expect(told.map(({ sequenceId, from, to }) => [sequenceId, from, to])).toEqual([
    [0, "listen", "fetch"],
    [1, "fetch", "fetch"],
    [2, "fetch", "fetch"],
    [3, "fetch", "end"],
  ]);
  const stored = journal.records.flatMap((record) => (record.type === "transition" ? [record] : []));
  expect(told).toEqual(stored.map(({ type: _type, ...choice }) => choice));
});

it("an abort that was not committed leads nowhere", async () => {
  const told: unknown[] = [];
  const stop = new AbortController();
  const wait = b.action({ reads: [], writes: [], run: (_state, _inputs, { signal }) => new Promise((_resolve, reject) => { signal.addEventListener("abort", () => { reject(boom); }); stop.abort(boom); }) }); // prettier-ignore
  const app = b.application({ actions: { wait }, transitions: [["wait", "wait"]], entrypoint: "wait", state: { log: [] }, hooks: [{ postTransition: (event) => void told.push(event) }] }); // prettier-ignore
  await expect(app.run({ signal: stop.signal })).rejects.toBe(boom);
  expect(told).toEqual([]);
});

it("a condition that throws behind an abort is told as that; the run ends with the reason of the abort, the next one with the error", async () => {
  const told: HookEvent<"postTransition">[] = [];
  const stop = new AbortController();
  const listen = b.action({ reads: [], writes: ["log"], async *run(state) { yield 1; stop.abort(boom); await Promise.resolve(); return state.append({ log: "all" }); }, onAbort: (_partial, state) => state.append({ log: "a part" }) }); // prettier-ignore
  const broken = b.check(["log"], (): boolean => { throw new TypeError("no"); }, "broken"); // prettier-ignore
  const app = b.application({ actions: { listen }, transitions: [["listen", "listen", broken]], entrypoint: "listen", state: { log: [] }, hooks: [{ postTransition: (event) => void told.push(event) }] }); // prettier-ignore
  await expect(app.run({ signal: stop.signal })).rejects.toBe(boom);
  expect(told).toMatchObject([{ sequenceId: 0, to: null, tried: [{ condition: "broken", result: false }] }]);
  await expect(app.run()).rejects.toThrow("no");
});
