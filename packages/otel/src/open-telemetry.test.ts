import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { burr, onError, type StepContext } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { AlwaysOffSampler } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTelemetry, type OpenTelemetryOptions } from "./index.ts";
import { type Telemetry, telemetry, treeOf } from "./testing/telemetry.ts";

interface Chat {
  prompt: string;
  answer: string;
  count: number;
}
const b = burr<Chat>();
const ids = { appId: "app-1", partitionKey: "ann" };
const ask = b.action({ reads: [], writes: ["prompt"], run: () => ({ prompt: "secret question" }) });
const answer = b.action({
  reads: ["prompt"],
  writes: ["answer"],
  async *run({ prompt }) {
    yield await Promise.resolve("a");
    yield "b";
    return [{ length: prompt.length }, { answer: "ab" }];
  },
});

const traced = (options?: OpenTelemetryOptions) => ({ state: {}, hooks: [openTelemetry(options)] });

let sdk: Telemetry;
beforeEach(async () => {
  sdk = await telemetry();
});
afterEach(async () => {
  await sdk[Symbol.asyncDispose]();
});

async function all<TItem>(source: AsyncIterable<TItem>): Promise<TItem[]> {
  const items: TItem[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** A library that is instrumented: it makes a span of its own, wherever it is called from. */
const library = {
  call<TValue>(name: string, work: () => TValue): TValue {
    return trace.getTracer("library").startActiveSpan(name, (span) => {
      const value = work();
      span.end();
      return value;
    });
  },
  async callAsync(name: string): Promise<void> {
    await Promise.resolve();
    library.call(name, () => undefined);
  },
};

describe("a run", () => {
  it("is a span, and its steps are spans inside", async () => {
    const actions = { ask, answer };
    await b
      .application({
        actions,
        transitions: [["ask", "answer"]],
        entrypoint: "ask",
        ...traced({ name: "chat" }),
        ...ids,
      })
      .run();
    const spans = await sdk.spans();
    expect(treeOf(spans)).toEqual(["run chat", "  ask", "  answer"]);
    const [run, step] = spans;
    expect(run).toMatchObject({ scope: "@burrjs/otel", status: { code: 0 } });
    expect(run?.attributes).toEqual({
      "burr.application": "chat",
      "burr.app_id": "app-1",
      "burr.partition_key": "ann",
      "burr.method": "run",
      "burr.status": "completed",
      "burr.stopped": "end",
      "burr.steps": 2,
      "gen_ai.operation.name": "invoke_workflow",
      "gen_ai.workflow.name": "chat",
      "gen_ai.conversation.id": "app-1",
    });
    expect(run?.events).toEqual([
      {
        name: "transition",
        attributes: {
          "burr.transition.from": "ask",
          "burr.transition.to": "answer",
          "burr.transition.condition": "default",
          "burr.sequence_id": 0,
        },
      },
    ]);
    expect(step?.attributes).toEqual({
      "burr.application": "chat",
      "burr.app_id": "app-1",
      "burr.partition_key": "ann",
      "burr.action": "ask",
      "burr.sequence_id": 0,
      "burr.attempt": 1,
      "burr.status": "completed",
      "burr.committed": true,
      "gen_ai.conversation.id": "app-1",
    });
  });

  it("belongs to the span that is current where it is started", async () => {
    const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", ...traced() });
    await trace.getTracer("web").startActiveSpan("GET /", async (request) => {
      await app.run();
      request.end();
    });
    expect(treeOf(await sdk.spans())).toEqual(["GET /", "  run", "    ask"]);
  });

  it("can be an agent's, or have nothing of GenAI", async () => {
    const run = (options: Parameters<typeof openTelemetry>[0]) =>
      b
        .application({
          actions: { ask },
          transitions: [],
          entrypoint: "ask",
          state: {},
          hooks: [openTelemetry(options)],
        })
        .run();
    await run({ name: "helper", operation: "invoke_agent" });
    await run({ name: "plain", operation: null });
    expect((await sdk.span("run helper")).attributes).toMatchObject({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "helper",
    });
    expect(Object.keys((await sdk.span("run plain")).attributes).filter((name) => name.startsWith("gen_ai"))).toEqual(
      [],
    );
  });

  it("has attributes of one's own, and so have its steps", async () => {
    const hooks = [openTelemetry({ attributes: ({ appId }) => ({ "session.id": `of ${appId}` }) })];
    await b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {}, hooks, ...ids }).run();
    for (const { attributes } of await sdk.spans()) expect(attributes).toMatchObject({ "session.id": "of app-1" });
  });
});

describe("a stream", () => {
  it("has its first chunk as an event, and how many came", async () => {
    const hooks = [openTelemetry()];
    const app = b.application({
      actions: { ask, answer },
      transitions: [["ask", "answer"]],
      entrypoint: "ask",
      state: {},
      hooks,
    });
    const stream = await app.streamResult({ haltAfter: "answer" });
    expect(await all(stream)).toEqual(["a", "b"]);
    const step = await sdk.span("answer");
    expect(step.events).toEqual([{ name: "first chunk", attributes: { "burr.attempt": 1 } }]);
    expect(step.attributes).toMatchObject({ "burr.stream.chunks": 2 });
    expect(step.attributes["burr.stream.time_to_first_chunk"]).toBeTypeOf("number");
    expect(treeOf(await sdk.spans())).toEqual(["streamResult", "  ask", "  answer"]);
  });

  it("whose reader leaves is aborted, which is no error", async () => {
    const hooks = [openTelemetry()];
    const app = b.application({
      actions: { answer },
      transitions: [],
      entrypoint: "answer",
      state: { prompt: "" },
      hooks,
    });
    for await (const event of app.stream()) if (event.type === "chunk") break;
    const step = await sdk.span("answer");
    expect(step.status.code).toBe(0);
    expect(step.attributes).toMatchObject({
      "burr.status": "aborted",
      "burr.committed": false,
      "burr.stream.chunks": 1,
    });
    const run = await sdk.span("stream");
    expect(run.status.code).toBe(0);
    expect(run.attributes).toMatchObject({ "burr.status": "aborted" });
  });
});

describe("what goes wrong", () => {
  const fail = b.action({
    reads: [],
    writes: ["answer"],
    run: (): { answer: string } => {
      throw new RangeError("too far");
    },
  });

  it("an error is on the step and on the run", async () => {
    const app = b.application({ actions: { fail }, transitions: [], entrypoint: "fail", ...traced() });
    await expect(app.run()).rejects.toThrow("too far");
    for (const name of ["fail", "run"]) {
      const span = await sdk.span(name);
      expect(span.status).toEqual({ code: 2, message: "too far" });
      expect(span.attributes).toMatchObject({ "error.type": "RangeError", "burr.status": "failed" });
      expect(span.events.at(-1)).toMatchObject({
        name: "exception",
        attributes: { "exception.type": "RangeError", "exception.message": "too far" },
      });
    }
  });

  it("an abort is told from an error, with its reason", async () => {
    const aborter = new AbortController();
    const wait = b.action({
      reads: [],
      writes: ["answer"],
      run: (_state, _inputs, { signal }) =>
        new Promise<{ answer: string }>((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
          aborter.abort(new Error("no longer needed"));
        }),
    });
    const app = b.application({ actions: { wait }, transitions: [], entrypoint: "wait", ...traced() });
    await expect(app.run({ signal: aborter.signal })).rejects.toThrow("no longer needed");
    for (const name of ["wait", "run"]) {
      const span = await sdk.span(name);
      expect(span.status.code).toBe(0);
      expect(span.attributes).toMatchObject({ "burr.status": "aborted", "burr.abort.reason": "no longer needed" });
      expect(span.events).toEqual([]);
    }
  });

  it("attempts after a failure are events", async () => {
    let tries = 0;
    const flaky = b.action({
      reads: [],
      writes: ["answer"],
      retry: { attempts: 3, baseMs: 0 },
      run: (_state, _inputs, ctx) => {
        tries += 1;
        ctx.startSpan(`left open in ${tries}`);
        library.call(`call ${tries}`, () => undefined);
        if (tries < 3) throw new Error(`try ${tries}`);
        return { answer: "at last" };
      },
    });
    await b.application({ actions: { flaky }, transitions: [], entrypoint: "flaky", ...traced() }).run();
    const step = await sdk.span("flaky");
    expect(step.status.code).toBe(0);
    expect(step.attributes).toMatchObject({ "burr.attempt": 3, "burr.status": "completed" });
    expect(step.events.map(({ name, attributes }) => [name, attributes["exception.message"]])).toEqual([
      ["retry", "try 1"],
      ["retry", "try 2"],
    ]);
    expect(treeOf(await sdk.spans())).toEqual([
      "run",
      "  flaky",
      ...[1, 2, 3].flatMap((attempt) => [`    left open in ${attempt}`, `      call ${attempt}`]),
    ]);
  });

  it("a failure that a fallback makes up for is an event", async () => {
    const careful = b.action({
      reads: [],
      writes: ["answer"],
      fallback: () => ({ answer: "none" }),
      run: (): { answer: string } => {
        throw new Error("down");
      },
    });
    await b.application({ actions: { careful }, transitions: [], entrypoint: "careful", ...traced() }).run();
    const step = await sdk.span("careful");
    expect(step.status.code).toBe(0);
    expect(step.attributes).toMatchObject({ "burr.recovered": true, "burr.role": "fallback" });
    expect(step.events.at(-1)).toMatchObject({ name: "recovered", attributes: { "exception.message": "down" } });
  });

  it("a failure that leads on is of the step alone", async () => {
    const app = b.application({
      actions: { fail, ask },
      transitions: [["fail", "ask", onError()]],
      entrypoint: "fail",
      state: {},
      hooks: [openTelemetry()],
    });
    await app.run();
    expect((await sdk.span("fail")).status.code).toBe(2);
    expect((await sdk.span("run")).status.code).toBe(0);
  });

  it.each([
    { thrown: "text", message: "text", type: "string" },
    { thrown: { code: 7 }, message: '{"code":7}', type: "object" },
    { thrown: Object.assign(new Error("x"), { code: "ECONNRESET" }), message: "x", type: "ECONNRESET" },
    {
      thrown: Object.defineProperty(new Error("y"), "message", {
        get: () => {
          throw new Error("unreadable");
        },
      }),
      message: "",
      type: "Error",
    },
  ])("whatever is thrown is reported: $type", async ({ thrown, message, type }) => {
    const odd = b.action({
      reads: [],
      writes: ["answer"],
      run: (): { answer: string } => {
        throw thrown as Error;
      },
    });
    const app = b.application({ actions: { odd }, transitions: [], entrypoint: "odd", ...traced() });
    await expect(app.run()).rejects.toBe(thrown);
    const step = await sdk.span("odd");
    expect(step.status.message).toContain(message);
    expect(step.attributes["error.type"]).toBe(type);
  });

  it("a suspension is none", async () => {
    const approve = b.action({
      reads: [],
      writes: ["answer"],
      run: (_state, _inputs, ctx) => ctx.suspend("approval"),
      onAnswer: () => ({ answer: "yes" }),
    });
    const app = b.application({ actions: { approve }, transitions: [], entrypoint: "approve", ...traced() });
    const end = await app.run();
    expect((await sdk.span("approve")).attributes).toMatchObject({ "burr.status": "suspended" });
    expect((await sdk.span("run")).attributes).toMatchObject({
      "burr.status": "suspended",
      "burr.stopped": "suspended",
    });
    if (end.stopped === "suspended") await app.resume(end.suspension.id, {});
    await app.step();
    expect((await sdk.spans()).at(-1)?.attributes).toMatchObject({ "burr.role": "answer", "burr.status": "completed" });
  });

  it("an action that goes over to nothing any more leaves no span open", async () => {
    const leave = b.action({
      reads: [],
      writes: ["answer"],
      run: (_state, _inputs, ctx) => {
        ctx.startSpan("forgotten");
        return { answer: "" };
      },
    });
    await b.application({ actions: { leave }, transitions: [], entrypoint: "leave", ...traced() }).run();
    expect((await sdk.span("forgotten")).attributes).toMatchObject({ "burr.span.unfinished": true });
  });
});

describe("spans that an action opens", () => {
  it("are spans inside of the step, with their attributes and errors", async () => {
    const work = b.action({
      reads: [],
      writes: ["answer"],
      run: async (_state, _inputs, ctx) => {
        await ctx.span("outer", async (outer) => {
          outer.log({ size: 3, tags: ["x", "y"], when: { deep: [1, "two"] } });
          await outer.span("inner", () => Promise.resolve());
        });
        await ctx.span("after", () => Promise.reject(new Error("inside")), { dependencies: ["outer"] }).catch(() => {});
        ctx.log({ "gen_ai.usage.input_tokens": 12, "gen_ai.input.messages": "secret" });
        return { answer: "" };
      },
    });
    await b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() }).run();
    const spans = await sdk.spans();
    expect(treeOf(spans)).toEqual(["run", "  work", "    outer", "      inner", "    after"]);
    expect((await sdk.span("outer")).attributes).toEqual({
      "burr.span.uid": "0:0",
      size: 3,
      tags: ["x", "y"],
      when: '{"deep":[1,"two"]}',
    });
    const after = await sdk.span("after");
    expect(after.status).toEqual({ code: 2, message: "inside" });
    expect(after.links).toMatchObject([
      { spanId: (await sdk.span("outer")).spanId, attributes: { "burr.link": "dependency" } },
    ]);
    const step = await sdk.span("work");
    expect(step.attributes).toMatchObject({ "gen_ai.usage.input_tokens": 12 });
    expect(step.attributes).not.toHaveProperty("gen_ai.input.messages");
  });

  it.each([{ content: true }, { content: false }])(
    "of traced functions have what these were given only with `content`: $content",
    async ({ content }) => {
      const work = b.action({
        reads: [],
        writes: ["answer"],
        run: (_state, _inputs, ctx) => {
          const shout = ctx.trace(function shout(text: string) {
            return text.toUpperCase();
          });
          ctx.span("plain", (span) => {
            span.log({ size: 1 });
          });
          return { answer: shout("prompt") };
        },
      });
      await b
        .application({
          actions: { work },
          transitions: [],
          entrypoint: "work",
          state: {},
          hooks: [openTelemetry({ content })],
        })
        .run();
      const { attributes } = await sdk.span("shout");
      expect(attributes).toMatchObject({ __burr_function: "shout" });
      expect([attributes["text"], attributes["return"]]).toEqual(
        content ? ["prompt", "PROMPT"] : [undefined, undefined],
      );
      expect((await sdk.span("plain")).attributes).toMatchObject({ size: 1 });
      const step = await sdk.span("work");
      expect(step.attributes["burr.delta"]).toBe(
        content ? '[{"op":"set","key":"answer","value":"PROMPT"}]' : undefined,
      );
    },
  );
});

describe("instrumented libraries", () => {
  const run = async (body: (ctx: StepContext) => Promise<{ answer: string }>) => {
    const work = b.action({ reads: [], writes: ["answer"], run: (_state, _inputs, ctx) => body(ctx) });
    await b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() }).run();
    return treeOf(await sdk.spans());
  };

  it("see the span of the step, or the one that the action has open", async () => {
    const tree = await run(async (ctx) => {
      library.call("first", () => undefined);
      await ctx.span("open", async (open) => {
        await library.callAsync("second");
        await open.span("deeper", () => library.callAsync("third"));
      });
      await library.callAsync("fourth");
      return { answer: "" };
    });
    expect(tree).toEqual([
      "run",
      "  work",
      "    first",
      "    open",
      "      second",
      "      deeper",
      "        third",
      "    fourth",
    ]);
  });

  it("see it through all of a generator, also in its `finally`", async () => {
    const work = b.action({
      reads: [],
      writes: ["answer"],
      async *run(_state, _inputs, ctx) {
        using open = ctx.startSpan("open");
        try {
          library.call(`one in ${open.name}`, () => undefined);
          yield 1;
          await library.callAsync("two");
          yield 2;
          return { answer: "" };
        } finally {
          library.call("last", () => undefined);
        }
      },
    });
    await all(b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() }).stream());
    expect(treeOf(await sdk.spans())).toEqual([
      "stream",
      "  work",
      "    open",
      "      one in open",
      "      two",
      "      last",
    ]);
  });

  it("stand in what is around, where spans are open side by side", async () => {
    const tree = await run(async (ctx) => {
      await ctx.span("both", async (both) => {
        const left = both.startSpan("left");
        const right = both.startSpan("right");
        await library.callAsync("either");
        left.end();
        await library.callAsync("in right");
        right.end();
      });
      return { answer: "" };
    });
    expect(tree).toEqual([
      "run",
      "  work",
      "    both",
      "      left",
      "      right",
      "        in right",
      "      either",
    ]);
  });

  it("stand in the span from which they are called, where several are at work at once", async () => {
    const tree = await run(async (ctx) => {
      const shout = ctx.trace(async function shout(text: string) {
        await library.callAsync(`of ${text}`);
      });
      await Promise.all([
        ctx.span("left", () => library.callAsync("in left")),
        ctx.span("right", (right) =>
          Promise.all([right.span("deep", () => library.callAsync("in deep")), library.callAsync("in right")]),
        ),
        shout("traced"),
      ]);
      return { answer: "" };
    });
    expect(tree).toEqual(
      ["run", "  work", "    left", "      in left", "    right"].concat([
        "      deep",
        "        in deep",
        "      in right",
        "    shout",
        "      of traced",
      ]),
    );
  });

  it("see what they have set themselves", async () => {
    const tree = await run(async (ctx) => {
      library.call("outer", () => {
        library.call("inner", () => undefined);
        ctx.span("within", () => undefined);
      });
      return { answer: "" };
    });
    expect(tree).toEqual(["run", "  work", "    outer", "      inner", "      within"]);
  });

  it("do not see the action's span outside of it", async () => {
    const work = b.action({
      reads: [],
      writes: ["answer"],
      async *run() {
        yield 1;
        await library.callAsync("inside");
        yield 2;
        return { answer: "" };
      },
    });
    const app = b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() });
    const seen: unknown[] = [];
    for await (const event of app.stream()) {
      if (event.type !== "chunk") continue;
      seen.push(context.active());
      library.call("consumer", () => undefined);
    }
    const { spanId } = await sdk.span("work");
    expect((await sdk.span("inside")).parentSpanId).toBe(spanId);
    const consumers = (await sdk.spans()).filter(({ name }) => name === "consumer");
    expect(consumers.map(({ parentSpanId }) => parentSpanId)).toEqual(["", ""]);
    expect(seen).toEqual([ROOT_CONTEXT, ROOT_CONTEXT]);
  });
});

describe("many applications at once", () => {
  it("keep their spans apart", async () => {
    const work = b.action({
      reads: ["count"],
      writes: ["answer"],
      async *run({ count }, _inputs, ctx) {
        yield 1;
        await ctx.span(`open ${count}`, () => library.callAsync(`library ${count}`));
        yield 2;
        return { answer: "" };
      },
    });
    const hooks = [openTelemetry()];
    const apps = Array.from({ length: 20 }, (_, count) =>
      b.application({ actions: { work }, transitions: [], entrypoint: "work", state: { count }, hooks }),
    );
    await Promise.all(apps.map((app) => all(app.stream())));
    const spans = await sdk.spans();
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(20);
    for (const { traceId } of spans) {
      const members = spans.filter((span) => span.traceId === traceId);
      const count = members.find(({ name }) => name.startsWith("open"))?.name.slice("open ".length);
      expect(treeOf(members)).toEqual(["stream", "  work", `    open ${count}`, `      library ${count}`]);
    }
  });
});

describe("without a provider", () => {
  it("the application runs as without hooks, and code has no context", async () => {
    await sdk[Symbol.asyncDispose]();
    const seen: unknown[] = [];
    const work = b.action({
      reads: [],
      writes: ["answer"],
      run: () => {
        seen.push(context.active());
        return { answer: "" };
      },
    });
    const app = b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() });
    await app.run();
    expect(seen).toEqual([ROOT_CONTEXT]);
    sdk = await telemetry();
  });

  it("one that is registered later is found", async () => {
    await sdk[Symbol.asyncDispose]();
    const app = b.application({
      actions: { ask },
      transitions: [["ask", "ask"]],
      entrypoint: "ask",
      state: {},
      hooks: [openTelemetry()],
    });
    await app.step();
    sdk = await telemetry();
    await app.step();
    expect(treeOf(await sdk.spans())).toEqual(["step", "  ask"]);
    expect((await sdk.points()).map(({ metric }) => metric)).toContain("burr.steps");
  });
});

it("of a trace that is not sampled nothing is sent, and libraries go along", async () => {
  await sdk[Symbol.asyncDispose]();
  sdk = await telemetry({ sampler: new AlwaysOffSampler() });
  const work = b.action({ reads: [], writes: ["answer"], run: () => library.call("library", () => ({ answer: "" })) });
  await b.application({ actions: { work }, transitions: [], entrypoint: "work", ...traced() }).run();
  expect(await sdk.spans()).toEqual([]);
});

it("a checkpoint is an event with the keys, and undoing is a step", async () => {
  const pay = b.action({
    reads: [],
    writes: ["answer"],
    async *run(_state, _inputs, ctx) {
      ctx.checkpoint({ answer: "secret" });
      yield 1;
      return { answer: "paid" };
    },
    undo: () => ({ answer: "refunded" }),
  });
  const app = b.application({
    actions: { pay },
    transitions: [],
    entrypoint: "pay",
    state: {},
    persister: memoryPersister(),
    hooks: [openTelemetry()],
  });
  await app.run();
  await app.compensate();
  expect(treeOf(await sdk.spans())).toEqual(["run", "  pay", "compensate", "  pay"]);
  const [, step, , undo] = await sdk.spans();
  expect(step?.events).toMatchObject([{ name: "checkpoint", attributes: { "burr.keys": ["answer"] } }, { name: "first chunk" }]); // prettier-ignore
  expect(undo?.attributes).toMatchObject({ "burr.role": "undo" });
});
