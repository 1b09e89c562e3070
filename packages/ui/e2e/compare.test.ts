import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { shoot } from "./harness/shots.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { type LiveRun, startLiveRun } from "./worlds/live-run.ts";

let stage: Stage;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  stage = await openStage(async () => {});
}, 60_000);

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

/** A run with so many finished steps, all with the same words. */
function liveRun(name: string, steps: number): LiveRun {
  const run = startLiveRun(stage.dir, name);
  open.push({ close: async () => await run[Symbol.asyncDispose]() });
  for (let n = 0; n < steps; n += 1) {
    run.say(`word ${n}`);
    run.step();
  }
  return run;
}

it("a run under way differs in nothing that it has not come to", { timeout: 60_000 }, async () => {
  const whole = liveRun("whole", 3);
  whole.say("word 3");
  whole.end();
  const going = liveRun("going", 1);
  const { page, context, problems } = await stage.open("/p/live/compare?a=~/whole&b=~/going");
  open.push({ close: async () => await context.close() });
  const head = page.getByRole("region", { name: "Both runs" });
  await head.getByText("No difference so far: all steps have equal calls, results and changes.").waitFor();
  await head.getByText("1 equal · 3 not known yet").waitFor();
  await shoot(page, "compare-going");
  going.say("word 1");
  going.step();
  await head.getByText("2 equal · 2 not known yet").waitFor();
  going.say("another word");
  going.step();
  await head.getByText(/First difference: step 2, listen/).waitFor();
  await head.getByText("2 equal · 1 changed · 1 not known yet").waitFor();
  going.end();
  await head.getByText(/2 equal · 2 changed/).waitFor();
  expect(problems.take()).toEqual([]);
});
