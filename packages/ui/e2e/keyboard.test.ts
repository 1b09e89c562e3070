import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatScreens, writeChatNotes } from "./harness/chat-screens.ts";
import { focused, press, tabTo } from "./harness/keyboard.ts";
import { oddScreens } from "./harness/odd-screens.ts";
import { visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { walkWithTab } from "./harness/tab-walk.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { writeLetter } from "./worlds/letters.ts";
import { writeOddWorld } from "./worlds/odd-world.ts";

let stage: Stage;
let opened: OpenPage;

beforeAll(async () => {
  stage = await openStage(async (dir) => {
    await writeChatWorld(dir);
    await writeOddWorld(dir);
    await writeLetter(dir);
  });
  opened = await stage.open("/p", { reducedMotion: "reduce" });
  await settled(opened.page);
  await writeChatNotes(opened);
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

describe("Tab alone leads to all controls in their order, shows where it is, and is caught nowhere, on", () => {
  it.each([...chatScreens, ...oddScreens])("$name", { timeout: 40_000 }, async (screen) => {
    await visit(opened.page, screen);
    expect((await walkWithTab(opened.page)).join("\n")).toBe("");
  });

  it("the dark page of a run", { timeout: 40_000 }, async () => {
    await opened.page.emulateMedia({ colorScheme: "dark" });
    await opened.page.goto(`${chat.path}?s=41`);
    await settled(opened.page);
    expect((await walkWithTab(opened.page)).join("\n")).toBe("");
    await opened.page.emulateMedia({ colorScheme: "light" });
  });
});

/** Opens something by a key while a thing has the focus, closes it by Escape, and gives what has the focus then. */
async function openAndLeave(page: Page, keys: readonly string[]): Promise<string> {
  await press(page, ...keys);
  await page.getByRole("dialog").waitFor();
  await settled(page);
  expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
  await press(page, "Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await settled(page);
  return (await focused(page)).name;
}

describe("Escape closes, and gives the focus back to where it was, from", () => {
  it.each([
    { what: "the palette", keys: ["Control+k"] },
    { what: "the sheet of keys", keys: ["?"] },
    { what: "the fork dialog", keys: ["f"] },
  ])("$what", { timeout: 30_000 }, async ({ keys }) => {
    const { page } = opened;
    await page.goto(`${chat.path}?s=41`);
    await settled(page);
    await tabTo(page, /^Compare/);
    expect(await openAndLeave(page, keys)).toMatch(/^Compare/);
  });

  it("the dialog for tests, opened by its button", { timeout: 30_000 }, async () => {
    const { page } = opened;
    await page.goto(`${chat.path}?s=41`);
    await settled(page);
    await tabTo(page, /^Export test/);
    expect(await openAndLeave(page, ["Enter"])).toMatch(/^Export test/);
  });
});

it(
  "the list of steps is one stop of Tab; its own keys go through it, and open and close what is in a step",
  { timeout: 30_000 },
  async () => {
    const { page } = opened;
    await page.goto(`${chat.path}?s=41`);
    await settled(page);
    await page.locator('[role="treegrid"] [role="row"][tabindex="0"]').focus();
    const step = async (): Promise<string | null> => new URL(page.url()).searchParams.get("s");
    await press(page, "ArrowUp");
    await page.waitForURL(/s=40/);
    await press(page, "Home");
    await page.waitForURL(/s=0/);
    await press(page, "End");
    await page.waitForURL(/s=62/);
    await press(page, "PageUp");
    await page.waitForFunction(() => !location.search.includes("s=62"));
    expect(Number(await step())).toBeLessThan(62);
    const selected = page.locator('[role="row"][aria-selected="true"]');
    expect(await selected.count()).toBe(1);
    const box = await selected.boundingBox();
    const pane = await page.getByRole("region", { name: "Steps" }).boundingBox();
    expect(box !== null && pane !== null && box.y >= pane.y && box.y + box.height <= pane.y + pane.height + 1).toBe(
      true,
    );
  },
);
