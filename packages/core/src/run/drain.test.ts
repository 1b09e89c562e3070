import { describe, expect, it } from "vitest";
import { burr, type Persister } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { endlessCounter, failure } from "../testing/counter-app.ts";

const b = burr<{ count: number }>();

/** Steps that end when they are let go on. */
function gated(options: object = {}) {
  const gates: (() => void)[] = [];
  let arrived = () => {};
  const work = b.action({
    reads: ["count"],
    writes: ["count"],
    async run(state) {
      await new Promise<void>((resolve) => {
        gates.push(resolve);
        arrived();
      });
      return { count: state.count + 1 };
    },
  });
  const app = b.application({ actions: { work }, transitions: [["work", "work"]], entrypoint: "work", state: { count: 0 }, ...options }); // prettier-ignore
  /** The same application, as another process that waits for its turn. */
  const load = (persister: Persister) =>
    b
      .app()
      .withActions({ work })
      .withTransitions(["work", "work"])
      .initializeFrom(persister, { defaultState: { count: 0 }, defaultEntrypoint: "work" })
      .withPersister(persister, { onConflict: "queue" })
      .withIdentifiers({ appId: "app" })
      .build();
  const inFlight = (): Promise<void> => new Promise((resolve) => void (arrived = resolve));
  return { app, gates, inFlight, load };
}

describe("app.drain()", () => {
  it("lets the step in flight end, begins no other, and resolves when the run has ended", async () => {
    const { app, gates, inFlight } = gated();
    const first = inFlight();
    const running = app.run();
    await first;
    const order: string[] = [];
    const drained = app.drain().then(() => order.push("drained"));
    void running.then(() => order.push("ended"));
    await Promise.resolve();
    expect(order).toEqual([]);
    gates[0]?.();
    expect(await running).toMatchObject({ stopped: "halted", reason: "drained", action: "work", state: { count: 1 } });
    await drained;
    expect(order).toEqual(["drained", "ended"]);
    expect(gates).toHaveLength(1);
  });

  it("hands on a reason of the caller's", async () => {
    const { app, gates, inFlight } = gated();
    const first = inFlight();
    const running = app.run();
    await first;
    void app.drain("SIGTERM");
    gates[0]?.();
    expect(await running).toMatchObject({ stopped: "halted", reason: "SIGTERM" });
  });

  it("resolves at once when nothing runs, or the run waits for its consumer", async () => {
    const app = endlessCounter();
    await app.drain();
    expect(await app.run({ maxSteps: 2 })).toMatchObject({ stopped: "limit", state: { count: 2 } });
    const steps = app.iterate();
    await steps.next();
    await app.drain();
    expect(await steps.next()).toMatchObject({ done: true, value: { stopped: "halted", state: { count: 3 } } });
  });

  it("lets a stream that is being read come to its end", async () => {
    const talk = b.action({
      reads: [],
      writes: ["count"],
      async *run() {
        yield await Promise.resolve(1);
        yield 2;
        return { count: 7 };
      },
    });
    const app = b.application({ actions: { talk }, transitions: [["talk", "talk"]], entrypoint: "talk", state: { count: 0 } }); // prettier-ignore
    const events = app.stream()[Symbol.asyncIterator]();
    for (const type of ["run-start", "step-start", "chunk"])
      expect((await events.next()).value).toMatchObject({ type });
    const drained = app.drain();
    const rest: string[] = [];
    for (let item = await events.next(); item.done !== true; item = await events.next()) rest.push(item.value.type);
    await drained;
    expect(rest).toEqual(["chunk", "step-end", "transition", "run-end"]);
  });

  it("keeps streamResult() from reaching its action", async () => {
    const { app, gates, inFlight } = gated();
    const done = b.application({ actions: { work: app.graph.actions["work"]!, end: b.resultAction("count") }, transitions: [["work", "end"]], entrypoint: "work", state: { count: 0 } } as never) as unknown as typeof app; // prettier-ignore
    const first = inFlight();
    const opening = done.streamResult({ haltAfter: "end" as "work" });
    await first;
    void done.drain();
    gates[0]?.();
    await expect(opening).rejects.toThrow(failure("stream-stopped", "halted"));
  });

  it("ends streamIterate() before the stream that nobody has read yet", async () => {
    const app = endlessCounter();
    const streams = app.streamIterate();
    const first = await streams.next();
    await app.drain();
    if (first.done === true) throw new Error("no stream");
    await expect(first.value.get()).rejects.toThrow(failure("stream-stopped", "halted"));
    expect(await streams.next()).toMatchObject({ done: true, value: { stopped: "halted", state: { count: 0 } } });
    expect(app.sequenceId).toBe(-1);
  });

  it("lets a run that waits for its turn begin no step", async () => {
    const persister = memoryPersister();
    const { app, gates, inFlight } = gated({ persister, appId: "app" });
    const first = inFlight();
    const running = app.run({ maxSteps: 1 });
    await first;
    const other = await gated({}).load(persister);
    const waiting = other.run();
    await other.drain("deploy");
    expect(await waiting).toMatchObject({ stopped: "halted", reason: "deploy", state: { count: 0 } });
    gates[0]?.();
    expect(await running).toMatchObject({ stopped: "limit", state: { count: 1 } });
  });
});

describe("app.drain() in the loop over events", () => {
  it.each(["run-start", "step-end", "transition"])("may be waited for at %s", async (type) => {
    const app = endlessCounter({});
    let last: string | undefined;
    for await (const event of app.stream({ maxSteps: 3 })) {
      if (event.type === type) await app.drain();
      last = event.type === "run-end" ? event.stopped : last;
    }
    expect(last).toBe("halted");
  });
});
