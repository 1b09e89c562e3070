import { expect } from "vitest";
import { shownCursor } from "../harness/cursor.ts";
import { press, tabTo } from "../harness/keyboard.ts";
import { settled } from "../harness/settled.ts";
import { clickRun, clickStep, panel, type Task, typeRun, walkTo } from "./task.ts";

/** Of what somebody has come to by several steps: a step, a tab, a view of it, and a selected key. */
export const copiedLink: Task = {
  name: "copy a link that opens the same view again",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 41);
    await panel(page, "Why").getByRole("button", { name: "chat_history", exact: true }).click();
    await panel(page, "State").waitFor();
    await settled(page);
    await page.getByRole("button", { name: "Copy the link to this view" }).click();
  },
  async byKeys(page) {
    await typeRun(page);
    await walkTo(page, 41);
    await tabTo(page, /^chat_history$/);
    await press(page, "Enter");
    await panel(page, "State").waitFor();
    await settled(page);
    await press(page, "y");
  },
  async done(page) {
    await page.getByText("Link copied").waitFor();
    const before = await shownCursor(page);
    expect(before.address).toMatch(/s=41.*tab=state|tab=state.*s=41/);
    const link = await page.evaluate(async () => await navigator.clipboard.readText());
    const other = await page.context().newPage();
    await other.goto(link);
    expect(await shownCursor(other)).toEqual(before);
    await other.close();
  },
};

/** What the command makes fails, and passes once the code is mended: `exported-test.test.ts` shows that. */
export const savedTest: Task = {
  name: "save a failing step as a test",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 55);
    await page.getByRole("button", { name: /^Export test/ }).click();
    await page.getByRole("button", { name: "Copy command" }).click();
  },
  async byKeys(page) {
    await typeRun(page);
    await press(page, "Home", "e", "e", "e", "Shift+T");
    await page.getByRole("dialog", { name: /test/i }).waitFor();
    await tabTo(page, /^Copy command/);
    await press(page, "Enter");
  },
  async done(page, { dir }) {
    await page.getByText("Command copied").first().waitFor();
    const command = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(command).toBe(`burr test-case chat-agent/support-1204@55 --fixed --app ./app.ts#app --dir ${dir}`);
  },
};
