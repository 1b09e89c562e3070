import { expect } from "vitest";
import type { Page } from "playwright-core";
import { press } from "../harness/keyboard.ts";
import { settled } from "../harness/settled.ts";
import { turns } from "../worlds/agent-script.ts";
import { halting } from "../worlds/task-world.ts";
import { clickRun, clickStep, clickTab, panel, type Task, typeRun, walkTo } from "./task.ts";

/** What the panel says of the moment under the playhead. */
const momentText = async (page: Page): Promise<string> =>
  (
    (await panel(page, "Stream")
      .getByText(/the user had seen/)
      .textContent()) ?? ""
  ).replaceAll(/\s/g, " ");

const says = async (page: Page, text: RegExp): Promise<void> =>
  await expect.poll(async () => await momentText(page)).toMatch(text);

/** The text of the stream that can be seen. */
const seenText = async (page: Page): Promise<string> =>
  (await panel(page, "Stream").locator("[data-i]").filter({ visible: true }).allTextContents()).join(" ");

/** The text of the seventh answer, as far as it had come by a moment. */
function textAt(ms: number): string {
  let atMs = 0;
  return (turns[6]?.words ?? []).flatMap(({ text, afterMs }) => ((atMs += afterMs) <= ms ? [text] : [])).join("");
}

/** Within the longest stall: the word before came at 1.16 s, the next one at 2.34 s. */
export const seenAtMoment: Task = {
  name: "see what text the user had seen at 2.31 s",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 41);
    await clickTab(page, "Stream");
    const { x, y } = await headOf(page);
    // The playhead is at the end of the step, at 2.72 s: it is dragged back until the panel tells the time that is wanted.
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let left = 1; left < 60; left += 1) {
      await page.mouse.move(x - left, y);
      if (/^At 2\.3[0-2] s/.test(await momentText(page))) break;
    }
    await page.mouse.up();
    await settled(page);
    await says(page, /^At 2\.3[0-2] s the user had seen 9 of 23 items/);
  },
  async byKeys(page) {
    await typeRun(page);
    await walkTo(page, 41);
    await press(page, "Alt+3");
    await panel(page, "Stream").getByText("lamp,").waitFor();
    // From stall to stall, and item by item: what came before 2.31 s, and what came after it.
    await press(page, "s");
    await says(page, /^At 2\.34 s the user had seen 10 of 23 items/);
    await press(page, ",");
    await says(page, /^At 1\.16 s the user had seen 9 of 23 items/);
  },
  async done(page) {
    await expect.poll(async () => await seenText(page)).toBe("A lighthouse turns its lens and not its lamp,");
    expect(textAt(2310)).toBe("A lighthouse turns its lens and not its lamp, ");
  },
};

/** The second of three. */
export const longestStall: Task = {
  name: "find the longest stall",
  async byMouse(page) {
    await clickRun(page, halting);
    await clickTab(page, "Stream");
    await panel(page, "Stream").getByRole("button", { name: /Go to item 9/ }).click(); // prettier-ignore
  },
  async byKeys(page) {
    await typeRun(page, halting);
    await press(page, "Alt+3", "Control+k");
    await page.getByRole("combobox", { name: /^Command/ }).waitFor();
    await page.keyboard.type("longest gap");
    await page.getByRole("option", { name: /longest gap/ }).waitFor();
    await press(page, "Enter");
  },
  async done(page) {
    await says(page, /^At 4\.17 s the user had seen 9 of 18 items/);
    const stalls = await panel(page, "Stream").getByRole("listitem").allInnerTexts();
    expect(stalls.map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      "900 ms before “stairs” at 1.63 s",
      "2.45 s before “trims” at 4.17 s",
      "1.3 s before “hand” at 5.56 s",
    ]);
    await expect.poll(async () => await seenText(page)).toBe("The keeper climbs the stairs at dusk and trims");
  },
};

/** Where the playhead is on the screen. */
async function headOf(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const bed = page.getByRole("slider", { name: "Playhead" });
  const [head, box] = await Promise.all([bed.locator("> div:last-child").boundingBox(), bed.boundingBox()]);
  if (head === null || box === null) throw new Error("The time strip has no playhead.");
  return { x: head.x + head.width / 2, y: box.y + box.height / 2 };
}
