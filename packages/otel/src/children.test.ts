import { burr, type HookEvent, type Hooks } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterEach, expect, it } from "vitest";
import { openTelemetry } from "./index.ts";
import { type Telemetry, telemetry, treeOf } from "./testing/telemetry.ts";

interface Sum {
  n: number;
  out: number;
  outs: number[];
}
const b = burr<Sum>();
const double = b.action({
  reads: ["n"],
  writes: ["out"],
  run: ({ n }, _inputs, ctx) => ctx.span(`twice ${n}`, () => Promise.resolve({ out: 2 * n })),
});
const branches = b.mapStates({
  reads: [],
  writes: ["outs"],
  action: double,
  states: () => [{ n: 1 }, { n: 2 }, { n: 3 }],
  reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
});
const child = () => b.app().withActions({ double }).withEntrypoint("double").withState({ n: 5 });

let sdk: Telemetry;
afterEach(() => sdk[Symbol.asyncDispose]());

for (const keepsContext of [true, false]) {
  const how = keepsContext ? "" : ", also where code does not keep its context";

  it(`branches are inside of their step${how}`, async () => {
    sdk = await telemetry({ keepsContext });
    const hooks = [openTelemetry()];
    const app = b.application({ actions: { branches }, transitions: [], entrypoint: "branches", state: {}, hooks });
    await app.run();
    const spans = await sdk.spans();
    expect(treeOf(spans).toSorted()).toEqual(
      ["run", "  branches", ...[1, 2, 3].flatMap((n) => ["    run", "      task", `        twice ${n}`])].toSorted(),
    );
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const pointer = { "burr.spawning_parent.app_id": app.appId, "burr.spawning_parent.sequence_id": 0 };
    const [, ...branchRuns] = spans.filter(({ name }) => name === "run");
    expect(branchRuns.map(({ attributes }) => attributes)).toMatchObject([pointer, pointer, pointer]);
  });

  it(`a child is inside of the span of its step in which it is started${how}`, async () => {
    sdk = await telemetry({ keepsContext });
    const spawn = b.action({
      reads: [],
      writes: ["out"],
      run: (_state, _inputs, ctx) =>
        ctx.span("around", async () => {
          const one = await ctx.spawn(child());
          return { out: (await one.run()).state.out ?? 0 };
        }),
    });
    const hooks = [openTelemetry()];
    await b.application({ actions: { spawn }, transitions: [], entrypoint: "spawn", state: {}, hooks }).run();
    expect(treeOf(await sdk.spans())).toEqual([
      "run",
      "  spawn",
      "    around",
      "      run",
      "        double",
      "          twice 5",
    ]);
  });
}

it("a child that runs when its step is over is linked to it", async () => {
  sdk = await telemetry();
  const hooks = [openTelemetry()];
  const created: HookEvent<"postApplicationCreate">[] = [];
  const watch: Hooks = { postApplicationCreate: (event) => void created.push(event) };
  const spawn = b.action({
    reads: [],
    writes: ["out"],
    run: async (_state, _inputs, ctx) => {
      await ctx.spawn(child());
      return { out: 0 };
    },
  });
  await b
    .application({ actions: { spawn }, transitions: [], entrypoint: "spawn", state: {}, hooks: [...hooks, watch] })
    .run();
  // As if another process had found it: an application with the same pointers, which is run by itself.
  const [, spawned] = created;
  hooks[0]?.postApplicationCreate?.(spawned!);
  await child()
    .withIdentifiers({ appId: spawned!.appId })
    .withHooks(...hooks)
    .build()
    .run();
  const step = await sdk.span("spawn");
  const run = (await sdk.spans()).find(({ links }) => links.length > 0);
  expect(run).toMatchObject({
    name: "run",
    parentSpanId: "",
    links: [{ spanId: step.spanId, attributes: { "burr.link": "spawn" } }],
  });
  expect(run?.traceId).not.toBe(step.traceId);
});

it("a fork is a trace of its own, linked to the step that it leaves from", async () => {
  sdk = await telemetry();
  const hooks = [openTelemetry()];
  const count = b.action({ reads: [], writes: ["n"], run: (state) => state.increment({ n: 1 }) });
  const app = b.application({
    actions: { count },
    transitions: [["count", "count"]],
    entrypoint: "count",
    state: { n: 0 },
    hooks,
    appId: "source",
    persister: memoryPersister(),
  });
  await app.step();
  await app.step();
  const fork = await app.fork({ appId: "fork" });
  await fork.step();
  const spans = await sdk.spans();
  expect(treeOf(spans)).toEqual(["step", "  count", "step", "  count", "step", "  count"]);
  expect(spans[4]?.attributes).toMatchObject({
    "burr.app_id": "fork",
    "burr.parent.app_id": "source",
    "burr.parent.sequence_id": 1,
  });
  expect(spans[4]?.links).toMatchObject([
    { spanId: spans[3]?.spanId, traceId: spans[3]?.traceId, attributes: { "burr.link": "fork" } },
  ]);
});
