import { expect } from "vitest";
import type { Page } from "playwright-core";
import { press, tabTo } from "../harness/keyboard.ts";
import { shoot } from "../harness/shots.ts";
import { chat } from "../worlds/chat-world.ts";
import { clickRun, clickStep, type Task, typeRun, walkTo } from "./task.ts";

/** The fork that `firstDifference` looks at: made before step 38, with the prompt `Draw the sea`. */
export const forked = "drawn-instead";

/** The first difference, as the head of a comparison tells it. */
const headline = async (page: Page): Promise<string> =>
  ((await page.getByText(/First difference/).first().locator("xpath=..").textContent()) ?? "").replaceAll(/\s+/g, " "); // prettier-ignore

export const fork: Task = {
  name: "fork before step 38 with one key changed, tape for tools",
  async byMouse(page) {
    await clickRun(page);
    await clickStep(page, 38);
    await page.getByRole("button", { name: /^Fork from step 38/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("listbox").getByRole("option", { name: "prompt" }).click();
    await dialog.getByRole("textbox", { name: /^New prompt/ }).fill("Draw the sea");
    await dialog.locator("label").filter({ hasText: "Mixed" }).click();
    await sends(page, () => dialog.getByRole("button", { name: /^Run the fork/ }).click());
  },
  async byKeys(page) {
    await typeRun(page);
    await walkTo(page, 38);
    await press(page, "f");
    await page.getByRole("dialog").getByRole("button", { name: /^Run the fork/ }).waitFor(); // prettier-ignore
    await tabTo(page, /^Keys of the state/);
    await press(page, "Home", "ArrowDown", "ArrowDown");
    await tabTo(page, /^New prompt/);
    await press(page, "Control+a");
    await page.keyboard.type("Draw the sea");
    await tabTo(page, /^Live|Live$/);
    await press(page, "ArrowRight", "ArrowRight");
    await tabTo(page, /^Run the fork/);
    await sends(page, () => press(page, "Enter"));
  },
  async done(page) {
    await page.waitForURL(/\/compare\?/);
    // The fork runs while it is compared.
    await expect.poll(async () => await headline(page), { timeout: 15_000 }).toMatch(/the fork after step 37.*prompt.*"Draw the sea"/); // prettier-ignore
    await page.getByText("generate_image").first().waitFor();
    await shoot(page, "task-fork-compared");
  },
};

/** Does what asks for the fork, and looks at what is asked for. */
async function sends(page: Page, act: () => Promise<unknown>): Promise<void> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === "POST" && one.url().endsWith("/forks")),
    act(),
  ]);
  expect(request.postDataJSON()).toMatchObject({
    sequence_id: 38,
    at: "before",
    patch: [{ op: "replace", path: "/prompt", value: "Draw the sea" }],
    mode: "mixed",
  });
}

/** Of a run that somebody else has forked. */
export const firstDifference: Task = {
  name: "see the first difference to the parent",
  async byMouse(page) {
    await clickRun(page, forked);
    await page.getByRole("button", { name: /^Compare/ }).click();
    await page.getByRole("region", { name: "Related runs" }).getByRole("link", { name: chat.run }).click();
  },
  async byKeys(page) {
    await typeRun(page, forked);
    await press(page, "Shift+C");
    await page.getByRole("region", { name: "Related runs" }).waitFor();
    await tabTo(page, new RegExp(`^${chat.run}`));
    await press(page, "Enter");
  },
  async done(page) {
    await page.waitForURL(/\/compare\?/);
    await expect.poll(async () => await headline(page)).toMatch(/^First difference: the fork after step 37prompt"Draw the sea"→in A, in B"How does the hand of a keeper light the lamp\?"38 before the fork · /); // prettier-ignore
  },
};
