import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { fork } from "./harness/forks.ts";
import { press, tabTo } from "./harness/keyboard.ts";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { letters, serveLetters, writeLetter } from "./worlds/letters.ts";

const stage = testStage(writeLetter);
const opened = testPage(stage, letters.answered);
const { show } = opened;

/** The section of the inspector that has what somebody answered. */
const answer = (page: Page) => page.getByRole("tree", { name: "Answer", exact: true });

it.each(["why", "io"])(
  "the step that goes on with an answer shows it, at %s; the one that asked does not",
  async (tab) => {
    const page = await show(`${letters.answered}?s=2&tab=${tab}`);
    await page.getByRole("heading", { name: "Answer", exact: true }).waitFor();
    expect(await answer(page).textContent()).toMatch(/verdict.*send it tomorrow/);
    await show(`${letters.answered}?s=1&tab=${tab}`);
    await page.getByRole("tab", { name: "Why" }).waitFor();
    expect(await answer(page).count()).toBe(0);
    expect(opened.problems.take()).toEqual([]);
  },
);

it("what is answered on the page is shown at the step that goes on with it", { timeout: 40_000 }, async () => {
  await using writer = await serveLetters(stage.dir, stage.server);
  expect(writer.isConnected).toBe(true);
  const page = await show(await fork(opened, letters.path, { sequence_id: 1, at: "before" }));
  await tabTo(page, /^Answer, as JSON/);
  await page.keyboard.type('{ "verdict": "send it now" }');
  await tabTo(page, /^Answer$/);
  await press(page, "Enter");
  await page.getByText("Answered: the run goes on.").waitFor();
  await page.getByRole("contentinfo").getByText("Recorded").waitFor();
  await settled(page);
  await page.keyboard.press("End");
  await answer(page).getByText("send it now").waitFor();
  expect(opened.problems.take()).toEqual([]);
});
