import { burr } from "@burrjs/core";
import { initialValue, type RunnersView } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { runnerWorld, type RunnerWorld } from "../testing/runner-world.ts";

const b = burr<{ secret: string; said: string; note: string }>();
const seen: string[] = [];
const say = b.action({
  reads: ["secret"],
  writes: ["said"],
  run: ({ secret }) => (seen.push(secret), { said: `with ${secret.length} letters` }),
});

function app(world: RunnerWorld, appId: string, secret = "of today") {
  const { tracker } = world;
  return b.application({ actions: { say }, transitions: [], entrypoint: "say", state: { secret, said: "" }, tracker, appId }); // prettier-ignore
}

/** A run whose secret is not in its log, and a runner that begins with one of its own. */
async function hiding() {
  const world = runnerWorld({ redact: ["secret"] });
  await app(world, "parent", "of yesterday").run();
  seen.length = 0;
  await world.serve(({ appId }) => app(world, appId));
  const fork = (changes: Readonly<Record<string, unknown>>) => {
    const patch = Object.entries(changes).map(([key, value]) => ({ op: "add" as const, path: `/${key}`, value }));
    return world.fork("parent", { sequence_id: 0, at: "before", new_app_id: "fork", patch });
  };
  return { world, fork };
}

it("a key that was hidden begins in a fork as the application begins with it, and only the runner knows the value", async () => {
  const { world, fork } = await hiding();
  const { runners } = (await world.server.json("/api/v1/runners")) as RunnersView;
  expect(runners[0]?.applications[0]?.initial_keys).toEqual(["secret", "said"]);
  expect((await fork({ secret: initialValue })).status).toBe(202);
  expect(await world.until("fork")).toMatchObject({ status: "done", stopped: "end" });
  expect(seen).toEqual(["of today"]);
  const run = (await world.records("fork")).find(({ type }) => type === "run");
  expect(run).toMatchObject({ parent: { patch: [{ op: "add", path: "/secret", value: initialValue }] } });
  expect(JSON.stringify(world.files("fork"))).not.toContain("of today");
});

it.each([
  { changes: { note: initialValue, secret: "given" }, path: "/note", why: "begins with no value" },
  { changes: { said: { part: initialValue }, secret: "given" }, path: "/said/part", why: "only a whole key" },
  { changes: {}, path: "/secret", why: "it was hidden" },
])("a value that nobody knows at $path is refused: $why", async ({ changes, path, why }) => {
  const { fork } = await hiding();
  const message = expect.stringContaining(why) as string;
  expect(await fork(changes)).toMatchObject({ status: 422, answer: { error: { code: "unknown_value", path, message } } }); // prettier-ignore
  expect(seen).toEqual([]);
});

it("an application that has run does not know any more what it began with", async () => {
  const world = runnerWorld();
  const one = app(world, "parent");
  await one.run();
  await world.serve(one);
  const { runners } = (await world.server.json("/api/v1/runners")) as RunnersView;
  expect(runners[0]?.applications[0]?.initial_keys).toEqual([]);
});
