import { beforeAll, describe, expect, it } from "vitest";
import { allScreens, allScreensPage } from "./harness/all-screens.ts";
import { shiftOf, watchShift } from "./harness/layout-shift.ts";
import { visit } from "./harness/screens.ts";

const { opened } = allScreensPage();

beforeAll(async () => {
  await opened.page.addInitScript(watchShift);
  const session = await opened.context.newCDPSession(opened.page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
}, 60_000);

const screens = allScreens.filter(({ act }) => act === undefined);

/** The browser's measure of what moves: twice as much is still said to be good. */
const good = 0.05;

describe.each([
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])("nothing moves while it loads at a width of $width pixels, on", (size) => {
  it.each(screens)("$name", { timeout: 40_000 }, async (screen) => {
    const { page } = opened;
    await page.setViewportSize(size);
    await page.goto("about:blank"); // what is asked for of the page before says nothing of this one
    await visit(page, { ...screen, shows: /./ });
    const { sum, moved } = await shiftOf(page);
    expect(sum, moved.join("\n")).toBeLessThan(good);
  });
});
