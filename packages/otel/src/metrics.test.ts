import { burr } from "@burrjs/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openTelemetry } from "./index.ts";
import { type Telemetry, telemetry } from "./testing/telemetry.ts";

const b = burr<{ out: number }>();
const work = b.action({ reads: [], writes: ["out"], run: () => ({ out: 1 }) });
const talk = b.action({
  reads: [],
  writes: ["out"],
  async *run() {
    yield await Promise.resolve("a");
    yield "b";
    return { out: 1 };
  },
});
let tries = 0;
const flaky = b.action({
  reads: [],
  writes: ["out"],
  retry: { attempts: 2, baseMs: 0 },
  run: () => {
    tries += 1;
    if (tries === 1) throw new Error("once");
    return { out: 1 };
  },
});
const fail = b.action({
  reads: [],
  writes: ["out"],
  run: (): { out: number } => {
    throw new Error("always");
  },
});

let sdk: Telemetry;
beforeEach(async () => {
  sdk = await telemetry();
});
afterEach(() => sdk[Symbol.asyncDispose]());

/** What a metric counts, by its attributes. */
async function counts(metric: string): Promise<Record<string, number>> {
  const points = (await sdk.points()).filter((point) => point.metric === metric);
  return Object.fromEntries(points.map(({ attributes, count }) => [Object.values(attributes).join(" "), count]));
}

it("count runs and steps by action and outcome, never by an id", async () => {
  const hooks = [openTelemetry({ name: "shop" })];
  const actions = { work, talk, flaky, fail };
  const app = b.application({
    actions,
    transitions: [
      ["work", "talk"],
      ["talk", "flaky"],
      ["flaky", "fail"],
    ],
    entrypoint: "work",
    state: {},
    hooks,
  });
  await expect(app.run()).rejects.toThrow("always");
  const other = b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: {}, hooks });
  for await (const event of other.stream()) if (event.type === "chunk") break;
  expect(await counts("burr.steps")).toEqual({
    "shop work completed": 1,
    "shop talk completed": 1,
    "shop flaky completed": 1,
    "shop fail failed": 1,
    "shop talk aborted": 1,
  });
  expect(await counts("burr.step.errors")).toEqual({ "shop fail": 1 });
  expect(await counts("burr.step.aborts")).toEqual({ "shop talk": 1 });
  expect(await counts("burr.step.retries")).toEqual({ "shop flaky": 1 });
  // Two of a stream that nobody has consumed, one of the other.
  expect(await counts("burr.stream.chunks")).toEqual({ "shop talk": 3 });
  expect(await counts("burr.stream.time_to_first_chunk")).toEqual({ "shop talk": 2 });
  expect(await counts("burr.runs")).toEqual({ "shop run failed": 1, "shop stream aborted": 1 });
  expect(await counts("burr.run.duration")).toEqual({ "shop run failed": 1, "shop stream aborted": 1 });
  expect(await counts("burr.active_runs")).toEqual({ shop: 0 });
  const names = new Set((await sdk.points()).flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...names].toSorted()).toEqual(["burr.action", "burr.application", "burr.method", "burr.status"]);
});

it("tell how many runs are under way", async () => {
  const app = b.application({
    actions: { talk },
    transitions: [],
    entrypoint: "talk",
    state: {},
    hooks: [openTelemetry()],
  });
  const during: unknown[] = [];
  for await (const event of app.stream()) if (event.type === "chunk") during.push(await counts("burr.active_runs"));
  expect(during).toEqual([{ "": 1 }, { "": 1 }]);
  expect(await counts("burr.active_runs")).toEqual({ "": 0 });
});

it("measure durations in seconds", async () => {
  let nowMs = 1_000_000;
  const app = b.application({
    actions: { talk },
    transitions: [],
    entrypoint: "talk",
    state: {},
    hooks: [openTelemetry()],
    now: () => (nowMs += 500),
  });
  await app.stream().get();
  const points = await sdk.points();
  const point = points.find(({ metric }) => metric === "burr.stream.time_to_first_chunk");
  expect(point).toMatchObject({ unit: "s" });
  expect((point?.sum ?? 0) % 0.5).toBe(0); // as the clock says
  expect(points.find(({ metric }) => metric === "burr.step.duration")).toMatchObject({ unit: "s", count: 1 });
});
