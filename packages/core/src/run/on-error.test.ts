import { describe, expect, it } from "vitest";
import { type AnyRunEvent, burr, BurrError, type HookEvent, memoryJournal, onError, readStream } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { allWays } from "../testing/all-ways.ts";
import { failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

interface Work {
  fetched: string;
  log: string[];
}
const b = burr<Work>();

/** `fetch` fails `failures` times; `apologise` notes what ctx.error says and leads back; `done` ends. */
function flaky(failures: number, { max, options = {} }: { max?: number; options?: object } = {}) {
  let calls = 0;
  const fetch = b.action({
    reads: [],
    writes: ["fetched"],
    run() {
      calls += 1;
      if (calls <= failures) throw new ApiError(500 + calls);
      return { fetched: `after ${calls}` };
    },
  });
  const apologise = b.action({
    reads: [],
    writes: ["log"],
    handles: [ApiError],
    run: (state, _inputs, { error }) => state.append({ log: `sorry: ${error?.status}` }),
  });
  const done = b.action({ reads: ["fetched"], writes: [], run: (state) => [{ fetched: state.fetched }, {}] });
  return b.application({
    actions: { fetch, apologise, done },
    transitions: [
      ["fetch", "apologise", onError(ApiError, max === undefined ? {} : { max })],
      ["fetch", "done"],
      ["apologise", "fetch"],
    ],
    entrypoint: "fetch",
    state: { log: [] },
    ...options,
  });
}

describe.each(Object.entries(allWays))("a transition on error, in %s()", (_way, run) => {
  it("leads to its target, which finds the error, and on from there", async () => {
    const app = flaky(2);
    await run(app);
    expect(app.state.toJSON()).toEqual({ log: ["sorry: 501", "sorry: 502"], fetched: "after 3" });
    expect(app.sequenceId).toBe(5); // two failures, two apologies, the success, done
  });

  it("is taken as often as max says until its source commits; then the run throws the error itself", async () => {
    const app = flaky(9, { max: 3 });
    await expect(run(app)).rejects.toMatchObject({ name: "ApiError", status: 504 });
    expect(app.state.toJSON()).toEqual({ log: ["sorry: 501", "sorry: 502", "sorry: 503"] });
    expect(app.nextAction).toBe("fetch");
  });
});

describe("a transition on error", () => {
  it("counts anew when its source has committed", async () => {
    let calls = 0;
    const work = b.action({
      reads: [],
      writes: ["fetched"],
      mayWrite: ["log"],
      run(state) {
        calls += 1;
        if (calls % 3 !== 0) throw new ApiError(calls);
        return state.update({ fetched: `${calls}` }).append({ log: `${calls}` });
      },
    });
    const app = b.application({
      actions: { work },
      transitions: [
        ["work", "work", onError(ApiError, { max: 2 })],
        ["work", "work"],
      ],
      entrypoint: "work",
      state: { log: [] },
    });
    await app.run({ maxSteps: 9 });
    expect(app.state.log).toEqual(["3", "6", "9"]);
  });

  it("keeps its count when a later version of the program changes max", async () => {
    const persister = memoryPersister();
    const openWith = async (max: number) => {
      const work = b.action({ reads: [], writes: ["fetched"], run: (): { fetched: string } => { throw new ApiError(1); } }); // prettier-ignore
      return await b.app().withActions({ work }).withTransitions(["work", "work", onError(ApiError, { max })]).initializeFrom(persister, { defaultState: { log: [] }, defaultEntrypoint: "work" }).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    const first = await openWith(2);
    await expect(first.run()).rejects.toThrow("status 1");
    expect(first.sequenceId).toBe(2);
    const later = await openWith(3);
    await expect(later.run()).rejects.toThrow("status 1");
    expect(later.sequenceId).toBe(4); // one more was allowed
  });

  it("leaves the state as it was, and the failed action's update is not seen", async () => {
    const half = b.action({
      reads: [],
      writes: ["fetched"],
      run(state): never {
        void state.update({ fetched: "half" });
        throw new ApiError(1);
      },
    });
    const done = b.action({ reads: [], writes: [], run: () => ({}) });
    const app = b.application({
      actions: { half, done },
      transitions: [["half", "done", onError(ApiError)]],
      entrypoint: "half",
      state: { log: [] },
    });
    expect(await app.run()).toMatchObject({ stopped: "end", action: "done", state: { log: [] } });
    expect(app.state.get("fetched")).toBeUndefined();
  });

  it("is chosen by class, then by its own test, in order", async () => {
    const thrown = async (error: unknown): Promise<string | null> => {
      const act = b.action({
        reads: [],
        writes: [],
        run(): object {
          throw error;
        },
      });
      const end = b.action({ reads: [], writes: [], run: () => ({}) });
      const app = b.application({
        actions: { act, teapot: end, api: end, range: end, rest: end },
        transitions: [
          ["act", "teapot", onError(ApiError, { when: ({ status }) => status === 418 })],
          ["act", "api", onError(ApiError)],
          ["act", "range", onError(RangeError)],
          ["act", "rest", onError()],
        ],
        entrypoint: "act",
        state: { log: [] },
      });
      return (await app.run()).action;
    };
    expect(await thrown(new ApiError(418))).toBe("teapot");
    expect(await thrown(new ApiError(500))).toBe("api");
    expect(await thrown(new RangeError())).toBe("range");
    expect(await thrown("no error at all")).toBe("rest");
  });

  it("without a class lets mistakes in the program through; with BurrError it takes them", async () => {
    const act = b.action({ reads: [], writes: ["fetched"], run: (() => ({})) as unknown as () => { fetched: string } });
    const end = b.action({ reads: [], writes: [], run: () => ({}) });
    const appOf = (condition: ReturnType<typeof onError>) =>
      b.application({
        actions: { act, end },
        transitions: [["act", "end", condition]],
        entrypoint: "act",
        state: { log: [] },
      });
    await expect(appOf(onError()).run()).rejects.toThrow(failure("missing-write", "fetched"));
    expect(await appOf(onError(BurrError)).run()).toMatchObject({ action: "end" });
  });

  it("is not asked when the run was aborted", async () => {
    const controller = new AbortController();
    const act = b.action({
      reads: [],
      writes: [],
      run(): object {
        controller.abort(new Error("enough"));
        throw new ApiError(1);
      },
    });
    const app = b.application({
      actions: { act, end: b.action({ reads: [], writes: [], run: () => ({}) }) },
      transitions: [["act", "end", onError()]],
      entrypoint: "act",
      state: { log: [] },
    });
    await expect(app.run({ signal: controller.signal })).rejects.toThrow("enough");
    expect(app.nextAction).toBe("act");
  });

  it("shows in hooks, events and the journal: what was tried, how often, where it leads", async () => {
    const journal = memoryJournal();
    const transitions: HookEvent<"postTransition">[] = [];
    const hooks = [{ postTransition: (event: HookEvent<"postTransition">) => void transitions.push(event) }];
    const app = flaky(1, { max: 3, options: { journal, hooks } });
    const events: AnyRunEvent[] = await collect(app.stream());
    const tried = [{ to: "apologise", condition: "onError(ApiError, max 3)", reads: [], result: true, taken: 1 }];
    expect(transitions[0]).toMatchObject({ from: "fetch", to: "apologise", sequenceId: 0, tried });
    expect(events.slice(1, 5)).toMatchObject([
      { type: "step-start", action: "fetch" },
      { type: "step-end", action: "fetch", status: "failed", committed: false },
      { type: "transition", action: "fetch", to: "apologise", tried },
      { type: "step-start", action: "apologise" },
    ]);
    expect(journal.records[2]).toMatchObject({ type: "transition", from: "fetch", to: "apologise", tried });
  });

  it("into an action of haltBefore stops there, and the error waits for the next run", async () => {
    const app = flaky(1);
    expect(await app.run({ haltBefore: "apologise" })).toMatchObject({ stopped: "before", action: "apologise" });
    expect(app.nextAction).toBe("apologise");
    await app.run();
    expect(app.state.log).toEqual(["sorry: 501"]);
  });

  it("from the target of streamResult() lets that stream fail, and is followed by the next run", async () => {
    const app = flaky(1);
    const stream = await app.streamResult({ haltAfter: "fetch" });
    await expect(stream.get()).rejects.toMatchObject({ status: 501 });
    expect(await stream.outcome).toMatchObject({ status: "failed", committed: false });
    expect(app.nextAction).toBe("apologise");
    expect(await app.run()).toMatchObject({ stopped: "end", action: "done" });
  });

  it("lets streamIterate() go on with the stream of its target", async () => {
    const app = flaky(1);
    const seen: string[] = [];
    for await (const stream of app.streamIterate()) {
      const { status } = await stream.get().then(() => stream.outcome, () => stream.outcome); // prettier-ignore
      seen.push(`${stream.action} ${status}`);
    }
    expect(seen).toEqual(["fetch failed", "apologise completed", "fetch completed", "done completed"]);
  });

  it("is followed in a response as well: clients get the failure in general words, and what comes behind it", async () => {
    const ofRun = flaky(1)
      .stream()
      .toResponse({ errorText: (error) => (error instanceof ApiError ? "API down" : "?") });
    const events = await collect(readStream(ofRun));
    expect(events.map((event) => (event.type === "step-end" ? event.status : event.type))).toEqual(["run-start", "step-start", "failed", "transition", "step-start", "completed", "transition", "step-start", "completed", "transition", "step-start", "completed", "run-end"]); // prettier-ignore
    expect(events[2]).toMatchObject({ error: { code: "action-failed", message: "API down" } });
    const lost = await collect(readStream(flaky(9, { max: 1 }).stream().toResponse()));
    expect(lost.filter((event) => event.type === "step-end" && event.status === "failed")).toHaveLength(2);
    expect(lost.at(-1)).toMatchObject({ type: "step-end", status: "failed", error: { message: "The action failed." } });
  });

  it("whose own test throws fails the run with that error", async () => {
    const bad = new Error("bad test");
    const act = b.action({ reads: [], writes: [], run(): object { throw new ApiError(1); } }); // prettier-ignore
    const throwing = onError(ApiError, { when: () => { throw bad; } }); // prettier-ignore
    const app = b.application({
      actions: { act },
      transitions: [["act", "act", throwing]],
      entrypoint: "act",
      state: { log: [] },
    });
    await expect(app.run()).rejects.toBe(bad);
  });

  it("refuses a max that is no whole number above 0", () => {
    expect(() => onError(ApiError, { max: 0 })).toThrow(failure("invalid-option", '"max"', "ApiError"));
    expect(() => onError(ApiError, { max: 1.5 })).toThrow(failure("invalid-option", '"max"'));
  });
});
