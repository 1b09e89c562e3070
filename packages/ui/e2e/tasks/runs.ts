import { expect } from "vitest";
import { press, tabTo } from "../harness/keyboard.ts";
import { chat } from "../worlds/chat-world.ts";
import type { Task } from "./task.ts";

const dayMs = 24 * 3_600_000;
/** The days of the filters are those of the reader. */
const localDay = (ms: number): string => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(ms);

/** Among failures of today and of the day before, and a success of yesterday. */
export const failedYesterday: Task = {
  name: "find the failed run of yesterday",
  async byMouse(page) {
    await page.getByRole("link", { name: chat.project, exact: true }).click();
    const filters = page.getByRole("button");
    await filters.filter({ hasText: /^failed3/ }).click();
    await filters.filter({ hasText: new RegExp(`^${localDay(Date.now() - dayMs)}1`) }).click();
    const found = page.getByRole("table", { name: "Runs" }).getByRole("link");
    await expect.poll(async () => await found.allTextContents()).toEqual([chat.failed]);
    await found.click();
  },
  async byKeys(page) {
    await tabTo(page, /^chat-agent/);
    await press(page, "Enter");
    await page.getByRole("table", { name: "Runs" }).waitFor();
    await press(page, "/");
    await page.keyboard.type(`status:failed after:${localDay(Date.now() - dayMs)} before:${localDay(Date.now())}`);
    await press(page, "Escape", "Enter");
    const found = page.getByRole("table", { name: "Runs" }).getByRole("link");
    await expect.poll(async () => await found.allTextContents()).toEqual([chat.failed]);
    await tabTo(page, new RegExp(`^${chat.failed}$`));
    await press(page, "Enter");
  },
  async done(page) {
    await page.getByRole("heading", { name: chat.failed }).waitFor();
    await page.locator("header").getByText("failed", { exact: true }).waitFor();
    await page.getByRole("tabpanel", { name: "Why" }).getByText("ModelError: The model is overloaded (503). Try again later.").first().waitFor(); // prettier-ignore
  },
};
