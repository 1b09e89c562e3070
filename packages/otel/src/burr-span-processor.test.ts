import { ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import { burr, type StepContext } from "@burrjs/core";
import { afterEach, describe, expect, it } from "vitest";
import { burrSpanProcessor, openTelemetry } from "./index.ts";
import { spanLog } from "./testing/span-log.ts";
import { type Telemetry, telemetry, type TelemetryOptions } from "./testing/telemetry.ts";

const b = burr<{ out: number }>();
const library = {
  /** Not kept: a tracer belongs to one provider for good. */
  get tracer() {
    return trace.getTracer("library");
  },
};

let sdk: Telemetry | undefined;
afterEach(async () => {
  await sdk?.[Symbol.asyncDispose]();
  sdk = undefined;
});
type Body = (ctx: Pick<StepContext, "span" | "startSpan" | "log" | "spawn">) => unknown;

/** What the tracker of an application is told of whose only action does `body`. */
async function logOf(body: Body, options: TelemetryOptions = {}): Promise<readonly string[]> {
  sdk = await telemetry(options);
  const tracker = spanLog();
  const work = b.action({
    reads: [],
    writes: ["out"],
    run: async (_state, _inputs, ctx) => {
      await body(ctx);
      return { out: 1 };
    },
  });
  const app = b.application({
    actions: { work },
    transitions: [],
    entrypoint: "work",
    state: {},
    hooks: [openTelemetry()],
    tracker,
  });
  await app.run().catch(() => {}); // the log says it
  return tracker.lines;
}

describe("spans of instrumented libraries", () => {
  it("are spans of the step in the log, with what they tell", async () => {
    const lines = await logOf(async () => {
      await library.tracer.startActiveSpan("chat gpt", async (chat) => {
        await library.tracer.startActiveSpan("POST", (post) => {
          post.setAttribute("http.response.status_code", 200);
          post.end();
          return Promise.resolve();
        });
        chat.setAttributes({ "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 34 });
        chat.end();
      });
      library.tracer.startSpan("after").end();
    });
    expect(lines).toEqual([
      "start 0:0 chat gpt in -",
      "start 0:0.0 POST in 0:0",
      'log 0:0.0 {"http.response.status_code":200}',
      "end 0:0.0",
      'log 0:0 {"gen_ai.usage.input_tokens":12,"gen_ai.usage.output_tokens":34}',
      "end 0:0",
      "start 0:1 after in -",
      "end 0:1",
    ]);
  });

  it("tell their errors", async () => {
    const lines = await logOf(() => {
      const plain = library.tracer.startSpan("plain");
      plain.setStatus({ code: SpanStatusCode.ERROR, message: "no answer" });
      plain.end();
      const full = library.tracer.startSpan("full");
      full.recordException(new RangeError("too far"));
      full.setStatus({ code: SpanStatusCode.ERROR });
      full.end();
      const handled = library.tracer.startSpan("handled");
      handled.recordException(new Error("made up for"));
      handled.end();
    });
    expect(lines.filter((line) => line.startsWith("end"))).toEqual([
      "end 0:0 Error: no answer",
      "end 0:1 RangeError: too far",
      "end 0:2",
    ]);
  });

  it("come once: those of the application do not come back, neither here nor there", async () => {
    const lines = await logOf((ctx) =>
      ctx.span("own", () => {
        library.tracer.startSpan("other").end();
      }),
    );
    expect(lines.filter((line) => line.startsWith("start")).map((line) => line.split(" ")[2])).toEqual([
      "own",
      "other",
    ]);
    expect((await sdk?.spans())?.map(({ name }) => name)).toEqual(["run", "work", "own", "other"]);
  });

  it("stand inside of the spans of the action in which they are made", async () => {
    const lines = await logOf(async (ctx) => {
      await ctx.span("a", async (a) => {
        library.tracer.startSpan("in a").end();
        await a.span("b", async () => {
          await Promise.resolve();
          library.tracer.startActiveSpan("in b", (inB) => {
            library.tracer.startSpan("in in b").end();
            inB.end();
          });
        });
      });
      using open = ctx.startSpan("c");
      library.tracer.startSpan(`in ${open.name}`).end();
    });
    expect(lines.filter((line) => line.startsWith("start"))).toEqual([
      "start 0:0 a in -",
      "start 0:0.0 in a in 0:0",
      "start 0:0.1 b in 0:0",
      "start 0:0.1.0 in b in 0:0.1",
      "start 0:0.1.0.0 in in b in 0:0.1.0",
      "start 0:1 c in -",
      "start 0:1.0 in c in 0:1",
    ]);
  });

  it("stand in the right one also when the action does several things at once", async () => {
    const lines = await logOf(async (ctx) => {
      const gates = [0, 1, 2].map(() => Promise.resolve());
      await Promise.all(
        gates.map((gate, index) =>
          ctx.span(`tool ${index}`, async () => {
            await gate;
            library.tracer.startSpan(`call ${index}`).end();
            await gate;
          }),
        ),
      );
    });
    expect(lines.filter((line) => line.includes("call"))).toEqual([
      "start 0:0.0 call 0 in 0:0",
      "start 0:1.0 call 1 in 0:1",
      "start 0:2.0 call 2 in 0:2",
    ]);
  });

  it("outside of steps, and in none of ours, are left alone", async () => {
    const lines = await logOf(() => {
      library.tracer.startSpan("elsewhere", {}, ROOT_CONTEXT).end();
    });
    library.tracer.startSpan("outside").end();
    expect(lines).toEqual([]);
  });

  it("that end when the step is over are told still; those that begin then are not", async () => {
    let end = (): void => {};
    let goOn = (): void => {};
    let late: Promise<void> | undefined;
    const lines = await logOf(() => {
      library.tracer.startActiveSpan("slow", (slow) => {
        end = () => {
          slow.end();
        };
      });
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const begin = async (): Promise<void> => {
        await gate;
        library.tracer.startSpan("late").end();
      };
      late = begin();
    });
    goOn();
    await late;
    end();
    expect(lines).toEqual(["start 0:0 slow in -", "end 0:0"]);
  });

  it("can be filtered: what is inside of one that is left out stands where that would", async () => {
    const lines = await logOf(
      () => {
        library.tracer.startActiveSpan("kept", (kept) => {
          library.tracer.startActiveSpan("fs", (left) => {
            library.tracer.startSpan("inside").end();
            left.end();
          });
          kept.end();
        });
      },
      { filter: ({ name }) => name !== "fs" },
    );
    expect(lines).toEqual(["start 0:0 kept in -", "start 0:0.0 inside in 0:0", "end 0:0.0", "end 0:0"]);
  });

  it("are left alone when the filter fails, and the library does not notice", async () => {
    const lines = await logOf(
      () => {
        library.tracer.startSpan("one").end();
      },
      {
        filter: () => {
          throw new Error("filter");
        },
      },
    );
    expect(lines).toEqual([]);
    expect((await sdk?.spans())?.map(({ name }) => name)).toContain("one");
  });

  it("of children are in the log of the child", async () => {
    const child = b.action({
      reads: [],
      writes: ["out"],
      run: () => {
        library.tracer.startSpan("in child").end();
        return { out: 1 };
      },
    });
    const lines = await logOf(async (ctx) => {
      await library.tracer.startActiveSpan("around", async (around) => {
        const app = await ctx.spawn(b.app().withActions({ child }).withEntrypoint("child").withState({}));
        await app.run();
        around.end();
      });
    });
    expect(lines).toEqual(["start 0:0 around in -", "start 0:0 in child in -", "end 0:0", "end 0:0"]);
  });
});

it("has nothing to flush", async () => {
  const processor = burrSpanProcessor();
  await expect(processor.forceFlush()).resolves.toBeUndefined();
  await expect(processor.shutdown()).resolves.toBeUndefined();
});
