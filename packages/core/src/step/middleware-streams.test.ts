import { describe, expect, it } from "vitest";
import { type AnyRunEvent, type Action, burr, type Middleware } from "../index.ts";
import { boom } from "../testing/counter-app.ts";
import { collect, leave, makeForms, names, ten } from "../testing/talk-app.ts";

const b = burr<{ count: number; text: string }>();
const passing: Middleware = (_step, next) => next();

function appOf(act: Action, use: readonly Middleware[]) {
  return b.application({
    actions: { act },
    transitions: [],
    entrypoint: "act",
    state: { count: 0, text: "" },
    use,
  });
}

describe.each(names)("middleware around a stream (%s)", (name) => {
  it("passes the chunks by and gets what the stream ends with", async () => {
    const seen: unknown[] = [];
    const look: Middleware = async (_step, next) => {
      const output = await next();
      seen.push(output);
      return output;
    };
    const app = appOf(makeForms()[name], [look, passing]);
    const stream = await app.streamResult({ haltAfter: "act" });
    expect(await collect(stream)).toEqual(ten);
    expect(await stream.get()).toMatchObject({ result: { length: 10 }, state: { text: "0123456789" } });
    expect(seen).toEqual([[{ length: 10 }, { text: "0123456789" }]]);
  });

  it("may change each chunk", async () => {
    const shout: Middleware = (_step, next) => next({ mapChunk: (chunk) => `${(chunk as { part: string }).part}!` });
    const stream = await appOf(makeForms()[name], [shout]).streamResult({ haltAfter: "act" });
    expect(await collect(stream)).toEqual(ten.map(({ part }) => `${part}!`));
    expect(await stream.get()).toMatchObject({ result: { length: 10 } });
  });

  it("closes the stream when its mapChunk fails", async () => {
    const trace = { started: 0, closed: 0 };
    const fail: Middleware = (_step, next) =>
      next({
        mapChunk() {
          throw boom;
        },
      });
    const app = appOf(makeForms(trace)[name], [fail]);
    await expect((await app.streamResult({ haltAfter: "act" })).get()).rejects.toBe(boom);
    expect(trace).toEqual({ started: 1, closed: 1 });
  });

  it("closes the action and runs its own finally when the reader leaves", async () => {
    const trace = { started: 0, closed: 0 };
    const endings: unknown[] = [];
    const watch: Middleware = async (_step, next) => {
      try {
        return await next();
      } catch (error) {
        endings.push((error as Error).name);
        throw error;
      } finally {
        endings.push(`finally, with the action closed ${trace.closed} times`);
      }
    };
    const app = appOf(makeForms(trace)[name], [watch]);
    const stream = await app.streamResult({ haltAfter: "act" });
    await leave(stream);
    expect(endings).toEqual(["AbortError", "finally, with the action closed 1 times"]);
    expect(await stream.outcome).toMatchObject({ status: "aborted", closed: true, partial: [ten[0]] });
    expect(trace).toEqual({ started: 1, closed: 1 });
  });
});

describe("an abort through middleware", () => {
  it("reaches the action's signal and the middleware's, and runs the finally of both", async () => {
    const ended: string[] = [];
    const reason = new Error("enough");
    const wait = b.action({
      reads: [],
      writes: ["text"],
      async *run(_state, _inputs, { signal }) {
        try {
          yield "a";
          await new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => {
              reject(signal.reason as Error);
            });
          });
          return { text: "never" };
        } finally {
          ended.push("action");
        }
      },
    });
    const watch: Middleware = async (step, next) => {
      try {
        return await next();
      } finally {
        ended.push(`middleware, aborted: ${step.signal.aborted}`);
      }
    };
    const app = appOf(wait, [watch, passing]);
    const stream = await app.streamResult({ haltAfter: "act" });
    const items = stream[Symbol.asyncIterator]();
    expect(await items.next()).toEqual({ done: false, value: "a" });
    const pending = items.next();
    const outcome = stream.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(await outcome).toMatchObject({ status: "aborted", error: reason, closed: true, partial: ["a"] });
    expect(ended).toEqual(["action", "middleware, aborted: true"]);
    expect(app.state.text).toBe("");
    await expect(app.run({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("a middleware that tries again", () => {
  /** A stream that fails `fails` times after one chunk, and keeps count. */
  function flaky(fails: number) {
    const trace = { started: 0, closed: 0 };
    const act = b.action({
      reads: [],
      writes: ["text"],
      async *run() {
        trace.started += 1;
        try {
          yield await Promise.resolve(`chunk of try ${trace.started}`);
          if (trace.started <= fails) throw boom;
          return { text: "done" };
        } finally {
          trace.closed += 1;
        }
      },
    });
    return { act, trace };
  }

  const retry: Middleware = async (_step, next) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await next();
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  };

  it("runs a failed stream again: the reader gets the chunks of each try", async () => {
    const { act, trace } = flaky(2);
    const stream = await appOf(act, [retry]).streamResult({ haltAfter: "act" });
    expect(await collect(stream)).toEqual(["chunk of try 1", "chunk of try 2", "chunk of try 3"]);
    expect(await stream.get()).toMatchObject({ state: { text: "done" }, sequenceId: 0 });
    expect(trace).toEqual({ started: 3, closed: 3 });
  });

  it("takes the chunks of a failed try back", async () => {
    const { act } = flaky(1);
    const events = await collect(appOf(act, [retry]).stream() as AsyncIterable<AnyRunEvent>);
    const told = events.map((event) => (event.type === "chunk" ? `chunk ${event.index}` : event.type));
    expect(told).toEqual(["run-start", "step-start", "chunk 0", "rollback", "chunk 0", "step-end", "run-end"]);
    expect(events[3]).toMatchObject({ reason: "retry" });
  });

  it("gives up with the last error", async () => {
    const { act, trace } = flaky(5);
    await expect(appOf(act, [retry]).run()).rejects.toBe(boom);
    expect(trace).toEqual({ started: 3, closed: 3 });
  });

  it("does not begin again after an abort", async () => {
    const { act, trace } = flaky(0);
    const stream = await appOf(act, [retry]).streamResult({ haltAfter: "act" });
    await leave(stream);
    expect(await stream.outcome).toMatchObject({ status: "aborted", closed: true });
    expect(trace).toEqual({ started: 1, closed: 1 });
  });
});
