import { expect } from "vitest";
import type { Page } from "playwright-core";
import { press } from "../harness/keyboard.ts";
import { settled } from "../harness/settled.ts";
import { type LiveRun, startLiveRun } from "../worlds/live-run.ts";
import { clickRun, clickStep, type Task, typeRun, untilStep, walkTo } from "./task.ts";

const before = 100;
const seconds = 60;
/** Where somebody reads while the run goes on. */
const read = 60;

function liveRun(dir: string, name: string): LiveRun {
  const run = startLiveRun(dir, name);
  for (let n = 0; n < before; n += 1) run.step();
  return run;
}

/** The run goes on by a step, with words before it, in each second; a minute passes as fast as the page keeps up. */
export const followedRun: Task = {
  name: "follow a live run for a minute without losing the place in the list",
  async byMouse(page, { dir }) {
    await using run = liveRun(dir, "seen");
    await clickRun(page, "seen", "live");
    await page.getByText("Live, following").waitFor();
    await clickStep(page, read);
    await keepsPlace(page, run);
    await page.getByRole("button", { name: `${seconds} new` }).first().click(); // prettier-ignore
    await untilNewest(page);
    await page.getByText("Live, following").waitFor();
  },
  async byKeys(page, { dir }) {
    await using run = liveRun(dir, "heard");
    await typeRun(page, "heard", "live");
    await page.getByText("Live, following").waitFor();
    await walkTo(page, read);
    await keepsPlace(page, run);
    await press(page, "l");
    await untilNewest(page);
    await page.getByText("Live, following").waitFor();
  },
  // The run has ended meanwhile, with the step that was under way.
  done: async (page) => await untilNewest(page),
};

/** Lets a minute pass, and compares the place in the list and the chosen step every five seconds. */
async function keepsPlace(page: Page, run: LiveRun): Promise<void> {
  await settled(page);
  const place = await placeOf(page);
  expect(place.scrollTop).toBeGreaterThan(0);
  for (let second = 1; second <= seconds; second += 1) {
    for (const word of ["Gulls ", "follow ", "boats. "]) run.say(word);
    run.step();
    if (second % 5 !== 0) continue;
    await untilSteps(page, before + 1 + second);
    expect(await placeOf(page)).toEqual(place);
  }
  await untilStep(page, read);
}

/** Where the list is scrolled to, the rows that are in sight, and the chosen one. */
async function placeOf(page: Page) {
  return await page.evaluate(() => {
    const grid = document.querySelector('[role="treegrid"]');
    let scroller = grid;
    while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
    const { top = 0, bottom = 0 } = scroller?.getBoundingClientRect() ?? {};
    const rows = [...(grid?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top && box.bottom <= bottom;
    });
    const stepOf = (row: Element | null | undefined): string => /^\d*/.exec(row?.textContent ?? "")?.[0] ?? "";
    return {
      scrollTop: scroller?.scrollTop ?? 0,
      rows: rows.map(stepOf),
      chosen: stepOf(grid?.querySelector('[aria-selected="true"]')),
    };
  });
}

const playhead = '[role="slider"][aria-label="Playhead"]';

async function untilSteps(page: Page, steps: number): Promise<void> {
  await page.locator(`${playhead}[aria-valuemax="${steps - 1}"]`).waitFor();
}

async function untilNewest(page: Page): Promise<void> {
  await page.locator(`${playhead}[aria-valuenow="${before + seconds}"]`).waitFor();
}
