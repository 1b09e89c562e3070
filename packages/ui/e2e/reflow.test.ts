import { describe, expect, it } from "vitest";
import { chatScreens } from "./harness/chat-screens.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { findOverflow } from "./harness/reflow.ts";
import { visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { testStage } from "./harness/test-stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

const stage = testStage(writeChatWorld);

async function expectOnScreens(opened: OpenPage, look: (name: string) => Promise<readonly string[]>): Promise<void> {
  const found: string[] = [];
  for (const screen of chatScreens) {
    if (screen.act !== undefined) continue;
    await visit(opened.page, { ...screen, shows: /./ });
    found.push(...(await look(screen.name)).map((one) => `${screen.name}: ${one}`));
  }
  expect([...found, ...opened.problems.take()].join("\n")).toBe("");
}

describe("every screen fits, with all of its controls, into", () => {
  it.each([
    { what: "a width of 320 pixels", width: 320 },
    { what: "half a screen: a zoom of 200 %", width: 720 },
  ])("$what", { timeout: 120_000 }, async ({ width }) => {
    const opened = await stage.open("/p", { width, reducedMotion: "reduce" });
    await settled(opened.page);
    await expectOnScreens(opened, async (name) => {
      await shoot(opened.page, `fits-${name}`);
      return await findOverflow(opened.page);
    });
    await opened.context.close();
  });
});

it.each([768, 900])("the header of a run says what it says in whole words, %d pixels wide", async (width) => {
  const { page, context } = await stage.open(`${chat.path}?s=41&left=waterfall`, { width });
  await settled(page);
  await shoot(page, "whole-words");
  const cut = await page
    .getByRole("banner")
    .evaluate((header) =>
      [header, ...header.querySelectorAll<HTMLElement>("*")]
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent),
    );
  expect(cut).toEqual([]);
  const [waiting, fold] = [page.getByText(/% waiting/), page.getByRole("button", { name: "Fold" })];
  const [before, behind] = [await waiting.boundingBox(), await fold.boundingBox()];
  expect((before?.x ?? 0) + (before?.width ?? 0)).toBeLessThanOrEqual(behind?.x ?? 0);
  await context.close();
});
