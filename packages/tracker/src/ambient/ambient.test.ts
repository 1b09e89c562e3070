import { createHash } from "node:crypto";
import { burr } from "@burrjs/core";
import { describe, expect, it } from "vitest";
import { type MemoryTracker, memoryTracker } from "../memory/memory-tracker.ts";
import { held } from "../testing/held.ts";
import { recordsOf } from "../testing/read-log.ts";
import { ambientSpans, currentScope, log, trace } from "./index.ts";

const b = burr<{ n: number; out: readonly unknown[] }>();
const initial = { n: 0, out: [] };

/** The spans and attributes of an application, in order, in short. */
function told(tracker: MemoryTracker, appId = "a"): readonly string[] {
  return tracker.log(appId).flatMap((record) => {
    if (record.type === "begin_span") return [`+${record.span_id} ${record.span_name}`];
    if (record.type === "end_span") return [`-${record.span_id}${record.error === undefined ? "" : ` ${record.error.message}`}`]; // prettier-ignore
    if (record.type !== "attribute") return [];
    const value = record.key.startsWith("__burr") ? "" : `=${JSON.stringify(record.value)}`;
    return [` ${record.span_id ?? "step"} ${record.key}${value}`];
  });
}

/** Runs one action with everything that listens. */
async function run(body: () => unknown, tracker = memoryTracker(), options: object = {}): Promise<MemoryTracker> {
  const act = b.action({ reads: [], writes: ["n"], run: async () => (await body(), { n: 1 }) });
  await b.application({ actions: { act }, transitions: [], entrypoint: "act", state: initial, appId: "a", hooks: [ambientSpans()], tracker, ...options }).run(); // prettier-ignore
  return tracker;
}

describe("trace()", () => {
  it("opens a span with inputs, identity and output, also of async functions", async () => {
    const source = async (question: string, secret: string, more = 1) => `${question}?${more}${secret.length}`;
    const ask = trace(source, { omit: ["secret"] });
    const tracker = await run(() => ask("why", "sk-1"));
    expect(told(tracker)).toEqual([
      "+0:0 source",
      ' 0:0 question="why"',
      " 0:0 __burr_function",
      " 0:0 __burr_function_hash",
      ' 0:0 return="why?14"',
      "-0:0",
    ]);
    expect(recordsOf(tracker.log("a"), "attribute").map(({ value }) => value)).toContain(
      createHash("sha256").update(source.toString()).digest("hex"),
    );
  });

  it("logs what is left of the arguments under the name of the parameter that gets it, or not at all", async () => {
    const sum = (first: number, ...others: number[]) => first + others.length;
    const attributes = async (options: object, ...values: [number, ...number[]]): Promise<unknown> => {
      const tracker = await run(() => void trace(sum, { captureOutputs: false, ...options })(...values));
      const logged = recordsOf(tracker.log("a"), "attribute").filter(({ key }) => !key.startsWith("__"));
      return Object.fromEntries(logged.map(({ key, value }) => [key, value]));
    };
    expect(await attributes({}, 1, 2, 3)).toEqual({ first: 1, others: [2, 3] });
    expect(await attributes({}, 1)).toEqual({ first: 1 });
    expect(await attributes({ omit: ["others"] }, 1, 2, 3)).toEqual({ first: 1 });
  });

  it("just runs the function outside of actions, or where nobody listens", async () => {
    const add = trace((x: number, y: number) => x + y, { name: "add" });
    expect(add(1, 2)).toBe(3);
    const tracker = await run(() => add(1, 2), memoryTracker(), { hooks: [] });
    expect(told(tracker)).toEqual([]);
    log({ nowhere: 1 });
    expect(currentScope()).toBeUndefined();
  });

  it("nests by who calls whom, through awaits and recursion", async () => {
    const countDown = trace(
      async (n: number): Promise<number> => {
        await Promise.resolve();
        log({ at: n });
        return n === 0 ? 0 : (await countDown(n - 1)) + 1;
      },
      { name: "countDown", captureInputs: false, captureOutputs: false },
    );
    const tracker = await run(async () => {
      await countDown(2);
      log({ back: true });
      await countDown(0);
    });
    expect(told(tracker).filter((line) => !line.includes("__burr"))).toEqual([
      "+0:0 countDown",
      " 0:0 at=2",
      "+0:0.0 countDown",
      " 0:0.0 at=1",
      "+0:0.0.0 countDown",
      " 0:0.0.0 at=0",
      "-0:0.0.0",
      "-0:0.0",
      "-0:0",
      " step back=true",
      "+0:1 countDown",
      " 0:1 at=0",
      "-0:1",
    ]);
  });

  it("keeps apart what runs at the same time", async () => {
    const { promise, resolve } = held<undefined>();
    const part = trace(async (name: string) => {
      await promise;
      log({ name });
      await inner(name);
    }, { name: "part", captureOutputs: false }); // prettier-ignore
    const inner = trace(async (name: string) => log({ inner: name }), { name: "inner", captureInputs: false });
    const tracker = await run(async () => {
      const parts = [part("a"), part("b"), part("c")];
      resolve(undefined);
      await Promise.all(parts);
    });
    const attributes = recordsOf(tracker.log("a"), "attribute");
    const places = attributes.filter(({ key }) => key === "name" || key === "inner").map(({ span_id: id, value }) => `${id} ${String(value)}`); // prettier-ignore
    expect(places.toSorted()).toEqual(["0:0 a", "0:0 a", "0:0.0 a", "0:1 b", "0:1 b", "0:1.0 b", "0:2 c", "0:2 c", "0:2.0 c"]); // prettier-ignore
  });

  it("ends the span with the error", async () => {
    const sync = trace((): void => { throw new Error("at once"); }, { name: "sync" }); // prettier-ignore
    const later = trace(async () => { await Promise.resolve(); throw new Error("later"); }, { name: "later" }); // prettier-ignore
    const tracker = await run(async () => {
      expect(() => sync()).toThrow("at once");
      await expect(later()).rejects.toThrow("later");
    });
    expect(told(tracker).filter((line) => line.startsWith("-"))).toEqual(["-0:0 at once", "-0:1 later"]);
  });

  it("keeps the span of a generator open to its end, and nests what it calls on each step", async () => {
    const leaf = trace((n: number) => n * 10, { name: "leaf", captureInputs: false, captureOutputs: false });
    const numbers = trace(function* (upTo: number) {
      for (let n = 0; n < upTo; n += 1) yield leaf(n);
      return "end";
    }, { name: "numbers" }); // prettier-ignore
    const slow = trace(async function* () {
      await Promise.resolve();
      yield leaf(1);
      throw new Error("cut off");
    }, { name: "slow" }); // prettier-ignore
    const tracker = await run(async () => {
      const seen: unknown[] = [];
      for (const n of numbers(2)) {
        log({ between: n });
        seen.push(n);
      }
      await expect((async () => { for await (const n of slow()) seen.push(n); })()).rejects.toThrow("cut off"); // prettier-ignore
      expect(seen).toEqual([0, 10, 10]);
      for (const n of numbers(5)) if (n === 10) break;
    });
    expect(told(tracker).filter((line) => !line.includes("__burr"))).toEqual([
      "+0:0 numbers",
      " 0:0 upTo=2",
      "+0:0.0 leaf",
      "-0:0.0",
      " step between=0",
      "+0:0.1 leaf",
      "-0:0.1",
      " step between=10",
      ' 0:0 return="end"',
      "-0:0",
      "+0:1 slow",
      "+0:1.0 leaf",
      "-0:1.0",
      "-0:1 cut off",
      "+0:2 numbers",
      " 0:2 upTo=5",
      "+0:2.0 leaf",
      "-0:2.0",
      "+0:2.1 leaf",
      "-0:2.1",
      ' 0:2 return={"$burr":"undefined"}',
      "-0:2",
    ]);
  });

  it("takes a scope of one's own", async () => {
    const add = (x: number) => x + 1;
    const tracker = memoryTracker();
    const act = b.action({ reads: [], writes: ["n"], run: (_state, _inputs, tracing) => ({ n: trace(add, { tracing, name: "own" })(1) }) }); // prettier-ignore
    await b.application({ actions: { act }, transitions: [], entrypoint: "act", state: initial, appId: "a", tracker }).run(); // prettier-ignore
    expect(told(tracker)[0]).toBe("+0:0 own");
  });
});

describe("the scope of code", () => {
  it("is that of the step in a streaming action, each time that it goes on", async () => {
    const tracker = memoryTracker();
    const inner = trace(() => 1, { name: "inner", captureOutputs: false });
    const talk = b.action({
      reads: [],
      writes: ["n"],
      async *run() {
        for (let n = 0; n < 2; n += 1) {
          inner();
          yield n;
          await Promise.resolve();
        }
        log({ last: true });
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { talk }, transitions: [["talk", "talk"]], entrypoint: "talk", state: initial, appId: "a", tracker, hooks: [ambientSpans()] }); // prettier-ignore
    for (let step = 0; step < 2; step += 1) {
      const stream = await app.streamResult({ haltAfter: "talk" });
      for await (const chunk of stream) {
        expect(currentScope()).toBeUndefined(); // the reader is no part of the action
        expect(chunk).toBeTypeOf("number");
      }
    }
    expect(told(tracker).filter((line) => !line.includes("__burr"))).toEqual(["+0:0 inner", "-0:0", "+0:1 inner", "-0:1", " step last=true", "+1:0 inner", "-1:0", "+1:1 inner", "-1:1", " step last=true"]); // prettier-ignore
  });

  it("is the span that runs it, also of ctx.span()", async () => {
    const tracker = memoryTracker();
    const act = b.action({
      reads: [],
      writes: ["n"],
      run: (_state, _inputs, context) =>
        context.span("around", async () => {
          await Promise.resolve();
          log({ inside: true });
          trace(() => 1, { name: "child" })();
          return { n: 1 };
        }),
    });
    await b.application({ actions: { act }, transitions: [], entrypoint: "act", state: initial, appId: "a", tracker, hooks: [ambientSpans()] }).run(); // prettier-ignore
    expect(told(tracker)).toContain(" 0:0 inside=true");
    expect(told(tracker)).toContain("+0:0.0 child");
  });

  it("of children is rooted in the child, and that of the parent is back afterwards", async () => {
    const tracker = memoryTracker();
    const leaf = trace((where: string) => where, { name: "leaf" });
    const child = b.action({ reads: [], writes: ["n"], async run() { await Promise.resolve(); leaf("child"); return { n: 5 }; } }); // prettier-ignore
    const around = trace(async (work: () => Promise<unknown>) => { await work(); leaf("after"); }, { name: "around", captureInputs: false }); // prettier-ignore
    const parent = b.action({
      reads: [],
      writes: ["n"],
      async run(_state, _inputs, context) {
        const graph = b.graph({ actions: { child }, transitions: [] });
        await around(async () => {
          const app = await context.spawn(graph, { entrypoint: "child", state: initial });
          await app.run();
        });
        return { n: 1 };
      },
    });
    await b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: initial, appId: "a", sequenceId: 40, tracker, hooks: [ambientSpans()] }).run(); // prettier-ignore
    const id = tracker.children("a")[0]?.child.app_id ?? "";
    expect(told(tracker, id)[0]).toBe("+0:0 leaf");
    expect(recordsOf(tracker.log(id), "begin_span")).toMatchObject([{ parent_span_id: null, action_sequence_id: 0 }]);
    expect(told(tracker).filter((line) => line.startsWith("+"))).toEqual(["+41:0 around", "+41:0.0 leaf"]);
  });

  it("does not leak after an abort", async () => {
    const tracker = memoryTracker();
    const controller = new AbortController();
    const hang = trace(() => new Promise(() => {}), { name: "hang" });
    const act = b.action({ reads: [], writes: ["n"], async run() { controller.abort(); await hang(); return { n: 1 }; } }); // prettier-ignore
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: initial, appId: "a", tracker, hooks: [ambientSpans()], closeTimeoutMs: 1 }); // prettier-ignore
    await expect(app.run({ signal: controller.signal })).rejects.toThrow("abort");
    expect(currentScope()).toBeUndefined();
    const other = trace(() => 1, { name: "other" });
    other();
    expect(recordsOf(tracker.log("a"), "begin_span")).toHaveLength(1);
    expect(recordsOf(tracker.log("a"), "end_entry")).toMatchObject([{ status: "aborted" }]);
  });
});
