import { burr, input, onError } from "@burrjs/core";
import { valueCodec } from "@burrjs/core/persist";
import type { ForkAnswer, LogRecord, RunnersView } from "@burrjs/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { testServer, type TestServer } from "../testing/client.ts";
import { runnerToken } from "../testing/fake-runner.ts";
import { runnerWorld, type RunnerWorld, traceOf } from "../testing/runner-world.ts";

interface Walk {
  readonly n: number;
  readonly limit: number;
  readonly list: readonly string[];
  readonly at: Date | undefined;
  readonly spare?: string;
}

class Stumbled extends Error {
  override readonly name = "Stumbled";
}

const b = burr<Walk>();
/** What the actions have done: recorded outcomes do nothing. */
let calls: string[] = [];

const actions = {
  walk: b.action({
    reads: ["n", "at"],
    writes: ["n", "at"],
    run: ({ n, at }) => (calls.push("walk"), [{ was: n, big: BigInt(n) }, { n: n + 1, at: new Date((at?.getTime() ?? 0) + 1) }]), // prettier-ignore
  }),
  note: b.action({
    reads: ["n"],
    writes: ["list"],
    mayWrite: ["spare"],
    run: (state) => {
      calls.push("note");
      const noted = state.append({ list: `note ${state.n}` });
      return state.n % 3 === 0 ? noted.update({ spare: `s${state.n}` }) : noted.delete("spare");
    },
  }),
  talk: b.action({
    reads: ["n", "list"],
    writes: ["list", "n"],
    async *run(state) {
      calls.push("talk");
      for (const part of ["a", "b"]) {
        yield { part };
        await Promise.resolve();
      }
      return state.append({ list: `talk ${state.list.length}` }).increment({ n: 1 });
    },
  }),
  stumble: b.action({
    reads: ["n"],
    writes: [],
    run: ({ n }): Record<never, never> => {
      calls.push("stumble");
      if (n % 2 === 0) throw new Stumbled(`at ${n}`);
      return {};
    },
  }),
};
type Name = keyof typeof actions;

const isOver = b.check(["n", "limit"], ({ n, limit }) => n >= limit, "over");
const mod = (by: number, rest: number) => b.check(["n"], ({ n }) => n % by === rest, `n % ${by} = ${rest}`);

/** An application that walks until a limit, now one way, now another. */
function walker(
  world: RunnerWorld,
  appId: string,
  { state = {}, entrypoint = "walk" }: { readonly state?: Partial<Walk>; readonly entrypoint?: Name } = {},
) {
  // prettier-ignore
  return b.application({
    actions: { ...actions, end: b.action({ reads: [], writes: [], terminal: true, run: () => ({}) }) },
    transitions: [
      ["walk", "end", isOver],
      ["walk", "talk", mod(3, 1)],
      ["walk", "stumble", mod(5, 0)],
      ["walk", "note"],
      ["note", "walk"],
      ["talk", "note", mod(2, 0)],
      ["talk", "walk"],
      ["stumble", "note", onError(Stumbled)],
      ["stumble", "walk"],
    ],
    entrypoint,
    state: { n: 0, limit: 6, list: [], at: undefined, ...state },
    tracker: world.tracker,
    appId,
  });
}

function ends(records: readonly LogRecord[]) {
  return records.filter((record) => record.type === "end_entry");
}

/** Resolves with what a server says of its runners when that is as wanted. */
async function until(server: Pick<TestServer, "json">, isWanted: (view: RunnersView) => boolean): Promise<RunnersView> {
  for (;;) {
    const view = (await server.json("/api/v1/runners")) as RunnersView;
    if (isWanted(view)) return view;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** How a runner finds its server, which may be another one later: what it waits for from the first one then breaks off. */
function wayTo(first: TestServer) {
  const cut = new AbortController();
  let { server } = first;
  return {
    fetch(url: string, init: RequestInit): Promise<Response> {
      const signals = url.endsWith("/jobs") && server === first.server ? [cut.signal] : [];
      const signal = AbortSignal.any([...signals, ...(init.signal ? [init.signal] : [])]);
      return server.fetch(new Request(url, { ...init, signal }));
    },
    goTo(next: TestServer): void {
      ({ server } = next);
      cut.abort();
    },
  };
}

const limits = fc.integer({ min: 1, max: 12 });
const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const side = fc.constantFrom("before" as const, "after" as const);
const edit = fc.oneof(
  fc.constant([]),
  fc.integer({ min: 0, max: 12 }).map((value) => [{ op: "replace" as const, path: "/n", value }]),
  fc.constant([{ op: "add" as const, path: "/list/-", value: "mine" }]),
  fc.constant([{ op: "add" as const, path: "/spare", value: "given" }, { op: "replace" as const, path: "/at", value: JSON.parse(valueCodec().encode(new Date(9), "at")) as unknown }]), // prettier-ignore
);

/** A recorded walk, and one of its steps. */
async function recorded(
  world: RunnerWorld,
  limit: number,
  { at, where }: { readonly at: number; readonly where: "before" | "after" },
) {
  await walker(world, "parent", { state: { limit } }).run();
  const records = await world.records("parent");
  const steps = ends(records);
  const step = steps[Math.floor(at * steps.length)]!;
  // Nothing can begin behind a step that has changed nothing, and nothing follows the last one.
  fc.pre(where === "before" || (step.status === undefined && step.action !== "end"));
  return { records, step };
}

describe("a fork of a recorded run", () => {
  it("leaves every byte of it as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        limits,
        part,
        side,
        edit,
        fc.constantFrom("live" as const, "tape" as const),
        async (...[limit, at, where, patch, mode]) => {
          const world = runnerWorld();
          const { step } = await recorded(world, limit, { at, where });
          const before = world.files("parent");
          await world.serve(walker(world, "served"));
          await world.fork("parent", { sequence_id: step.sequence_id, at: where, patch, mode, new_app_id: "fork" }); // prettier-ignore
          await world.until("fork", ["done", "failed", "paused"]);
          await world.tracker.flush();
          const { "children.jsonl": children = "", ...after } = world.files("parent");
          expect(after).toEqual(before);
          expect(children.split("\n").filter((line) => line !== "")).toHaveLength(1);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it("does what a fresh application does that begins with that state, at that action", async () => {
    await fc.assert(
      fc.asyncProperty(limits, part, side, edit, async (limit, at, where, patch) => {
        const world = runnerWorld();
        const { step } = await recorded(world, limit, { at, where });
        await world.serve(walker(world, "served"));
        const id = step.sequence_id;
        await world.fork("parent", { sequence_id: id, at: where, patch, new_app_id: "fork" });
        expect(await world.until("fork")).toMatchObject({ status: "done" });
        const fork = await world.records("fork");
        const first = ends(fork)[0]!;
        const run = fork.find((record) => record.type === "run");
        const state = world.tracker.load({ appId: "fork" });
        expect(first.sequence_id).toBe(where === "before" ? id : id + 1);
        const begun = await stateBefore(world, patch, { id, where });
        await walker(world, "fresh", { state: begun, entrypoint: first.action as Name }).run();
        const fresh = await world.records("fresh");
        const shift = first.sequence_id;
        expect(traceOf(fork)).toEqual(
          traceOf(fresh).map((one) => ({ ...one, id: Number(Reflect.get(one, "id")) + shift })),
        );
        expect((await state)?.state).toEqual((await world.tracker.load({ appId: "fresh" }))?.state);
        expect(run?.parent).toMatchObject({
          app_id: "parent",
          sequence_id: id,
          kind: "fork",
          at: where,
          mode: "live",
          patch,
        });
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("on tape does the same again without doing anything", async () => {
    await fc.assert(
      fc.asyncProperty(limits, part, side, async (limit, at, where) => {
        const world = runnerWorld();
        const { records, step } = await recorded(world, limit, { at, where });
        await world.serve(walker(world, "served"));
        calls = [];
        await world.fork("parent", { sequence_id: step.sequence_id, at: where, mode: "tape", new_app_id: "fork" });
        expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
        const fork = await world.records("fork");
        const from = where === "before" ? step.sequence_id : step.sequence_id + 1;
        expect(traceOf(fork)).toEqual(traceOf(records, from));
        expect(calls).toEqual([]);
        const { state } = (await world.tracker.load({ appId: "fork" }))!;
        expect(state).toEqual((await world.tracker.load({ appId: "parent" }))?.state);
        const marks = fork.filter(
          (record) => record.type === "attribute" && record.key === "burr.tape" && record.value === true,
        );
        expect(marks).toHaveLength(ends(fork).length);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

/** The state that a fork begins with, as a program has it. */
async function stateBefore(
  world: RunnerWorld,
  patch: readonly { readonly path: string; readonly value: unknown }[],
  { id, where }: { readonly id: number; readonly where: "before" | "after" },
): Promise<Partial<Walk>> {
  const last = where === "before" ? id - 1 : id;
  const from = last < 0 ? undefined : await world.tracker.load({ appId: "parent", sequenceId: last });
  const { limit } = (await world.tracker.load({ appId: "parent" }))!.state;
  const state = { ...(from?.state ?? { n: 0, list: [], at: undefined }), limit } as Record<string, unknown>;
  for (const { path, value } of patch) {
    if (path === "/list/-") state["list"] = [...(state["list"] as string[]), value];
    else if (path === "/at") state["at"] = new Date(9);
    else state[path.slice(1)] = value;
  }
  return state;
}

describe("a fork of a fork", () => {
  it("keeps the chain, and goes on from where the first one has got its state", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    await world.serve(walker(world, "served"));
    await world.fork("parent", { sequence_id: 3, at: "before", new_app_id: "one" });
    await world.until("one");
    const { status } = await world.fork("one", { sequence_id: 3, at: "before", new_app_id: "two", mode: "tape" });
    expect(status).toBe(202);
    await world.until("two");
    expect(traceOf(await world.records("two"))).toEqual(traceOf(await world.records("parent"), 3));
    const two = await world.store.run({ project: "world", appId: "two", partitionKey: null });
    expect((await two!.header()).parent).toEqual({ app_id: "one", partition_key: null, sequence_id: 2 });
  });
});

describe("what may run", () => {
  const c = burr<{ n: number; sent: readonly number[]; found: string }>();
  function mailer(world: RunnerWorld, appId: string, use: { readonly send?: () => void } = {}) {
    const look = c.action({ reads: [], writes: ["found"], run: () => (calls.push("look"), { found: "x" }) });
    const count = c.action({ reads: ["n"], writes: ["n"], run: ({ n }) => (calls.push("count"), { n: n + 1 }) });
    const send = c.action({ reads: ["n"], writes: ["sent"], terminal: true, tags: ["side-effect"], run: (state) => (calls.push("send"), use.send?.(), state.append({ sent: state.n })) }); // prettier-ignore
    return c.application({
      actions: { look, count, send },
      transitions: [["look", "count"], ["count", "send"], ["send", "count", c.check(["n"], ({ n }) => n < 3, "more")]], // prettier-ignore
      entrypoint: "look",
      state: { n: 0, sent: [], found: "" },
      tracker: world.tracker,
      appId,
    });
  }

  async function mailed() {
    const world = runnerWorld();
    await mailer(world, "parent").run();
    const runner = await world.serve(mailer(world, "served"));
    calls = [];
    return { world, runner };
  }

  it("live, an action with effects does not run unless it was allowed; going on then allows it once", async () => {
    const { world, runner } = await mailed();
    expect(runner.applications).toMatchObject([{ side_effects: ["send"] }]);
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    expect(await world.until("fork", ["paused"])).toMatchObject({ stopped: "side-effect", next: "send" });
    expect(calls).toEqual(["look", "count"]);
    expect(ends(await world.records("fork")).map(({ action }) => action)).toEqual(["look", "count"]);
    expect((await world.control("fork", { type: "continue" })).status).toBe(202);
    await world.until("fork", ["paused"]);
    expect(calls).toEqual(["look", "count", "send", "count"]);
  });

  it("live, with a tick it runs", async () => {
    const { world } = await mailed();
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork", allowed_side_effects: ["send"] });
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
    expect(calls.filter((one) => one === "send")).toHaveLength(3);
  });

  it("an action with effects that is the first does not run either", async () => {
    const { world } = await mailed();
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "fork" });
    expect(await world.until("fork", ["paused"])).toMatchObject({ stopped: "side-effect", next: "send" });
    expect(calls).toEqual([]);
  });

  it("mixed, chosen actions run, and all others end as they did", async () => {
    const { world } = await mailed();
    await world.fork("parent", {
      sequence_id: 0,
      at: "before",
      new_app_id: "fork",
      mode: "mixed",
      live_actions: ["count"],
    });
    expect(await world.until("fork")).toMatchObject({ status: "done" });
    expect(new Set(calls)).toEqual(new Set(["count"]));
    expect((await world.tracker.load({ appId: "fork" }))?.state).toEqual({ n: 3, sent: [1, 2, 3], found: "x" });
  });

  it("what is not on the tape stops the run before it begins, and can be run all the same", async () => {
    const { world } = await mailed();
    await world.fork("parent", { sequence_id: 0, at: "before", mode: "tape", patch: [{ op: "replace", path: "/n", value: -1 }], new_app_id: "fork", next_action: "count" }); // prettier-ignore
    // Recorded outcomes are used, whatever the state is: its first count led to 1.
    expect(await world.until("fork", ["paused", "done"])).toMatchObject({ status: "done", stopped: "end" });
    await world.fork("parent", { sequence_id: 6, at: "after", mode: "tape", next_action: "look", new_app_id: "off" });
    expect(await world.until("off", ["paused"])).toMatchObject({ stopped: "not-on-tape", next: "look" });
    expect(calls).toEqual([]);
    await world.control("off", { type: "step" });
    expect(await world.until("off", ["paused"])).toMatchObject({ next: "count" });
    expect(calls).toEqual(["look"]);
  });

  it("what was edited stays, where the recorded steps did not write over it", async () => {
    const { world } = await mailed();
    const patch = [{ op: "replace" as const, path: "/sent", value: [0] }];
    await world.fork("parent", { sequence_id: 1, at: "before", mode: "tape", patch, new_app_id: "fork" });
    expect(await world.until("fork")).toMatchObject({ stopped: "end" });
    expect((await world.tracker.load({ appId: "fork" }))?.state).toEqual({ n: 3, sent: [0, 1, 2, 3], found: "x" });
  });

  it("a recorded change that does not fit the state of the fork stops the run, with the state as it was", async () => {
    const { world } = await mailed();
    const patch = [{ op: "replace" as const, path: "/sent", value: "no list" }];
    await world.fork("parent", { sequence_id: 1, at: "before", mode: "tape", patch, new_app_id: "fork" });
    expect(await world.until("fork", ["paused", "done", "failed"])).toMatchObject({
      stopped: "tape-mismatch",
      next: "send",
    });
    expect((await world.tracker.load({ appId: "fork" }))?.state).toMatchObject({ n: 1, sent: "no list" });
    expect(calls).toEqual([]);
  });

  it("steps are made one by one, up to an action, or so many; then the run waits", async () => {
    const { world } = await mailed();
    const allowed = { allowed_side_effects: ["send"] };
    await world.fork("parent", {
      sequence_id: 0,
      at: "before",
      new_app_id: "one",
      stop: { after_steps: 1 },
      ...allowed,
    });
    expect(await world.until("one", ["paused"])).toMatchObject({ stopped: "limit", next: "count" });
    await world.control("one", { type: "step" });
    expect(await world.until("one", ["paused"])).toMatchObject({ next: "send" });
    await world.control("one", { type: "continue" });
    expect(await world.until("one")).toMatchObject({ status: "done", stopped: "end" });
    await world.fork("parent", {
      sequence_id: 0,
      at: "before",
      new_app_id: "two",
      stop: { before: "send" },
      ...allowed,
    });
    expect(await world.until("two", ["paused"])).toMatchObject({ stopped: "before", next: "send" });
    await world.control("two", { type: "continue" });
    expect(await world.until("two", ["paused"])).toMatchObject({ stopped: "before", next: "send" });
    await world.control("two", { type: "abort" });
    expect(await world.until("two")).toMatchObject({ status: "done", stopped: "aborted" });
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "three", stop: { before: "send" } });
    await world.until("three", ["paused"]);
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "four" }); // before `send`, which is not allowed
    await world.until("four", ["paused"]);
    await world.control("four", { type: "abort" });
    // The logs alone tell how each of them stands, but for one that has never run.
    await world.tracker.flush();
    const items = (await world.store.runs("world", { sort: "app_id" }))?.items;
    expect(items?.map(({ app_id: id, status }) => [id, status])).toEqual([
      ["one", "completed"],
      ["parent", "completed"],
      ["three", "halted"],
      ["two", "aborted"],
    ]);
  });
});

describe("inputs", () => {
  const chat = burr<{ history: readonly string[]; tone: string }>();
  function chatbot(world: RunnerWorld, appId: string) {
    const prompt = chat.action({ reads: [], writes: ["history"], inputs: { text: input<string>() }, run: (state, { text }) => (calls.push(`prompt ${text}`), state.append({ history: text })) }); // prettier-ignore
    const answer = chat.action({ reads: ["history", "tone"], writes: ["history"], inputs: { loud: input<boolean>().default(false) }, run: (state, { loud }) => (calls.push(`answer ${loud}`), state.append({ history: `${state.tone} ${state.history.length}` })) }); // prettier-ignore
    return chat.application({ actions: { prompt, answer }, transitions: [["prompt", "answer"], ["answer", "prompt"]], entrypoint: "prompt", state: { history: [], tone: "calm" }, tracker: world.tracker, appId }); // prettier-ignore
  }

  /** A conversation of three turns, each a run with inputs of its own. */
  async function talked() {
    const world = runnerWorld();
    const app = chatbot(world, "parent");
    for (const text of ["one", "two", "three"]) await app.run({ haltAfter: "answer", inputs: { text, loud: text === "two" } }); // prettier-ignore
    await world.serve(chatbot(world, "served"), { maxSteps: 7 });
    calls = [];
    return world;
  }

  function inputsIn(records: readonly LogRecord[]): readonly object[] {
    return records.flatMap((record) => (record.type === "begin_entry" ? [{ id: record.sequence_id, ...record.inputs }] : [])); // prettier-ignore
  }

  it("of steps that end as they were recorded are those that were recorded, in whichever run", async () => {
    const world = await talked();
    await world.fork("parent", { sequence_id: 1, at: "after", mode: "tape", new_app_id: "fork" });
    expect(await world.until("fork", ["paused"])).toMatchObject({ stopped: "not-on-tape", next: "prompt" });
    expect(calls).toEqual([]);
    const [parent, fork] = [await world.records("parent"), await world.records("fork")];
    expect(traceOf(fork)).toEqual(traceOf(parent, 2));
    expect(inputsIn(fork)).toEqual(inputsIn(parent).slice(2));
  });

  it("of actions that run are those that were asked for; without, those of the recorded run", async () => {
    const world = await talked();
    const mixed = { sequence_id: 2, at: "before", mode: "mixed", live_actions: ["answer"], stop: { after_steps: 4 } } as const; // prettier-ignore
    await world.fork("parent", { ...mixed, new_app_id: "one", inputs: { loud: false } });
    await world.until("one", ["paused"]);
    expect(calls).toEqual(["answer false", "answer false"]);
    expect(ends(await world.records("one")).map(({ sequence_id: id }) => id)).toEqual([2, 3, 4, 5]);
    expect((await world.tracker.load({ appId: "one" }))?.state).toMatchObject({ history: ["one", "calm 1", "two", "calm 3", "three", "calm 5"] }); // prettier-ignore
  });

  it("may be others than the recorded ones; one that is missing is told of", async () => {
    const world = await talked();
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "one", inputs: { text: "other" }, stop: { before: "prompt" } }); // prettier-ignore
    expect(await world.until("one", ["paused"])).toMatchObject({ stopped: "before", next: "prompt" });
    expect(calls).toEqual(["prompt other", "answer false"]);
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "two" });
    expect(await world.until("two", ["paused"])).toMatchObject({ stopped: "inputs", next: "prompt", inputs: [{ name: "text", has_value: false }] }); // prettier-ignore
    const refused = await world.control("two", { type: "continue" });
    expect(await refused.json()).toMatchObject({ error: { code: "missing-input", path: "/text", message: expect.stringContaining('"text"') } }); // prettier-ignore
    expect((await world.control("two", { type: "step", inputs: { text: "late" } })).status).toBe(202);
    expect(await world.until("two", ["paused"])).toMatchObject({ stopped: "limit", next: "answer", inputs: [] });
    expect(calls.at(-1)).toBe("prompt late");
  });

  it("are asked for anew when an action comes again, as at a person's turn", async () => {
    const world = await talked();
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "fork", inputs: { text: "x", loud: true } });
    const asks = { stopped: "inputs", next: "prompt", inputs: [{ name: "text", has_value: true }] };
    expect(await world.until("fork", ["paused"])).toMatchObject(asks);
    expect(calls).toEqual(["prompt x", "answer true"]);
    expect((await world.control("fork", { type: "continue", inputs: { text: "y" } })).status).toBe(202);
    expect(await world.until("fork", ["paused"])).toMatchObject(asks);
    expect(calls).toEqual(["prompt x", "answer true", "prompt y", "answer true"]);
    const hidden = await world.control("fork", { type: "continue", inputs: { text: { $burr: "redacted" } } });
    expect(await hidden.json()).toMatchObject({ error: { code: "unknown_value", path: "/text" } });
    expect(calls).toHaveLength(4);
  });

  it("that are to hold go round and round only so often: then the run waits to be told to go on", async () => {
    const world = await talked();
    await world.fork("parent", { sequence_id: 2, at: "before", new_app_id: "fork", inputs: { text: "x" } });
    await world.until("fork", ["paused"]);
    expect((await world.control("fork", { type: "continue" })).status).toBe(202);
    expect(await world.until("fork", ["paused"])).toMatchObject({ stopped: "limit", next: "answer" });
    expect(calls).toHaveLength(2 + 7);
  });

  it("that cannot be read are refused with the place", async () => {
    const world = await talked();
    const { status, answer } = await world.fork("parent", { sequence_id: 2, at: "before", inputs: { text: { $burr: "no-such-class", value: 1 } } }); // prettier-ignore
    expect({ ...answer, status }).toMatchObject({ status: 422, error: { code: "unreadable-value", path: "/text" } });
  });
});

describe("a run that waits", () => {
  const w = burr<{ question: string; answer: string }>();
  function asker(world: RunnerWorld, appId: string) {
    const ask = w.action({
      reads: ["question"],
      writes: ["answer"],
      answers: { approval: z.object({ text: z.string().min(2) }) },
      run: ({ question }, _inputs, ctx) => (calls.push("ask"), ctx.suspend("approval", { payload: { question } })),
      onAnswer: (_state, { approval }) => (calls.push("answered"), { answer: approval.text }),
    });
    return w.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: { question: "sure?", answer: "" }, tracker: world.tracker, appId }); // prettier-ignore
  }

  it("is answered from the page, by the schema of the answer, and goes on", async () => {
    const world = runnerWorld();
    await asker(world, "parent").run();
    await world.serve(asker(world, "served"));
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork", patch: [{ op: "replace", path: "/question", value: "really?" }] }); // prettier-ignore
    const { waiting_for: [waiting], ...job } = await world.until("fork", ["paused"]); // prettier-ignore
    expect(job).toMatchObject({ stopped: "suspended" });
    expect(waiting).toMatchObject({ name: "approval", payload: { question: "really?" }, schema: { type: "object", required: ["text"] } }); // prettier-ignore
    const answer = (value: unknown): Promise<Response> => world.control("fork", { type: "answer", suspension_id: waiting!.id, answer: value }); // prettier-ignore
    expect((await answer({ text: "x" })).status).toBe(422);
    expect((await world.control("fork", { type: "answer", suspension_id: "none", answer: {} })).status).toBe(422);
    expect((await answer({ text: "yes" })).status).toBe(202);
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
    expect((await world.tracker.load({ appId: "fork" }))?.state).toEqual({ question: "really?", answer: "yes" });
  });

  it("takes one answer of two that come at once, and nothing else meanwhile", async () => {
    const world = runnerWorld();
    await asker(world, "parent").run();
    await world.serve(asker(world, "served"));
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    const { waiting_for: [waiting] } = await world.until("fork", ["paused"]); // prettier-ignore
    calls.length = 0;
    const answer = { type: "answer", suspension_id: waiting!.id, answer: { text: "yes" } };
    const answers = await Promise.all([answer, answer, { type: "continue" }].map((one) => world.control("fork", one)));
    expect(answers.map(({ status }) => status)).toEqual([202, 422, 422]);
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
    expect(calls).toEqual(["answered"]);
  });

  it.each([
    { type: "continue", status: 422, answered: 202, stopped: "end" },
    { type: "step", status: 422, answered: 202, stopped: "end" },
    { type: "abort", status: 202, answered: 422, stopped: "aborted" },
  ])("is told to $type while an answer is looked at: $status", async ({ type, status, answered, stopped }) => {
    const world = runnerWorld();
    let pass = (): void => {};
    const looked = new Promise<boolean>((resolve) => (pass = () => resolve(true)));
    let asked = (): void => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const ask = w.action({
      reads: ["question"],
      writes: ["answer"],
      answers: { approval: z.object({ text: z.string().refine(() => (asked(), looked)) }) },
      run: (_state, _inputs, ctx) => ctx.suspend("approval"),
      onAnswer: (_state, { approval }) => ({ answer: approval.text }),
    });
    const app = (appId: string) => w.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: { question: "", answer: "" }, tracker: world.tracker, appId }); // prettier-ignore
    await app("parent").run();
    await world.serve(app("served"));
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    const { waiting_for: [waiting] } = await world.until("fork", ["paused"]); // prettier-ignore
    const answer = world.control("fork", { type: "answer", suspension_id: waiting!.id, answer: { text: "yes" } });
    await isAsked;
    expect((await world.control("fork", { type })).status).toBe(status);
    pass();
    expect((await answer).status).toBe(answered);
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped });
  });

  it("on tape has its answer already", async () => {
    const world = runnerWorld();
    const parent = asker(world, "parent");
    await parent.run();
    const [open] = await parent.listSuspensions();
    await parent.resume(open!.id, { text: "yes" });
    await parent.run();
    await world.serve(asker(world, "served"));
    calls = [];
    await world.fork("parent", { sequence_id: 0, at: "before", mode: "tape", new_app_id: "fork" });
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
    expect(calls).toEqual([]);
    expect((await world.tracker.load({ appId: "fork" }))?.state).toMatchObject({ answer: "yes" });
  });
});

describe("a run with others inside", () => {
  const n = burr<{ n: number }>();
  const inner = n.action({ reads: ["n"], writes: ["n"], tags: ["side-effect"], run: ({ n: count }) => (calls.push("inner"), { n: count + 1 }) }); // prettier-ignore
  function outer(world: RunnerWorld, appId: string) {
    const child = n.graph({ actions: { inner }, transitions: [] });
    const work = n.action({
      reads: ["n"],
      writes: ["n"],
      async run(state, _inputs, ctx): Promise<{ n: number }> {
        calls.push("work");
        const app = await ctx.spawn(n.app().withGraph(child).withState({ n: state.n }).withEntrypoint("inner"));
        const end = await app.run();
        return { n: end.state.n ?? 0 };
      },
    });
    return n.application({ actions: { work }, transitions: [["work", "work", n.check(["n"], ({ n: count }) => count < 3, "more")]], entrypoint: "work", state: { n: 0 }, tracker: world.tracker, appId }); // prettier-ignore
  }

  it("makes them anew when it runs, with the fork as their parent; on tape they do not run", async () => {
    const world = runnerWorld();
    await outer(world, "parent").run();
    await world.serve(outer(world, "served"));
    calls = [];
    await world.fork("parent", { sequence_id: 1, at: "before", new_app_id: "taped", mode: "tape" });
    await world.until("taped");
    expect(calls).toEqual([]);
    await world.fork("parent", { sequence_id: 1, at: "before", new_app_id: "live", allowed_side_effects: ["inner"] });
    expect(await world.until("live")).toMatchObject({ status: "done" });
    expect(calls).toEqual(["work", "inner", "work", "inner"]);
    await world.tracker.flush();
    const live = await (await world.store.run({ project: "world", appId: "live", partitionKey: null }))!.header();
    expect(live.children_list.map(({ kind, sequence_id: id }) => ({ kind, id }))).toEqual([{ kind: "spawn", id: 1 }, { kind: "spawn", id: 2 }]); // prettier-ignore
    expect(traceOf(await world.records("live"))).toEqual(traceOf(await world.records("parent"), 1));
  });

  it("holds what is inside to the same rules: effects need a tick there too", async () => {
    const world = runnerWorld();
    await outer(world, "parent").run();
    await world.serve(outer(world, "served"));
    calls = [];
    await world.fork("parent", { sequence_id: 1, at: "before", new_app_id: "fork" });
    expect(await world.until("fork", ["paused", "done", "failed"])).toMatchObject({
      status: "paused",
      stopped: "side-effect",
    });
    expect(calls).toEqual(["work"]);
  });
});

describe("runners", () => {
  it("of two applications run each fork with the one that it is of", async () => {
    const world = runnerWorld();
    const seen: string[] = [];
    const make = (name: string, appId: string) => {
      const act = b.action({ reads: [], writes: ["n"], tags: [name], run: () => (seen.push(name), { n: 1 }) });
      return b.application({ actions: { [name]: act }, transitions: [], entrypoint: name, state: { n: 0, limit: 0, list: [], at: undefined }, tracker: world.tracker, appId }); // prettier-ignore
    };
    await make("one", "first").run();
    await make("two", "second").run();
    await world.serve(() => make("one", crypto.randomUUID()), { name: "one.ts" });
    await world.serve([make("other", "x"), make("two", "y")], { name: "two.ts" });
    seen.length = 0;
    const [one, two] = [await world.fork("first", { sequence_id: 0, at: "before" }), await world.fork("second", { sequence_id: 0, at: "before" })]; // prettier-ignore
    expect([one.answer.runner?.name, two.answer.runner?.name]).toEqual(["one.ts", "two.ts"]);
    await world.until(one.answer.app_id);
    await world.until(two.answer.app_id);
    expect(seen).toEqual(["one", "two"]);
  });

  it("run so many forks at once as they are told; others wait, and come", async () => {
    const world = runnerWorld();
    let running = 0;
    let most = 0;
    let release = (): void => {};
    let gate = Promise.resolve();
    const waits = b.action({
      reads: [],
      writes: ["n"],
      async run() {
        running += 1;
        most = Math.max(most, running);
        await gate;
        running -= 1;
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { waits }, transitions: [], entrypoint: "waits", state: { n: 0, limit: 0, list: [], at: undefined }, tracker: world.tracker, appId: "parent" }); // prettier-ignore
    await app.run();
    await world.serve(app, { maxRuns: 2 });
    most = 0;
    gate = new Promise((resolve) => {
      release = resolve;
    });
    const ids = ["a", "b", "c", "d", "e"];
    const asked = ids.map((id) => world.fork("parent", { sequence_id: 0, at: "before", new_app_id: id }));
    const isFull = (): boolean => running >= 2;
    while (!isFull()) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    release();
    await Promise.all(asked);
    for (const id of ids) expect(await world.until(id)).toMatchObject({ status: "done" });
    expect(most).toBe(2);
  });

  it("that are closed in the middle of a run end it, and say that they are gone", async () => {
    const world = runnerWorld();
    const hangs = b.action({ reads: [], writes: ["n"], run: (_state, _inputs, { signal }) => new Promise((_resolve, reject) => { signal.addEventListener("abort", () => reject(signal.reason as Error)); }) }); // prettier-ignore
    const app = (appId: string) => b.application({ actions: { hangs }, transitions: [], entrypoint: "hangs", state: { n: 0, limit: 0, list: [], at: undefined }, tracker: world.tracker, appId }); // prettier-ignore
    await app("parent")
      .run({ signal: AbortSignal.timeout(1) })
      .catch(() => {});
    const runner = await world.serve(app("served"));
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork" });
    await world.until("fork", ["running"]);
    await runner.close();
    await world.until("fork");
    expect(((await world.server.json("/api/v1/runners")) as RunnersView).runners).toEqual([]);
    expect(ends(await world.records("fork"))).toMatchObject([{ status: "aborted" }]);
  });

  it("that come to a server that has been started anew bring their forks, which go on as before", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    const way = wayTo(world.server);
    await world.serve(walker(world, "served"), { fetch: way.fetch });
    await world.fork("parent", { sequence_id: 1, at: "before", new_app_id: "fork", label: "mine", stop: { after_steps: 1 } }); // prettier-ignore
    await world.until("fork", ["paused"]);
    const order = ["POST", "/api/v1/projects/world/runs/~/fork/control", { type: "step" }, { "idempotency-key": "once" }] as const; // prettier-ignore
    expect((await world.server.send(...order)).status).toBe(202);
    await world.until("fork", ["paused"]);
    const done = ends(await world.records("fork"));
    const next = testServer({ store: world.store, runnerTokens: [runnerToken] });
    way.goTo(next);
    const job = async (status: string): Promise<unknown> =>
      (await until(next, ({ jobs }) => jobs[0]?.status === status)).jobs[0];
    expect(await job("paused")).toMatchObject({ app_id: "fork", label: "mine", stopped: "limit", parent: { app_id: "parent", sequence_id: 1 } }); // prettier-ignore
    // Whoever has not heard the answer of the old server asks again.
    expect((await next.send(...order)).status).toBe(202);
    expect(await job("paused")).toMatchObject({ stopped: "limit" });
    expect(ends(await world.records("fork"))).toEqual(done);
    expect((await next.send("POST", "/api/v1/projects/world/runs/~/fork/control", { type: "continue" })).status).toBe(202); // prettier-ignore
    expect(await job("done")).toMatchObject({ stopped: "end" });
    await next.server.close();
  });

  it("keep the forks that wait: a server started anew asks nobody else for them, and no run is made twice", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    await world.tracker.flush();
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const next = testServer({ store: world.store, runnerTokens: [runnerToken] });
    const cut = new AbortController();
    let isBack = false;
    // The first runner has lost its server, and does not find the new one yet.
    const first = await world.serve(async ({ appId }) => {
      if (appId === "busy") await gate;
      return walker(world, appId);
    }, {
      maxRuns: 1,
      fetch: (url, init) => {
        if (isBack) return next.server.fetch(new Request(url, init));
        if (cut.signal.aborted) return Promise.reject(new TypeError("no server"));
        const signal = AbortSignal.any([cut.signal, ...(init.signal ? [init.signal] : [])]);
        return world.server.server.fetch(new Request(url, { ...init, signal }));
      },
    }); // prettier-ignore
    const path = "/api/v1/projects/world/runs/~/parent/forks";
    const point = { sequence_id: 1, at: "before" };
    const body = { ...point, runner_id: first.id };
    const key = { "idempotency-key": "once" };
    const busy = world.server.send("POST", path, { ...point, new_app_id: "busy" });
    await world.until("busy", ["waiting"]);
    const queued = world.server.send("POST", path, body, key);
    const { jobs } = await until(world.server, ({ jobs: all }) => all.length === 2);
    const { app_id: appId, job_id: jobId } = jobs[1]!;
    cut.abort();
    await world.serve(walker(world, "other"), { fetch: (url, init) => next.server.fetch(new Request(url, init)) });
    const unnamed = await next.send("POST", path, point, key);
    expect(await unnamed.json()).toMatchObject({ error: { code: "runner_needed", path: "/runner_id" } });
    expect(await (await next.send("POST", path, body, key)).json()).toMatchObject({ error: { code: "no_runner" } });
    isBack = true;
    await until(next, ({ runners }) => runners.some(({ runner_id: id }) => id === first.id));
    const again = (await (await next.send("POST", path, body, key)).json()) as ForkAnswer;
    expect(again).toMatchObject({ job_id: jobId, app_id: appId, status: "waiting" });
    release();
    await until(next, ({ jobs: all }) => all.every(({ status }) => status === "done"));
    const made = (await world.records(appId)).filter((record) => record.type === "run" && record.parent !== undefined);
    expect(made).toHaveLength(1);
    await Promise.allSettled([busy, queued]);
    await next.server.close();
  });

  it("do not fork again what a server was asked for that has been started anew: by what they hold, then by the log", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    await world.tracker.flush();
    const way = wayTo(world.server);
    const runner = await world.serve(walker(world, "served"), { fetch: way.fetch });
    const body = { sequence_id: 1, at: "before", stop: { after_steps: 1 }, runner_id: runner.id };
    const order = ["POST", "/api/v1/projects/world/runs/~/parent/forks", body, { "idempotency-key": "once" }] as const;
    const answerOf = async (one: Pick<typeof world.server, "send">) => (await (await one.send(...order)).json()) as ForkAnswer; // prettier-ignore
    const first = await answerOf(world.server);
    await world.until(first.app_id, ["paused"]);
    const anew = () => testServer({ store: world.store, runnerTokens: [runnerToken] });
    const next = anew();
    way.goTo(next);
    await until(next, ({ jobs }) => jobs.length > 0);
    expect(await answerOf(next)).toMatchObject({ job_id: first.job_id, app_id: first.app_id, status: "paused", runner: first.runner }); // prettier-ignore
    await runner.close();
    await next.server.close();
    const last = anew();
    const served = walker(world, "served");
    const later = await world.serve(served, { fetch: (url, init) => last.server.fetch(new Request(url, init)) });
    expect(await answerOf(last)).toMatchObject({ job_id: null, app_id: first.app_id, status: "done", runner: null });
    const { items } = (await world.store.runs("world", {})) ?? { items: [] };
    expect(items.map(({ app_id: id }) => id).toSorted()).toEqual(["parent", first.app_id].toSorted());
    // Another request is another run.
    const other = await (
      await last.send("POST", order[1], { ...body, runner_id: later.id }, { "idempotency-key": "twice" })
    ).json();
    expect((other as ForkAnswer).app_id).not.toBe(first.app_id);
    await last.server.close();
  });

  it("end a fork that waits for others, and say why it cannot be gone on with", async () => {
    const world = runnerWorld();
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waits = b.action({ reads: [], writes: ["n"], run: async () => (await gate, { n: 1 }) });
    const app = (appId: string) => b.application({ actions: { waits }, transitions: [], entrypoint: "waits", state: { n: 0, limit: 0, list: [], at: undefined }, tracker: world.tracker, appId }); // prettier-ignore
    const parent = app("parent").run();
    await world.tracker.flush();
    await world.serve(app("served"), { maxRuns: 1 });
    await world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "a" });
    const asked = world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "b" });
    await world.until("b", ["waiting"]);
    const refused = await world.control("b", { type: "step" });
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining("This run waits: the runner runs no more than 1 forks") } }); // prettier-ignore
    expect((await world.control("b", { type: "abort" })).status).toBe(202);
    expect(await world.until("b")).toMatchObject({ status: "done", stopped: "aborted" });
    release();
    await Promise.all([parent, asked]);
    expect(await world.until("a")).toMatchObject({ status: "done", stopped: "end" });
    expect(await world.records("b")).toEqual([]);
  });

  it("that lose their connection keep their runs, and are found again with them", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    const cut = new AbortController();
    let connections = 0;
    const to = (url: string, init: RequestInit): Promise<Response> => {
      const isJobs = url.endsWith("/jobs");
      if (isJobs) connections += 1;
      const signal = isJobs && connections === 1 ? AbortSignal.any([cut.signal, ...(init.signal ? [init.signal] : [])]) : init.signal; // prettier-ignore
      return world.server.server.fetch(new Request(url, { ...init, ...(signal ? { signal } : {}) }));
    };
    const clock = { now: Date.now, random: () => 0, after: (_ms: number, work: () => void) => { const timer = setImmediate(work); return () => clearImmediate(timer); } }; // prettier-ignore
    const silent = {
      ...clock,
      after: (ms: number, work: () => void) => (ms >= 30_000 ? () => {} : clock.after(ms, work)),
    };
    await world.serve(walker(world, "served"), { fetch: to, clock: silent });
    await world.fork("parent", { sequence_id: 1, at: "before", new_app_id: "fork", stop: { after_steps: 1 } });
    await world.until("fork", ["paused"]);
    cut.abort();
    await world.until("fork", ["failed"]);
    expect(await world.until("fork", ["paused"])).toMatchObject({ error: null, stopped: "limit" });
    expect((await world.control("fork", { type: "continue" })).status).toBe(202);
    expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
  });
});

describe("what a fork cannot begin with", () => {
  it("is the id of a run that is there, or is about to be: its log would have both", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    await world.serve(walker(world, "served"));
    await world.tracker.flush();
    const before = world.files("parent");
    const itself = await world.fork("parent", { sequence_id: 0, at: "after", new_app_id: "parent" });
    expect({ ...itself.answer, status: itself.status }).toMatchObject({ status: 409, error: { code: "run_exists" } });
    expect(world.files("parent")).toEqual(before);
    const body = { sequence_id: 1, at: "after", new_app_id: "twin" } as const;
    const both = await Promise.all([world.fork("parent", body), world.fork("parent", body)]);
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([202, 409]);
    expect(await world.until("twin")).toMatchObject({ status: "done" });
  });

  it("is refused by the schemas of the application, with the key, before anything runs", async () => {
    const world = runnerWorld();
    const s = burr({ n: z.number(), text: z.string() });
    const add = s.action({ reads: ["n"], writes: ["n"], run: ({ n }) => (calls.push("add"), { n: n + 1 }) });
    const app = (appId: string) => s.application({ actions: { add }, transitions: [], entrypoint: "add", state: { n: 0, text: "" }, tracker: world.tracker, appId }); // prettier-ignore
    await app("parent").run();
    await world.serve(app("served"));
    calls = [];
    const { status, answer } = await world.fork("parent", { sequence_id: 0, at: "before", patch: [{ op: "replace", path: "/n", value: "no number" }] }); // prettier-ignore
    expect({ ...answer, status }).toMatchObject({ status: 422, error: { code: "invalid-value", path: "/n" } });
    expect(calls).toEqual([]);
  });

  it("is refused when a value cannot be read", async () => {
    const world = runnerWorld();
    await walker(world, "parent").run();
    await world.serve(walker(world, "served"));
    const patch = [{ op: "replace" as const, path: "/at", value: { $burr: "no-such-class", value: 1 } }];
    const { status, answer } = await world.fork("parent", { sequence_id: 1, at: "before", patch });
    expect({ ...answer, status }).toMatchObject({ status: 422, error: { code: "unreadable-value", path: "/at" } });
  });
});
