import { expect } from "vitest";
import type { Page } from "playwright-core";
import { press, tabTo } from "../harness/keyboard.ts";
import { settled } from "../harness/settled.ts";
import type { Stage } from "../harness/stage.ts";
import { chat } from "../worlds/chat-world.ts";

/** What somebody wants to know or to have. It begins at the list of projects, and is done twice: with the mouse (and keys only where something is written), and without it. */
export interface Task {
  readonly name: string;
  readonly byMouse: Act;
  readonly byKeys: Act;
  /** What must be on the page in the end. */
  readonly done: Act;
}

/** Something that is done on a page of a stage. */
type Act = (page: Page, stage: Pick<Stage, "dir">) => Promise<unknown>;

/** Opens a run from the list of projects, with the mouse. */
export async function clickRun(page: Page, app: string = chat.run, project: string = chat.project): Promise<void> {
  await page.getByRole("link", { name: project, exact: true }).click();
  await page.getByRole("table", { name: "Runs" }).getByRole("link", { name: app, exact: true }).click();
  await page.getByRole("treegrid").waitFor();
  await settled(page);
}

/** Opens a run from the list of projects, by keys. */
export async function typeRun(page: Page, app: string = chat.run, project: string = chat.project): Promise<void> {
  await tabTo(page, new RegExp(`^${project}`));
  await press(page, "Enter");
  await page.getByRole("table", { name: "Runs" }).getByRole("link", { name: app, exact: true }).waitFor();
  await tabTo(page, new RegExp(`^${app}$`));
  await press(page, "Enter");
  await page.getByRole("treegrid").waitFor();
  await settled(page);
}

/** Scrolls the list of a run up until a step is there, and chooses it. */
export async function clickStep(page: Page, step: number): Promise<void> {
  const row = page.getByRole("row", { name: new RegExp(`^${step} `) });
  await page.getByRole("treegrid").hover();
  for (let turns = 0; turns < 30 && !(await row.isVisible()); turns += 1) {
    await page.mouse.wheel(0, -200);
    await settled(page);
  }
  await row.click();
  await untilStep(page, step);
}

/** Walks up to a step of the run, which is open at its last one. */
export async function walkTo(page: Page, step: number): Promise<void> {
  const playhead = page.getByRole("slider", { name: "Playhead" });
  const last = Number(await playhead.getAttribute("aria-valuenow"));
  for (let n = last; n > step; n -= 1) await press(page, "k");
  await untilStep(page, step);
}

/** Opens a tab of the inspector. */
export async function clickTab(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name, exact: true }).click();
  await page.getByRole("tabpanel", { name }).waitFor();
}

/** Waits until the cursor is at a step, for the eye and for the address. */
export async function untilStep(page: Page, step: number): Promise<void> {
  await page.waitForURL((url) => url.searchParams.get("s") === String(step));
  await page
    .locator('[role="slider"][aria-label="Playhead"]')
    .and(page.locator(`[aria-valuenow="${step}"]`))
    .waitFor();
  const chosen = page.getByRole("row", { selected: true });
  await expect.poll(async () => await chosen.textContent()).toMatch(new RegExp(`^${step}\\D`));
}

/** The panel of a tab. */
export const panel = (page: Page, name: string) => page.getByRole("tabpanel", { name });
