import type { Runner } from "@burrjs/tracker/runner";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFaults } from "./harness/axe.ts";
import { fork } from "./harness/forks.ts";
import { press, tabTo } from "./harness/keyboard.ts";
import { shoot } from "./harness/shots.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

const stage = testStage(async (dir) => await writeChatWorld(dir, { bigSteps: 10 }));
let runner: Runner;
const opened = testPage(stage, "/p");

beforeAll(async () => {
  runner = await serveAgent(stage.dir, stage.server);
});

afterAll(async () => {
  await runner?.close();
});

/** Forks from a turn of the person, as the dialog proposes, and waits until it is the person's turn again. */
async function forkATurn(): Promise<Page> {
  const { page } = opened;
  await page.goto(`${chat.path}?s=35&fork=35`);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Run the fork/ })
    .click();
  await page.waitForURL(/\/compare\?/);
  await page.getByText("Before prompt: it takes inputs.").waitFor();
  return page;
}

const bar = (page: Page) => page.getByRole("region", { name: /and its runner/ });
const editor = (page: Page) => bar(page).getByRole("textbox", { name: "Inputs, as JSON" });
const wasAsked = async (page: Page, prompt: string): Promise<void> =>
  await page.getByText(prompt).first().waitFor({ state: "attached" });

describe("a fork that asks for inputs is given them", () => {
  it("with the mouse", { timeout: 40_000 }, async () => {
    const page = await forkATurn();
    await editor(page).click(); // the caret is where the value goes
    await page.keyboard.type('"Draw a boat"');
    await bar(page).getByRole("button", { name: "Continue" }).click();
    await wasAsked(page, "Draw a boat");
    await page.getByText("Before prompt: it takes inputs.").waitFor();
    expect(opened.problems.take()).toEqual([]);
  });

  it("without it; and is told what is wrong with them", { timeout: 40_000 }, async () => {
    const page = await forkATurn();
    await tabTo(page, /^Inputs, as JSON/);
    await press(page, "Control+a");
    await page.keyboard.type('{ "prompt": Draw a cliff');
    await press(page, "Control+Enter");
    await bar(page).getByText(/Line 1/).waitFor(); // prettier-ignore
    await press(page, "Control+a");
    await page.keyboard.type('{ "prompt": "Draw a cliff" }');
    await press(page, "Control+Enter");
    await wasAsked(page, "Draw a cliff");
    await page.getByText("Before prompt: it takes inputs.").waitFor();
    expect(await findFaults(page, "fork-control")).toEqual([]);
    await shoot(page, "fork-asks-for-inputs");
    expect(opened.problems.take()).toEqual([]);
  });
});

it("buttons of the fork dialog that go away when they are pressed leave the focus where it was", async () => {
  const { page } = opened;
  await page.goto(`${chat.path}?s=35&fork=35`);
  const dialog = page.getByRole("dialog");
  const focus = () => dialog.locator(":focus").textContent();
  await dialog.getByRole("button", { name: "Take out" }).press("Enter");
  await dialog.getByText("The new run begins without this key.").waitFor();
  expect(await focus()).toBe("Put back");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Take out" }).waitFor();
  expect(await focus()).toBe("Take out");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/compare\?/);
  expect(opened.problems.take()).toEqual([]);
});

it("a runner that does not answer is told of; pressed again, the order is the same", { timeout: 40_000 }, async () => {
  const page = await forkATurn();
  const keys: (string | undefined)[] = [];
  await page.route("**/control", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    const error = {
      code: "runner_silent",
      message: 'The runner "agent.ts" has not answered yet: it may be busy.',
      hint: "",
    };
    await (keys.length === 1 ? route.fulfill({ status: 504, json: { error } }) : route.continue());
  });
  await editor(page).click();
  await page.keyboard.type('"Draw a cave"');
  await bar(page).getByRole("button", { name: "Step" }).click();
  await page.getByText(/has not answered yet.*it is not done twice/).waitFor();
  await bar(page).getByRole("button", { name: "Step" }).click();
  await page.getByText("After the steps that were asked for; check_safety is next.").waitFor();
  expect(keys[0]).toMatch(/.{30}/);
  expect(keys[1]).toBe(keys[0]);
  await page.unroute("**/control");
  opened.problems.take(); // the browser tells of the answer 504 as of an error
});

it(
  "a fork that is paused says so, with what is next, and one that is ended says that",
  { timeout: 40_000 },
  async () => {
    const path = await fork(opened, chat.path, { sequence_id: 38, at: "before", stop: { after_steps: 1 } });
    const page = await opened.show(path);
    const footer = page.getByRole("contentinfo");
    await footer.getByText("Paused in its runner").waitFor();
    await page.getByRole("banner").getByText("halted").waitFor();
    await bar(page)
      .getByText(/after the steps that were asked for; \w+ is next\./i)
      .waitFor();
    await shoot(page, "fork-paused");
    await bar(page).getByRole("button", { name: "Abort" }).click();
    await footer.getByText("Recorded").waitFor();
    await bar(page)
      .getByText(/aborted/)
      .first()
      .waitFor();
    expect(await page.getByText("Paused in its runner").count()).toBe(0);
    await shoot(page, "fork-ended");
    expect(opened.problems.take()).toEqual([]);
  },
);
