import { describe, expect, it } from "vitest";
import { burr, type Hooks, type StepContext } from "../index.ts";

const b = burr<{ n: number }>();

/** What the hooks of spans are told when `work` runs as two steps. */
async function told(work: (ctx: StepContext) => unknown, steps = 1): Promise<string[]> {
  const log: string[] = [];
  const hooks: Hooks = {
    preStartSpan: ({ span, action, sequenceId }) =>
      void log.push(`${action}:${sequenceId} start ${span.uid} ${span.name} in ${span.parent}`),
    postEndSpan: ({ span, exception }) =>
      void log.push(`end ${span.uid}${exception instanceof Error ? ` with ${String(exception)}` : ""}`),
    doLogAttributes: ({ attributes, span }) =>
      void log.push(`log ${JSON.stringify(attributes)} in ${span?.uid ?? null}`),
  };
  const act = b.action({
    reads: [],
    writes: [],
    run: async (_state, _inputs, ctx) => {
      await work(ctx);
      return {};
    },
  });
  const app = b.application({
    actions: { act },
    transitions: [["act", "act"]],
    entrypoint: "act",
    state: {},
    hooks: [hooks],
  });
  for (let index = 0; index < steps; index += 1) await app.step().catch(() => {}); // what is told does not depend on it
  return log;
}

describe("spans", () => {
  it("have Burr's uids: the step, then their position inside what is around them", async () => {
    const log = await told((ctx) => {
      ctx.span("a", (a) => {
        a.span("a0", () => {});
        a.span("a1", (a1) => {
          a1.span("deep", () => {});
        });
      });
      ctx.span("b", () => {});
    }, 2);
    const of = (id: number): string[] => [
      `act:${id} start ${id}:0 a in null`,
      `act:${id} start ${id}:0.0 a0 in ${id}:0`,
      `end ${id}:0.0`,
      `act:${id} start ${id}:0.1 a1 in ${id}:0`,
      `act:${id} start ${id}:0.1.0 deep in ${id}:0.1`,
      `end ${id}:0.1.0`,
      `end ${id}:0.1`,
      `end ${id}:0`,
      `act:${id} start ${id}:1 b in null`,
      `end ${id}:1`,
    ];
    expect(log).toEqual([...of(0), ...of(1)]);
  });

  it("end with `using`, by end(), and only once", async () => {
    const log = await told(({ startSpan }) => {
      {
        using outer = startSpan("outer");
        const inner = outer.startSpan("inner");
        inner.end();
        inner.end(new Error("too late"));
      }
      startSpan("next").end(new Error("boom"));
    });
    expect(log).toEqual([
      "act:0 start 0:0 outer in null",
      "act:0 start 0:0.0 inner in 0:0",
      "end 0:0.0",
      "end 0:0",
      "act:0 start 0:1 next in null",
      "end 0:1 with Error: boom",
    ]);
  });

  it("give what their work gives, and end when its promise does", async () => {
    const values: unknown[] = [];
    const log = await told(async ({ span, log: note }) => {
      values.push(span("sync", () => 1));
      const later = span("later", async () => {
        await Promise.resolve();
        return 2;
      });
      note({ between: true });
      values.push(await later);
    });
    expect(values).toEqual([1, 2]);
    expect(log.slice(2)).toEqual(["act:0 start 0:1 later in null", 'log {"between":true} in null', "end 0:1"]);
  });

  it("end with the error of their work, sync or async, which goes on to the action", async () => {
    const boom = new Error("boom");
    const log = await told(async ({ span }) => {
      expect(() =>
        span("sync", () => {
          throw boom;
        }),
      ).toThrow(boom);
      await span("async", () => Promise.reject(boom));
    });
    expect(log.filter((line) => line.startsWith("end"))).toEqual([
      "end 0:0 with Error: boom",
      "end 0:1 with Error: boom",
    ]);
  });

  it("may run side by side: each knows its own place", async () => {
    const log = await told(async ({ span }) => {
      await Promise.all(
        ["a", "b"].map((name) =>
          span(name, async (outer) => {
            await Promise.resolve();
            await outer.span("inside", () => Promise.resolve());
          }),
        ),
      );
    });
    expect(log.filter((line) => line.includes("inside"))).toEqual([
      "act:0 start 0:0.0 inside in 0:0",
      "act:0 start 0:1.0 inside in 0:1",
    ]);
  });

  it("have attributes of their own; the action has its own too", async () => {
    const log = await told(({ log: note, span }) => {
      note({ level: "action" });
      span("a", (a) => {
        a.log({ level: "span" });
        note({ level: "action still" });
      });
    });
    expect(log.filter((line) => line.startsWith("log"))).toEqual([
      'log {"level":"action"} in null',
      'log {"level":"span"} in 0:0',
      'log {"level":"action still"} in null',
    ]);
  });

  it("work when nobody listens", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      run: (_state, _inputs, { span, log }) => {
        log({ a: 1 });
        return { n: span("x", () => 7) };
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    expect(app.runSync().state.n).toBe(7);
    expect((await app.run()).stopped).toBe("end");
  });
});
