import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, it, vi } from "vitest";
import { testStage } from "./harness/test-stage.ts";
import { pretendLongRun } from "./worlds/long-run.ts";

const count = 1_000_000;
const rowHeight = 28;
const soon = { timeout: 15_000 };
vi.setConfig({ testTimeout: 60_000 });
let page: Page;
const stage = testStage(async (dir) => {
  const b = burr<{ n: number }>();
  const tick = b.action({ reads: [], writes: ["n"], run: (state) => state.increment({ n: 1 }) });
  const tracker = localTracker({ project: "long", dir, code: false });
  const app = b.application({
    actions: { tick, tock: tick },
    transitions: [["tick", "tock"]],
    entrypoint: "tick",
    state: { n: 0 },
    appId: "run",
    tracker,
  });
  await app.run();
  await tracker.close();
});

beforeAll(async () => {
  ({ page } = await stage.open("/settings"));
  await page.addInitScript(pretendLongRun, count);
}, 60_000);

const grid = (): Locator => page.getByRole("treegrid");

async function openAt(step: number): Promise<void> {
  await page.goto(`/p/long/r/~/run?s=${step}`);
  await grid().locator(`[aria-selected="true"]`).waitFor();
}

/** The numbers of the rows in sight, from the first that is to be seen whole to the last one. */
async function inSight(): Promise<readonly [first: number, last: number]> {
  return await grid().evaluate(async (element, height) => {
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    const box = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
    const numbers = [...element.querySelectorAll('[role="row"][aria-rowindex]')]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= box.top + height - 5 && bottom <= box.bottom + 0.5;
      })
      .map((row) => Number(row.getAttribute("aria-rowindex")) - 2)
      .filter((number) => number >= 0);
    return [Math.min(...numbers), Math.max(...numbers)] as const;
  }, rowHeight);
}

const selected = async (): Promise<number> =>
  Number(await grid().locator(`[aria-selected="true"]`).getAttribute("aria-rowindex")) - 2;

it("a list of a million steps has rows, and no element that is too long for a browser", async () => {
  await openAt(0);
  expect(await grid().getAttribute("aria-rowcount")).toBe(String(count + 1));
  expect(await grid().evaluate(({ parentElement }) => parentElement?.scrollHeight)).toBeLessThan(15_000_000);
  expect(await grid().locator("[role=row]").count()).toBeLessThan(60);
  expect(await inSight()).toEqual([0, expect.any(Number)]);
});

it.each([0, 123_456, 499_999, 999_000])("at step %d a turn of the wheel moves some rows, exactly", async (step) => {
  await openAt(step);
  await grid().hover();
  const [before] = await inSight();
  for (const [turned, rows] of [
    [280, 10],
    [280, 20],
    [-280, 10],
  ] as const) {
    // prettier-ignore
    await page.mouse.wheel(0, turned);
    await expect.poll(async () => (await inSight())[0], soon).toBe(before + rows);
  }
});

it("keys move by exactly one row, one page, and to both ends", async () => {
  await openAt(500_000);
  await grid().locator(`[aria-selected="true"]`).focus();
  for (let presses = 1; presses <= 40; presses += 1) await page.keyboard.press("ArrowDown");
  await expect.poll(selected, soon).toBe(500_040);
  const [first, last] = await inSight();
  expect([first <= 500_040, last]).toEqual([true, 500_040]);
  await page.keyboard.press("PageDown");
  const page1 = (await selected()) - 500_040;
  expect(page1).toBeGreaterThan(5);
  expect(page1).toBeLessThanOrEqual(last - first + 1);
  await page.keyboard.press("PageUp");
  await expect.poll(selected, soon).toBe(500_040);
  await page.keyboard.press("End");
  await expect.poll(selected, soon).toBe(count - 1);
  expect((await inSight())[1]).toBe(count - 1);
  await page.keyboard.press("ArrowUp");
  await expect.poll(selected, soon).toBe(count - 2);
  await page.keyboard.press("Home");
  await expect.poll(selected, soon).toBe(0);
  expect((await inSight())[0]).toBe(0);
});

it("the scroll bar leads to any part of it, and the wheel goes on from there", async () => {
  await openAt(0);
  await grid().evaluate(({ parentElement: box }) => {
    if (box !== null) box.scrollTop = (box.scrollHeight - box.clientHeight) * 0.75;
  });
  await expect.poll(async () => Math.round((await inSight())[0] / 1000), soon).toBe(750);
  const [before] = await inSight();
  await grid().hover();
  await page.mouse.wheel(0, 28 * 7);
  await expect.poll(async () => (await inSight())[0], soon).toBe(before + 7);
  await grid().evaluate(({ parentElement: box }) => box?.scrollTo(0, box.scrollHeight));
  await expect.poll(async () => (await inSight())[1], soon).toBe(count - 1);
});
