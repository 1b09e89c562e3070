import { describe, expect, it, vi } from "vitest";
import { type ApplicationOptions, burr, type HookEvent, type HookFailure, type Hooks } from "../index.ts";
import { boom, countTo, endlessCounter, failing } from "../testing/counter-app.ts";
import { talk } from "../testing/talk-app.ts";

const b = burr<{ count: number }>();
const ids = { appId: "app-1", partitionKey: "ann" };

describe("the hooks of streams", () => {
  const make = (hooks: Hooks) => {
    const say = b.action({ reads: [], writes: ["count"], *run() { yield* ["a", "b"]; return { count: 1 }; } }); // prettier-ignore
    const sayLater = b.action({ reads: [], writes: ["count"], async *run() { yield* await Promise.resolve(["c"]); return { count: 2 }; } }); // prettier-ignore
    return b.application({ actions: { say, sayLater }, transitions: [["say", "sayLater"]], entrypoint: "say", state: {}, hooks: [hooks] }); // prettier-ignore
  };
  const listener = (seen: string[]): Hooks => ({
    preStartStream: ({ action }) => void seen.push(`${action} begins`),
    postStreamItem: ({ item, itemIndex }) => void seen.push(`${String(item)}${itemIndex}`),
    postEndStream: ({ action, status }) => void seen.push(`${action} ${status}`),
  });
  const all = ["say begins", "a0", "b1", "say completed", "sayLater begins", "c0", "sayLater completed"];

  it("93: are not called for streams that nobody consumes", async () => {
    const seen: string[] = [];
    await make(listener(seen)).run();
    expect(seen).toEqual([]);
    await (await make(listener(seen)).streamResult({ haltAfter: "sayLater" })).get();
    expect(seen).toEqual(["sayLater begins", "c0", "sayLater completed"]);
  });

  it("are called for all streams where they ask for that, however the application is run", async () => {
    const seen: string[] = [];
    await make({ ...listener(seen), allStreams: true }).run();
    expect(seen).toEqual(all);
    seen.length = 0;
    await (await make({ ...listener(seen), allStreams: true }).streamResult({ haltAfter: "sayLater" })).get();
    expect(seen).toEqual(all);
  });

  it("hold an action back that nobody reads, too", async () => {
    const seen: string[] = [];
    const slow = async (): Promise<void> => {
      await Promise.resolve();
      seen.push("waited");
    };
    await make({ allStreams: true, postStreamItem: slow, postEndStream: () => void seen.push("end") }).run();
    expect(seen).toEqual(["waited", "waited", "end", "waited", "end"]);
  });
});

describe("the hooks of a step", () => {
  it("103: get the step before it runs, and what it did after it", async () => {
    const events: { pre: HookEvent<"preRunStep">[]; post: HookEvent<"postRunStep">[] } = { pre: [], post: [] };
    const hooks: Hooks = {
      preRunStep: (event) => void events.pre.push(event),
      postRunStep: (event) => void events.post.push(event),
    };
    await endlessCounter({ ...ids, hooks: [hooks] }).run({ haltAfter: "counter" });
    const step = { ...ids, action: "counter", sequenceId: 0, attempt: 1 };
    expect(events.pre).toEqual([{ ...step, state: { count: 0 }, inputs: {} }]);
    expect(events.post).toEqual([
      {
        ...step,
        state: { count: 1 },
        status: "completed",
        committed: true,
        result: { counted: 1 },
        exception: null,
        delta: [{ op: "set", key: "count", value: 1 }],
      },
    ]);
  });

  it("103: get the inputs as the action gets them", async () => {
    const seen: unknown[] = [];
    const ask = b.inputAction("count");
    const app = b.application({
      actions: { ask },
      transitions: [],
      entrypoint: "ask",
      state: {},
      hooks: [{ preRunStep: ({ inputs }) => void seen.push(inputs) }],
    });
    await app.run({ inputs: { count: 5, other: 6 } as never });
    expect(seen).toEqual([{ count: 5 }]);
  });

  it("104: are called once per step each, sync and async ones together, and waited for", async () => {
    const calls: string[] = [];
    const sync: Hooks = {
      preRunStep: () => void calls.push("pre sync"),
      postRunStep: () => void calls.push("post sync"),
    };
    const async: Hooks = {
      async preRunStep() {
        await Promise.resolve();
        calls.push("pre async");
      },
      async postRunStep() {
        await Promise.resolve();
        calls.push("post async");
      },
    };
    const around = b.action({ reads: [], writes: [], run: () => (calls.push("run"), {}) });
    const make = (hooks: Hooks[]) =>
      b.application({ actions: { around }, transitions: [], entrypoint: "around", state: {}, hooks });
    await make([sync, async]).run();
    expect(calls.splice(0)).toEqual(["pre sync", "pre async", "run", "post async", "post sync"]);
    await make([async, sync]).run();
    expect(calls.splice(0)).toEqual(["pre async", "pre sync", "run", "post sync", "post async"]);
  });

  it("107: get the action's error, no result, and the state from before; then the error reaches the caller", async () => {
    const reports: HookEvent<"postRunStep">[] = [];
    const app = failing({ hooks: [{ postRunStep: (event) => void reports.push(event) }] });
    await expect(app.run()).rejects.toBe(boom);
    expect(() => app.runSync()).toThrow(boom);
    const report = {
      status: "failed",
      committed: false,
      result: null,
      exception: boom,
      state: { count: 0 },
      delta: [],
    };
    expect(reports).toMatchObject([
      { ...report, sequenceId: 0 },
      { ...report, sequenceId: 1 },
    ]);
  });

  it("keep their `this`, as instances of a class", async () => {
    class Counting implements Hooks {
      count = 0;
      preRunStep(): void {
        this.count += 1;
      }
    }
    const hooks = new Counting();
    await countTo(3, { hooks: [hooks] }).run();
    expect(hooks.count).toBe(4);
  });
});

describe("all hooks", () => {
  const names = [
    "postApplicationCreate",
    "preRunExecuteCall",
    "postRunExecuteCall",
    "preRunStep",
    "postRunStep",
    "postTransition",
    "postCheckpoint",
    "preStartStream",
    "postStreamItem",
    "postEndStream",
    "preStartSpan",
    "postEndSpan",
    "doLogAttributes",
  ] as const satisfies readonly (keyof Hooks)[];

  /** One step that makes every hook fire, and a second to go to. */
  function everything(options: ApplicationOptions) {
    const busy = b.action({
      reads: [],
      writes: ["count"],
      async *run(_state, _inputs, ctx) {
        ctx.span("work", () => {
          ctx.log({ done: true });
        });
        ctx.checkpoint({ count: 1 });
        yield await Promise.resolve("chunk");
        return { count: 2 };
      },
    });
    const app = b.application({
      actions: { busy, result: b.resultAction("count") },
      transitions: [["busy", "result"]],
      entrypoint: "busy",
      state: {},
      ...options,
    });
    return app.stream({ haltAfter: "busy" }).get();
  }

  it("fire in their order: `pre…` as registered, the others in reverse", async () => {
    const calls: string[] = [];
    const noting = (who: string) =>
      Object.fromEntries(names.map((name) => [name, () => void calls.push(`${name} ${who}`)]));
    await everything({ hooks: [noting("first"), noting("second")] });
    const both = (name: string): string[] =>
      name.startsWith("pre") ? [`${name} first`, `${name} second`] : [`${name} second`, `${name} first`];
    expect(calls).toEqual(
      [
        "postApplicationCreate",
        "preRunExecuteCall",
        "preRunStep",
        "preStartStream",
        "preStartSpan",
        "doLogAttributes",
        "postEndSpan",
        "postCheckpoint",
        "postStreamItem",
        "postEndStream",
        "postRunStep",
        "postTransition",
        "postRunExecuteCall",
      ].flatMap(both),
    );
  });

  it.each(names)("%s may fail, at once or later: the run goes on, and onHookError is told", async (name) => {
    for (const fail of [
      () => Promise.reject(boom),
      () => {
        throw boom;
      },
    ]) {
      // prettier-ignore
      const failures: [unknown, HookFailure][] = [];
      const others: string[] = [];
      const other: Hooks = { [name]: () => void others.push(name) };
      const end = await everything({
        appId: "app-1",
        hooks: [other, { [name]: fail }, other],
        onHookError: (error, failure) => void failures.push([error, failure]),
      });
      expect(end).toMatchObject({ stopped: "after", state: { count: 2 } });
      expect(failures).toEqual([[boom, { hook: name, appId: "app-1" }]]);
      expect(others).toEqual([name, name]);
    }
  });

  it("170: cannot hide the error of the action, which is attached to what onHookError gets", async () => {
    const failures: unknown[] = [];
    const wrong = new Error("in a hook");
    const hooks: Hooks = {
      postRunStep: () => Promise.reject(wrong),
      postRunExecuteCall() {
        throw wrong;
      },
    };
    const onHookError = (error: unknown, { hook, actionError }: HookFailure): void => {
      failures.push([error, hook, actionError]);
    };
    await expect(failing({ hooks: [hooks], onHookError }).run()).rejects.toBe(boom);
    expect(failures).toEqual([
      [wrong, "postRunStep", boom],
      [wrong, "postRunExecuteCall", boom],
    ]);
  });

  it("that fails is printed when nobody handles it", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      await endlessCounter({ appId: "app-1", hooks: [{ preRunStep: () => Promise.reject(boom) }] }).step();
      expect(print.mock.calls).toEqual([[expect.stringMatching(/"preRunStep".*"app-1".*onHookError/), boom]]);
    } finally {
      print.mockRestore();
    }
  });

  it("cannot stop the run, even when onHookError itself fails", async () => {
    const hooks: Hooks = {
      preRunStep() {
        throw new Error("in a hook");
      },
    };
    const onHookError = (): never => {
      throw new Error("in onHookError");
    };
    expect(await endlessCounter({ hooks: [hooks], onHookError }).step()).toMatchObject({ state: { count: 1 } });
    const { app } = talk("async", { hooks: [hooks], onHookError });
    expect(await (await app.streamResult({ haltAfter: "say" })).get()).toMatchObject({ action: "say" });
  });
});
