import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { chatScreens } from "./harness/chat-screens.ts";
import { shownCursor } from "./harness/cursor.ts";
import type { Screen } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

const stage = testStage(writeChatWorld);
const opened = testPage(stage, "/p", { permissions: ["clipboard-read", "clipboard-write"] });

const screens = chatScreens.filter(({ act }) => act === undefined);

/** What kind of link it is: its address without what differs between links of one kind. */
const kindOf = (screen: string, href: string): string =>
  `${screen.split("-")[0]} ${href.replace(/\?.*/, "")} ${[...new URLSearchParams(href.split("?")[1]).keys()].join(" ")}`
    .replaceAll(/\d+/g, "0")
    .replaceAll(/short-0|night-shift-0|support-0/g, "run");

/** The links in sight, one of each kind that was not met yet. */
async function newLinks(page: Page, screen: string, met: Set<string>): Promise<readonly string[]> {
  const all = await page
    .locator("a[href]")
    .filter({ visible: true })
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return all.filter((href) => {
    const kind = kindOf(screen, href);
    if (href.startsWith("#") || href.startsWith("/api/") || met.has(kind)) return false;
    met.add(kind);
    return true;
  });
}

/** Each new kind of link on a screen leads to the same place in a page that is loaded for it, and Back comes back from it. */
async function followLinks(page: Page, loaded: Page, screen: Screen, met: Set<string>): Promise<void> {
  await page.evaluate((path) => history.pushState({}, "", path), screen.path);
  await page.getByText(screen.shows).filter({ visible: true }).first().waitFor();
  const before = await shownCursor(page);
  for (const href of await newLinks(page, screen.name, met)) {
    const loading = loaded.goto(href);
    await page
      .locator(`a[href="${href.replaceAll('"', '\\"')}"]`)
      .filter({ visible: true })
      .first()
      .click();
    const [there] = await Promise.all([shownCursor(page), loading]);
    const [back, same] = await Promise.all([page.goBack().then(() => shownCursor(page)), shownCursor(loaded)]);
    expect(same, `${screen.name}: ${href}`).toEqual(there);
    expect(back, `${screen.name}: back from ${href}`).toEqual(before);
  }
}

it(
  "each kind of link leads to the same place in a new tab, and Back comes back from it",
  { timeout: 120_000 },
  async () => {
    const met = new Set<string>();
    const { page, problems } = opened;
    // A window of its own: what is not in front is hardly ever painted.
    const other = await stage.open("/p");
    for (const found of [problems, other.problems]) found.expect(/status of 404.*\/big\/.*\/graph\)/); // a log of Python need not have one
    for (const screen of screens) await followLinks(page, other.page, screen, met);
    await other.context.close();
    expect(met.size).toBeGreaterThan(40);
    expect([...problems.take(), ...other.problems.take()]).toEqual([]);
  },
);

const entries = async (page: Page): Promise<number> => await page.evaluate(() => history.length);

it(
  "keys, tabs and the playhead move without a trace; links and clicks are jumps that Back takes back",
  { timeout: 60_000 },
  async () => {
    const { context, problems } = opened;
    const page = await context.newPage();
    await page.goto(`${chat.path}?s=10`);
    const start = await shownCursor(page);
    const length = await entries(page);
    for (let n = 0; n < 10; n += 1) await page.keyboard.press("j");
    await page.waitForURL(/s=20/);
    await page.keyboard.press("Alt+2");
    await page.waitForURL(/tab=state/);
    await page.getByRole("slider", { name: "Playhead" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/s=21/);
    await page.keyboard.press("Alt+1");
    await page.waitForURL(/tab=why/);
    expect(await entries(page)).toBe(length);

    const moved = await shownCursor(page);
    await page.getByRole("row").filter({ hasText: "rerank" }).filter({ visible: true }).first().click();
    await page.waitForURL((url) => url.searchParams.get("s") !== "21");
    const jumped = await shownCursor(page);
    await page.getByRole("tabpanel", { name: "Why" }).getByRole("link").first().click();
    await page.waitForURL((url) => url.pathname + url.search !== jumped.address);
    expect(await entries(page)).toBe(length + 2);
    await page.goBack();
    expect(await shownCursor(page)).toEqual(jumped);
    await page.goBack();
    expect(await shownCursor(page)).toEqual(moved);
    expect(moved).not.toEqual(start);
    await page.close();
    expect(problems.take()).toEqual([]);
  },
);

it("arrow keys in a field stay in the field", async () => {
  const { page } = opened;
  await page.goto(`${chat.path}?s=10`);
  await settled(page);
  await page.keyboard.press("/");
  await page.keyboard.type("status:error");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("j");
  await settled(page);
  expect(new URL(page.url()).searchParams.get("s")).toBe("10");
});

it(
  "asks nobody but its own server, from the first byte on, and has its fonts with it",
  { timeout: 60_000 },
  async () => {
    const { page, problems } = await stage.open(`${chat.path}?s=41`);
    await settled(page);
    const faces = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts]
        .filter(({ status }) => status === "loaded")
        .map(({ family }) => family.replaceAll('"', ""));
    });
    expect(new Set(faces)).toEqual(new Set(["Inter Variable", "JetBrains Mono Variable"]));
    const addresses = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin),
    );
    expect([...new Set(addresses)]).toEqual([stage.server.url]);
    expect(problems.take()).toEqual([]);
  },
);

it("without the token, says how to get it, and shows nothing", { timeout: 30_000 }, async () => {
  const { page, problems } = await stage.open(chat.path, { isSignedIn: false });
  problems.expect(/status of 401/, /EventSource/);
  await page.getByText("This page needs its token").waitFor();
  expect(await page.content()).not.toContain("answer_question");
  expect(problems.take()).toEqual([]);
});
