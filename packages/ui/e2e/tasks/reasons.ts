import { expect } from "vitest";
import type { Page } from "playwright-core";
import { press, tabTo } from "../harness/keyboard.ts";
import { clickRun, clickStep, panel, type Task, typeRun, untilStep, walkTo } from "./task.ts";

/** The rows of the table of conditions. */
const conditions = async (page: Page): Promise<readonly (readonly string[])[]> => {
  const rows = panel(page, "Why").getByRole("table").first().getByRole("row");
  const cells = await Promise.all((await rows.all()).map(async (row) => await row.getByRole("cell").allInnerTexts()));
  return cells.filter(({ length }) => length > 0).map((row) => row.map((cell) => cell.replaceAll(/\s+/g, " ").trim()));
};

/** What `why` says, and what leads from there. */
export const whyNotImage: Task = {
  name: "say why step 41 ran instead of the image branch",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 41);
  },
  async byKeys(page) {
    await typeRun(page);
    await walkTo(page, 41);
  },
  async done(page) {
    await panel(page, "Why").getByRole("heading", { name: "Why answer_question ran at step 41" }).waitFor();
    // The values come a moment after the conditions.
    await expect
      .poll(async () => await conditions(page))
      .toEqual([
        ["1", "mode=image → generate_image", "false", 'mode = "answer" from #38'],
        [
          "2",
          "mode == 'answer' and docs → answer_question",
          "true",
          'mode = "answer" from #38 docs (3 items) from #40',
        ],
        ["3", "default → fallback", "not tried", "–"],
      ]);
  },
};

/** From the step that read it. */
export const whoSetMode: Task = {
  name: "find who set mode",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 41);
    await panel(page, "Why").getByRole("row", { name: /mode=image/ }).getByRole("link", { name: "#38" }).click(); // prettier-ignore
  },
  async byKeys(page) {
    await typeRun(page);
    await walkTo(page, 41);
    await tabTo(page, /^#38/);
    await press(page, "Enter");
  },
  async done(page) {
    await untilStep(page, 38);
    await page.getByRole("heading", { name: "Why decide_mode ran at step 38" }).waitFor();
    await panel(page, "Why").getByRole("listitem").filter({ hasText: /mode\s*: "image" → "answer"$/ }).waitFor(); // prettier-ignore
  },
};

/** Of three; a fourth step was tried again, and is none. */
export const thirdError: Task = {
  name: "jump to the third error",
  async byMouse(page) {
    await clickRun(page);
    await page.getByRole("link", { name: "3 failed steps" }).click();
    await page.getByText("3 of 63", { exact: true }).waitFor();
    await page.getByRole("row", { name: /retrieve_docs.*failed/ }).nth(2).click(); // prettier-ignore
  },
  async byKeys(page) {
    await typeRun(page);
    await press(page, "Home", "e", "e", "e");
  },
  async done(page) {
    await untilStep(page, 55);
    await panel(page, "Why").getByText("RetrievalError: The index “lights” is not there: build it with `npm run index`.").first().waitFor(); // prettier-ignore
    await press(page, "e");
    await page.getByText("There is none after this step.").waitFor();
  },
};
