import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { localTracker } from "@burrjs/tracker";
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { testStage } from "./harness/test-stage.ts";
import { agent } from "./worlds/agent.ts";
import { ManualClock } from "./worlds/manual-clock.ts";
import { type LiveRun, startLiveRun } from "./worlds/live-run.ts";

const stage = testStage(async () => {});
const open: { close(): Promise<unknown> }[] = [];
let runs = 0;

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** A run with so many finished steps. */
function liveRun(steps: number): LiveRun {
  runs += 1;
  const run = startLiveRun(stage.dir, `run-${runs}`);
  open.push({ close: async () => await run[Symbol.asyncDispose]() });
  for (let n = 0; n < steps; n += 1) {
    run.say(`word ${n} `);
    run.step();
  }
  return run;
}

async function openPage(path: string, steps: number): Promise<OpenPage> {
  const opened = await stage.open(path);
  open.push({ close: async () => await opened.context.close() });
  await untilSteps(opened.page, steps);
  await settled(opened.page);
  return opened;
}

/** Waits until the list has so many steps. */
async function untilSteps(page: Page, steps: number): Promise<void> {
  await page.locator(`main [role="treegrid"]`).first().waitFor();
  await page.waitForFunction(
    (count) =>
      Number(document.querySelector('[role="slider"][aria-label="Playhead"]')?.getAttribute("aria-valuemax")) ===
      count - 1,
    steps,
  );
}

const playhead = async (page: Page): Promise<string> =>
  (await page.getByRole("slider", { name: "Playhead" }).getAttribute("aria-valuetext")) ?? "";
const scrollTop = async (page: Page): Promise<number> =>
  await page.evaluate(() => {
    for (let one: Element | null = document.querySelector('[role="treegrid"]'); one !== null; one = one.parentElement) {
      if (one.scrollHeight > one.clientHeight + 1) return one.scrollTop;
    }
    return 0;
  });

it(
  "shows a new step by itself, and stays at the newest one until somebody chooses another",
  { timeout: 60_000 },
  async () => {
    const run = liveRun(3);
    const { page, problems } = await openPage(run.path, 4);
    await page.getByText("Live, following").waitFor();
    expect(await playhead(page)).toMatch(/^Step 3,/);
    run.step();
    await untilSteps(page, 5);
    await page.waitForFunction(() =>
      document.querySelector('[role="slider"]')?.getAttribute("aria-valuetext")?.startsWith("Step 4,"),
    );
    await page.keyboard.press("k");
    await page.waitForURL(/s=3/);
    run.step();
    await untilSteps(page, 6);
    expect(await playhead(page)).toMatch(/^Step 3,/);
    expect(await page.getByText("Live, following").count()).toBe(0);
    await shoot(page, "live");
    await page.keyboard.press("l");
    await page.getByText("Live, following").waitFor();
    await page.waitForFunction(() =>
      document.querySelector('[role="slider"]')?.getAttribute("aria-valuetext")?.startsWith("Step 5,"),
    );
    expect(problems.take()).toEqual([]);
  },
);

it("steals neither the selection nor the place in the list while steps come in", { timeout: 60_000 }, async () => {
  const run = liveRun(120);
  const { page, problems } = await openPage(`${run.path}?s=60`, 121);
  await page.locator('[role="row"][aria-selected="true"]').waitFor();
  const before = await scrollTop(page);
  expect(before).toBeGreaterThan(0);
  for (let burst = 1; burst <= 6; burst += 1) {
    for (let n = 0; n < 10; n += 1) run.step();
    await untilSteps(page, 121 + burst * 10);
    expect(await scrollTop(page)).toBe(before);
    expect(await playhead(page)).toMatch(/^Step 60,/);
  }
  // How many there are now is not read out with each of them.
  expect(await page.getByRole("status").filter({ hasText: /^\d+$/ }).count()).toBe(0);
  expect(problems.take()).toEqual([]);
});

it("stops following when the list is scrolled, and says how many steps came since", { timeout: 60_000 }, async () => {
  const run = liveRun(120);
  const { page, problems } = await openPage(run.path, 121);
  await page.getByText("Live, following").waitFor();
  await page.getByRole("treegrid").first().hover();
  await page.mouse.wheel(0, -900);
  await page.getByText("Live, following").waitFor({ state: "detached" });
  await settled(page);
  const before = await scrollTop(page);
  for (let n = 0; n < 7; n += 1) run.step();
  await page.getByRole("button", { name: /7 new/ }).first().waitFor();
  expect(await scrollTop(page)).toBe(before);
  await shoot(page, "live-new");
  // It stays where the run is looked at otherwise, on a phone too.
  const news = page.getByRole("button", { name: /7 new/ });
  await page.getByRole("tab", { name: "Chat" }).click();
  await news.waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Graph" }).click();
  await news.click();
  await page.waitForFunction(() =>
    document.querySelector('[role="slider"]')?.getAttribute("aria-valuetext")?.startsWith("Step 127,"),
  );
  expect(problems.take()).toEqual([]);
});

it("shows the items of a stream as they come", { timeout: 60_000 }, async () => {
  const run = liveRun(2);
  const { page, problems } = await openPage(`${run.path}?s=2&tab=stream`, 3);
  run.say("Gulls ");
  const panel = page.getByRole("tabpanel", { name: "Stream" });
  await panel.getByText("Gulls").first().waitFor();
  run.say("follow ");
  run.say("boats.");
  await page.waitForFunction(() =>
    document.querySelector('[role="tabpanel"]:last-of-type, main')?.textContent?.includes("Gulls follow boats."),
  );
  await shoot(page, "live-stream");
  run.step();
  await untilSteps(page, 4);
  expect(await playhead(page)).toMatch(/^Step 2,/);
  expect(problems.take()).toEqual([]);
});

it("keeps what it has when the server ends, says so, and goes on when it is back", { timeout: 90_000 }, async () => {
  const run = liveRun(2);
  const { page, problems } = await openPage(run.path, 3);
  problems.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  await page.getByText("Live, following").waitFor();
  await stage.stop();
  await page.getByText(/Reconnecting/).waitFor();
  expect(await playhead(page)).toMatch(/^Step 2,/);
  await shoot(page, "live-reconnecting");
  run.say("said meanwhile");
  run.step();
  await stage.restart();
  await page.getByText(/Reconnecting/).waitFor({ state: "detached", timeout: 30_000 });
  await untilSteps(page, 4);
  expect(problems.take()).toEqual([]);
});

it("says that a server that was started anew wants another token", { timeout: 90_000 }, async () => {
  const run = liveRun(2);
  const { page, context, problems } = await openPage(run.path, 3);
  problems.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|401/);
  await page.getByText("Live, following").waitFor();
  const cookies = await context.cookies();
  await context.clearCookies();
  await stage.stop();
  await stage.restart();
  const advice = page.getByText(
    "The server wants its token: open the address that burr ui or burr dev has printed last",
  );
  await advice.waitFor({ timeout: 30_000 });
  await context.addCookies(cookies); // as another tab does that was opened by that address
  await page.getByText("Live, following").waitFor({ timeout: 30_000 });
  expect(problems.take()).toEqual([]);
});

it("tells a process that is gone from one that is silent", { timeout: 60_000 }, async () => {
  const program = join(import.meta.dirname, "worlds/live-child.ts");
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", program, stage.dir, "gone"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.stdin.write("say One\nstep\nsay two\n");
  const { page, problems } = await openPage("/p/live/r/~/gone", 2);
  await page.getByText("Live, following").waitFor();
  child.kill("SIGKILL");
  await once(child, "exit");
  await page.locator("header").getByText("lost").waitFor({ timeout: 30_000 });
  await shoot(page, "live-lost");

  // This one's process is there, and has said nothing for a minute.
  const clock = new ManualClock(Date.now() - 60_000);
  const tracker = localTracker({
    project: "live",
    dir: stage.dir,
    now: clock.now,
    monotonic: clock.monotonic,
    code: false,
  });
  const app = agent(clock, [{ prompt: "?", mode: "answer", words: [{ text: "I ", afterMs: 100 }, { text: "think", afterMs: 100 }] }]).withIdentifiers({ appId: "silent" }).withTracker(tracker).build(); // prettier-ignore
  const stream = await app.streamResult({ inputs: { prompt: "?" }, haltAfter: ["answer_question"] });
  const items = stream[Symbol.asyncIterator]();
  await items.next();
  await tracker.flush();
  open.push({ close: async () => await items.return?.() });
  const past = new Date(clock.now());
  await utimes(join(stage.dir, "live/silent/log.jsonl"), past, past);
  await page.goto("/p/live/r/~/silent");
  await page.locator("header").getByText("stalled").waitFor();
  await shoot(page, "live-stalled");
  expect(problems.take()).toEqual([]);
});

it("tells of new runs without moving those that are listed", { timeout: 60_000 }, async () => {
  liveRun(1);
  const opened = await stage.open("/p/live");
  open.push({ close: async () => await opened.context.close() });
  const { page, problems } = opened;
  await page.getByRole("table", { name: "Runs" }).waitFor();
  await settled(page);
  const names = async (): Promise<readonly string[]> =>
    await page.getByRole("table", { name: "Runs" }).getByRole("link").allTextContents();
  const before = await names();
  liveRun(1);
  const pill = page.getByRole("button", { name: /^1 new/ });
  await pill.waitFor();
  expect(await names()).toEqual(before);
  await pill.click();
  await page.getByRole("link", { name: `run-${runs}` }).waitFor();
  expect(problems.take()).toEqual([]);
});

it("the list of runs knows what has happened while the server was away", { timeout: 90_000 }, async () => {
  const run = liveRun(1);
  const name = `run-${runs}`;
  const { page, context, problems } = await stage.open("/p/live");
  open.push({ close: async () => await context.close() });
  problems.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  const table = page.getByRole("table", { name: "Runs" });
  const row = table.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await row.getByText("running").waitFor();
  await settled(page);
  const names = async (): Promise<readonly string[]> => await table.getByRole("link").allTextContents();
  const before = await names();
  await stage.stop();
  run.end();
  liveRun(1);
  await run[Symbol.asyncDispose]();
  await stage.restart();
  await page.getByRole("button", { name: /^1 new/ }).waitFor({ timeout: 40_000 });
  await row.getByText("running").waitFor({ state: "detached" });
  expect(await names()).toEqual(before);
  expect(problems.take()).toEqual([]);
});

it("a page whose server ends keeps what was typed, and goes on when it is back", { timeout: 90_000 }, async () => {
  const run = liveRun(2);
  const { page, problems } = await openPage(`${run.path}?s=1&tab=notes`, 3);
  problems.expect(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/,
    /Unable to preload|dynamically imported module/,
  );
  const note = page.getByRole("form", { name: "New note" }).locator("textarea").first();
  await page.keyboard.press("n");
  await note.waitFor();
  await stage.stop();
  await note.fill("The gulls are wrong.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Not saved: The server does not answer.").waitFor();
  expect(await note.inputValue()).toBe("The gulls are wrong.");
  // Screens that were not opened before say what is the matter, and how to go on.
  await page.evaluate(() => {
    history.pushState({}, "", "/p/live/insights");
    dispatchEvent(new PopStateEvent("popstate"));
  });
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await stage.restart();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Failed steps").first().waitFor();
  await page.goBack();
  await untilSteps(page, 3);
  expect(await note.inputValue()).toBe("The gulls are wrong.");
  expect(problems.take()).toEqual([]);
});
