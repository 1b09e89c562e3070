import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { burr, type FullState, type HookFailure, type Hooks } from "../index.ts";

interface Chat {
  prompt: string;
  history: string[];
  answer: string;
}
const b = burr<Chat>();
type Seen = FullState<Chat, keyof Chat>;

/** An application of one action, `act`, which `hooks` watch. */
function watched(act: ReturnType<typeof b.action>, hooks: readonly Hooks[], onHookError?: (error: unknown) => void) {
  return b.application({
    actions: { act },
    transitions: [],
    entrypoint: "act",
    state: { prompt: "hi", history: ["a"], answer: "" },
    hooks,
    ...(onHookError === undefined ? {} : { onHookError }),
  });
}

describe("postAccess", () => {
  type Told = {
    readonly read: readonly string[];
    readonly wrote: readonly string[];
    readonly undeclared: readonly string[];
  };
  const reads = ["prompt", "history", "answer"] as const;
  const accessesOf = async (run: (state: Seen) => object): Promise<Told> => {
    let told: Told | undefined;
    const act = b.action({ reads, writes: [], mayWrite: ["answer", "history"], run });
    const hook: Hooks = { postAccess: ({ read, wrote, undeclared }) => void (told = { read, wrote, undeclared }) };
    await watched(act, [hook])
      .run()
      .catch(() => {}); // what was read is told of steps that fail, too
    return told as unknown as Told;
  };

  it.each([
    {
      what: "properties",
      run: (state: Seen) => (state.prompt === "" ? { answer: "" } : {}),
      read: ["prompt"],
      wrote: [],
    },
    { what: "get()", run: (state: Seen) => ({ answer: state.get("prompt") }), read: ["prompt"], wrote: ["answer"] },
    {
      what: "taking it apart",
      run: ({ history, prompt }: Seen) => ({ answer: prompt + history.length }),
      read: ["history", "prompt"],
      wrote: ["answer"],
    },
    {
      what: "toJSON()",
      run: (state: Seen) => (Object.keys(state.toJSON()).length > 9 ? { answer: "" } : {}),
      read: ["prompt", "history", "answer"],
      wrote: [],
    },
    {
      what: "spreading it",
      run: (state: Seen) => (Object.keys({ ...state }).length > 9 ? { answer: "" } : {}),
      read: ["prompt", "history", "answer"],
      wrote: [],
    },
    {
      what: "`in`",
      run: (state: Seen) => ({ answer: String("prompt" in state) }),
      read: ["prompt"],
      wrote: ["answer"],
    },
    {
      what: "operations, which read nothing",
      run: (state: Seen) => state.append({ history: "b" }).update({ answer: "c" }),
      read: [],
      wrote: ["history", "answer"],
    },
  ])("tells of $what", async ({ run, read, wrote }) => {
    expect(await accessesOf(run)).toEqual({ read, wrote, undeclared: [] });
  });

  it("tells of keys that were asked for without being declared, and of a step that failed", async () => {
    expect(await accessesOf((state) => Reflect.get(state, "mistake") as object)).toEqual({
      read: [],
      wrote: [],
      undeclared: ["mistake"],
    });
  });
});

describe("enterAction", () => {
  it.each(["sync", "async"])(
    "stands around each entry into a %s generator, so that what goes with the flow is there",
    async (kind) => {
      const flow = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      const act = b.action({
        reads: [],
        writes: ["answer"],
        run:
          kind === "sync"
            ? function* run() {
                seen.push(flow.getStore());
                yield 1;
                seen.push(flow.getStore());
                return { answer: "x" };
              }
            : async function* run() {
                try {
                  await Promise.resolve();
                  seen.push(flow.getStore());
                  yield 1;
                  await Promise.resolve();
                  seen.push(flow.getStore());
                  return { answer: "x" };
                } finally {
                  seen.push(flow.getStore());
                }
              },
      });
      const hook: Hooks = { enterAction: ({ action, sequenceId }, work) => flow.run(`${action} ${sequenceId}`, work) };
      for await (const _ of watched(act, [hook]).stream()) expect(flow.getStore()).toBeUndefined();
      expect(new Set(seen)).toEqual(new Set(["act 0"]));
      expect(seen).toHaveLength(kind === "sync" ? 2 : 3);
    },
  );

  it("is there in the `finally` of a generator that is left, and inside middleware", async () => {
    const flow = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const act = b.action({
      reads: [],
      writes: [],
      async *run() {
        try {
          yield 1;
          yield 2;
          return {};
        } finally {
          seen.push(flow.getStore());
        }
      },
    });
    const hook: Hooks = { enterAction: ({ action }, work) => flow.run(action, work) };
    const app = b
      .app()
      .withActions({ act })
      .withEntrypoint("act")
      .withState({})
      .withHooks(hook)
      .use((_step, next) => next())
      .build();
    for await (const event of app.stream()) if (event.type === "chunk") break;
    expect(seen).toEqual(["act"]);
  });

  it("nests in order of registration, opens spans in the step, and keeps the action's own error", async () => {
    const boom = new Error("boom");
    const order: string[] = [];
    const act = b.action({
      reads: [],
      writes: [],
      run: () => {
        order.push("run");
        throw boom;
      },
    });
    const around = (name: string): Hooks => ({
      enterAction: ({ scope }, work) => {
        order.push(`${name} in`);
        try {
          return scope.span(name, work);
        } finally {
          order.push(`${name} out`);
        }
      },
      postEndSpan: ({ span }) => void order.push(`span ${span.uid}`),
    });
    await expect(watched(act, [around("a"), around("b")]).run()).rejects.toBe(boom);
    expect(order.filter((one) => !one.startsWith("span"))).toEqual(["a in", "b in", "run", "b out", "a out"]);
    expect(order).toContain("span 0:1");
  });

  it.each([
    [
      "throws before it calls the action",
      () => {
        throw new Error("broken");
      },
    ],
    [
      "throws after it",
      (_event: unknown, work: () => unknown) => {
        work();
        throw new Error("broken");
      },
    ],
  ])("runs the action once, where a hook %s", async (_what, enterAction) => {
    let calls = 0;
    const errors: unknown[] = [];
    const act = b.action({
      reads: [],
      writes: ["answer"],
      run: () => {
        calls += 1;
        return { answer: "x" };
      },
    });
    const { state } = await watched(act, [{ enterAction }], (error) => void errors.push(error)).run();
    expect([state.answer, calls, errors.map(String)]).toEqual(["x", 1, ["Error: broken"]]);
  });

  it("cannot keep the action from being run, nor give something else", async () => {
    const act = b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "real" }) });
    expect((await watched(act, [{ enterAction: () => ({ answer: "forged" }) }]).run()).state.answer).toBe("real");
  });
});

it("postRunExecuteCall tells why the run has stopped, and `null` of one that failed", async () => {
  const told: unknown[] = [];
  const hook: Hooks = { postRunExecuteCall: ({ stopped }) => void told.push(stopped) };
  const good = b.action({ reads: [], writes: [], run: () => ({}) });
  const bad = b.action({ reads: [], writes: [], run: () => Promise.reject(new Error("boom")) });
  const app = b
    .app()
    .withActions({ good, bad })
    .withTransitions(["good", "bad"])
    .withEntrypoint("good")
    .withState({ prompt: "hi" })
    .withHooks(hook)
    .build();
  await app.run({ haltBefore: "bad" });
  await expect(app.run()).rejects.toThrow("boom");
  expect(told).toEqual(["before", null]);
});

it("a tracker is called innermost, and children have it too", async () => {
  const order: string[] = [];
  const named = (name: string): Hooks => ({
    preRunStep: ({ action }) => void order.push(`pre ${name} ${action}`),
    postRunStep: ({ action }) => void order.push(`post ${name} ${action}`),
  });
  const leaf = b.action({ reads: [], writes: [], run: () => ({}) });
  const parent = b.action({
    reads: [],
    writes: [],
    async run(_state, _inputs, ctx) {
      await (
        await ctx.spawn(b.graph({ actions: { leaf }, transitions: [] }), { entrypoint: "leaf", state: {}, hooks: [] })
      ).run();
      return {};
    },
  });
  await b
    .app()
    .withActions({ parent })
    .withEntrypoint("parent")
    .withState({})
    .withTracker(named("tracker"))
    .withHooks(named("hook"))
    .build()
    .run();
  expect(order).toEqual([
    "pre hook parent",
    "pre tracker parent",
    "pre tracker leaf",
    "post tracker leaf",
    "post tracker parent",
    "post hook parent",
  ]);
});

describe("ctx.trace()", () => {
  type Trace = Parameters<Parameters<typeof b.action>[0]["run"]>[2]["trace"];
  const tracedLog = async (work: (trace: Trace) => unknown): Promise<string[]> => {
    const log: string[] = [];
    const hook: Hooks = {
      preStartSpan: ({ span }) => void log.push(`start ${span.uid} ${span.name}`),
      postEndSpan: ({ span, exception }) =>
        void log.push(`end ${span.uid}${exception instanceof Error ? ` ${exception.message}` : ""}`),
      doLogAttributes: ({ attributes, span }) =>
        void log.push(
          `${span?.uid} ${JSON.stringify({ ...attributes, ...("__burr_function_hash" in attributes ? { __burr_function_hash: String(attributes["__burr_function_hash"]).length } : {}) })}`,
        ),
    };
    const act = b.action({
      reads: [],
      writes: [],
      async run(_state, _inputs, { trace }) {
        await work(trace);
        return {};
      },
    });
    const failures: HookFailure[] = [];
    await watched(act, [hook]).run();
    expect(failures).toEqual([]);
    return log;
  };

  it("111: opens a span named after the function, and logs its inputs, who it is, and what it gives", async () => {
    const log = await tracedLog((trace) => {
      const add = trace(
        function add(one: number, other: number, apiKey: string) {
          return apiKey === "" ? 0 : one + other;
        },
        { omit: ["apiKey"] },
      );
      expect(add(1, 2, "secret")).toBe(3);
    });
    expect(log).toEqual([
      "start 0:0 add",
      '0:0 {"one":1,"other":2}',
      '0:0 {"__burr_function":"add","__burr_function_hash":64}',
      '0:0 {"return":3}',
      "end 0:0",
    ]);
  });

  it("keeps the span of an async function open until it has ended, also with an error", async () => {
    const log = await tracedLog(async (trace) => {
      const fetchOne = trace(
        async (id: number) => {
          await Promise.resolve();
          if (id === 2) throw new Error("gone");
          return id;
        },
        { name: "fetch", captureInputs: false },
      );
      await Promise.all([fetchOne(1), expect(fetchOne(2)).rejects.toThrow("gone")]);
    });
    expect(log.filter((line) => line.startsWith("end"))).toEqual(["end 0:0", "end 0:1 gone"]);
    expect(log).toContain('0:0 {"return":1}');
  });

  it.each(["sync", "async"])(
    "keeps the span of a %s generator open until that ends, by itself or by being left",
    async (kind) => {
      const log = await tracedLog(async (trace) => {
        const count =
          kind === "sync"
            ? trace(
                function* count(to: number) {
                  for (let n = 0; n < to; n += 1) yield n;
                  return "done";
                },
                { captureOutputs: true },
              )
            : trace(async function* count(to: number) {
                for (let n = 0; n < to; n += 1) yield n;
                return "done";
              });
        const seen: number[] = [];
        for await (const n of count(2)) seen.push(n);
        for await (const n of count(5)) {
          seen.push(n);
          break;
        }
        expect(seen).toEqual([0, 1, 0]);
      });
      expect(log.filter((line) => !line.includes("__burr"))).toEqual([
        "start 0:0 count",
        '0:0 {"to":2}',
        '0:0 {"return":"done"}',
        "end 0:0",
        "start 0:1 count",
        '0:1 {"to":5}',
        "0:1 {}",
        "end 0:1",
      ]);
    },
  );

  it("names arguments whose parameters have no name by their place, and those that are left by theirs", async () => {
    const log = await tracedLog((trace) => {
      trace(({ a }: { a: number }, ...rest: number[]) => a + rest.length, { name: "f", captureOutputs: false })(
        { a: 1 },
        5,
        6,
      );
      trace((n: number) => n, { name: "g", captureOutputs: false })(7);
    });
    expect(log.filter((line) => line.includes("argument") || line.includes('"n"'))).toEqual([
      '0:0 {"argument0":{"a":1},"rest":[5,6]}',
      '0:1 {"n":7}',
    ]);
  });
});

describe("enterSpan", () => {
  it("stands around what happens in spans and traced functions, each on its own, with where to open spans inside", async () => {
    const flow = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const look = async (what: string): Promise<void> => {
      await Promise.resolve();
      seen.push([what, flow.getStore()]);
    };
    const opened: string[] = [];
    const hook: Hooks = {
      enterSpan: ({ span, scope }, work) => {
        if (span.name === "left") scope.startSpan("by the hook").end();
        return flow.run(span.uid, work);
      },
      preStartSpan: ({ span, scope }) => {
        opened.push(`${span.uid} ${span.name}`);
        if (span.name === "right") scope.startSpan("at its start").end();
      },
    };
    const act = b.action({
      reads: [],
      writes: ["answer"],
      run: async (_state, _inputs, ctx) => {
        const shout = ctx.trace(function shout() {
          return look("traced");
        });
        await Promise.all([ctx.span("left", () => look("left")), ctx.span("right", () => look("right")), shout()]);
        await look("step");
        return { answer: "x" };
      },
    });
    await watched(act, [hook]).run();
    expect(seen).toEqual([
      ["left", "0:0"],
      ["right", "0:1"],
      ["traced", "0:2"],
      ["step", undefined],
    ]);
    expect(opened).toEqual(["0:0 left", "0:0.0 by the hook", "0:1 right", "0:1.0 at its start", "0:2 shout"]);
  });
});
