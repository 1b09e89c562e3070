import { expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { testStage } from "./harness/test-stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { startLiveRun } from "./worlds/live-run.ts";

const stage = testStage(writeChatWorld);

it.each([1440, 768, 390])(
  "where the system chooses the colours, lines, bars, the selected and the focused stay to be seen, %d pixels wide",
  { timeout: 30_000 },
  async (width) => {
    const { page, context, goto } = await stage.open(`${chat.path}?s=41`, { forcedColors: "active", width });
    await settled(page);
    await shoot(page, "forced-colours");
    const colours = await page.evaluate(() => {
      const style = (selector: string): CSSStyleDeclaration => {
        const one = document.querySelector(selector);
        if (one === null) throw new Error(`There is no ${selector}`);
        return getComputedStyle(one);
      };
      const drawn = [...document.querySelectorAll("canvas")].map((canvas) => {
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return pixels.some((channel, index) => index % 4 === 3 && channel === 255);
      });
      return {
        paper: style("main").getPropertyValue("--bg-surface"),
        row: style('[role="row"][aria-selected="false"]').backgroundColor,
        selected: style('[role="row"][aria-selected="true"]').backgroundColor,
        tab: style('[role="tab"][aria-selected="false"]').backgroundColor,
        selectedTab: style('[role="tab"][aria-selected="true"]').backgroundColor,
        field: style('input[role="combobox"]').borderTopColor,
        fieldGround: style('input[role="combobox"]').backgroundColor,
        drawn,
      };
    });
    expect(colours.paper).toBe("Canvas");
    expect(colours.selected).not.toBe(colours.row);
    expect(colours.selectedTab).not.toBe(colours.tab);
    expect(colours.field).not.toBe(colours.fieldGround);
    expect(colours.drawn).toContain(true);
    expect(colours.drawn).not.toContain(false);
    await page.getByRole("button", { name: /^Compare/ }).focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement ?? document.body);
      return { outlineStyle, outlineWidth, outlineColor };
    });
    expect(ring).toMatchObject({ outlineStyle: "solid", outlineWidth: "2px" });
    expect(ring.outlineColor).not.toBe(colours.fieldGround);
    await goto(`${chat.path}?s=41&tab=graph`);
    const node = page.locator("[data-node] rect").filter({ visible: true }).first();
    await node.waitFor();
    expect(await node.evaluate((rect) => getComputedStyle(rect).stroke)).not.toBe(colours.fieldGround);
    await context.close();
  },
);

it("where less motion is asked for, nothing moves in a live run, and a replay goes from step to step", async () => {
  const { page, context, goto } = await stage.open("/p", { reducedMotion: "reduce" });
  await using run = startLiveRun(stage.dir, "calm");
  for (let n = 0; n < 3; n += 1) run.step();
  run.say("Gulls follow the boat.");
  await goto(`${run.path}?tab=stream`);
  await page.getByText(/Live/).first().waitFor();
  await settled(page);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);

  await goto(`${chat.path}?s=35`);
  await settled(page);
  await page.evaluate(() => {
    const bed = document.querySelector('[role="slider"][aria-label="Playhead"]');
    if (bed === null) throw new Error("There is no playhead.");
    const heads = new Set<string>();
    new MutationObserver((changes) => {
      for (const { target } of changes)
        if (target instanceof HTMLElement) heads.add(target.getAttribute("style") ?? "");
      document.body.dataset["heads"] = String(heads.size);
    }).observe(bed, { subtree: true, attributeFilter: ["style"] });
  });
  await page.keyboard.press("Space");
  await page.waitForURL(/s=4[01]/);
  expect(Number(await page.evaluate(() => document.body.dataset["heads"]))).toBeLessThan(12);
  await context.close();
}, 30_000);
