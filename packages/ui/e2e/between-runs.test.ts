import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";
import { type LiveRun, startLiveRun } from "./worlds/live-run.ts";

const stage = testStage(async () => {});
const begun: LiveRun[] = [];

afterAll(async () => {
  for (const run of begun) await run[Symbol.asyncDispose]();
});

/** A run with so many finished steps, and one under way. */
function liveRun(steps: number): LiveRun {
  const run = startLiveRun(stage.dir, `between-${begun.length + 1}`);
  begun.push(run);
  for (let n = 0; n < steps; n += 1) run.step();
  return run;
}

async function untilSteps(page: Page, steps: number): Promise<void> {
  await page.locator(`[role="slider"][aria-label="Playhead"][aria-valuemax="${steps - 1}"]`).waitFor();
  await settled(page);
}

it("a run that one comes back to is as it is now", { timeout: 60_000 }, async () => {
  const [first, second] = [liveRun(2), liveRun(4)];
  const { page, problems, context } = await stage.open(first.path);
  await untilSteps(page, 3);
  const status = (text: string) => page.getByRole("row", { name: /^2 / }).getByText(text, { exact: true });
  await status("running").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command, project or run" }).fill(second.path.split("/").at(-1) ?? "");
  await page.getByRole("option", { name: /running/ }).waitFor();
  await page.keyboard.press("Enter");
  await untilSteps(page, 5);
  await first[Symbol.asyncDispose]();
  await page.keyboard.press("2");
  await page.getByRole("region", { name: "Graph" }).waitFor({ state: "detached" });
  await page.goBack();
  await status("completed").waitFor();
  expect(await page.getByRole("region", { name: "Graph" }).count()).toBe(0);
  expect(await status("running").count()).toBe(0);
  expect(problems.take()).toEqual([]);
  await context.close();
});

it("a stream has the items of its own run alone", { timeout: 60_000 }, async () => {
  const [own, other] = [liveRun(1), liveRun(1)];
  const inside = encodeURIComponent(`~/${other.path.split("/").at(-1)}`);
  const { page, problems, context } = await stage.open(`${own.path}?tab=stream&in=${inside}`);
  await untilSteps(page, 2);
  await page.getByRole("navigation", { name: "Runs in which this graph is" }).waitFor();
  own.say("ours ");
  const text = page.getByRole("region", { name: "Streamed text" });
  await text.getByText("ours").waitFor();
  other.say("theirs ");
  other.say("as well ");
  other.step();
  await page.locator('[data-node="speak"]').waitFor();
  await expect
    .poll(async () => await page.locator("[data-node]").allTextContents())
    .toContainEqual(expect.stringMatching(/^listen.*×2|^listen.*2/));
  own.say("again");
  await text.getByText("again").waitFor();
  expect(await text.textContent()).toBe("ours again");
  expect(problems.take()).toEqual([]);
  await context.close();
});
