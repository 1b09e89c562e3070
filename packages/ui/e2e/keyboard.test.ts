import { describe, expect, it } from "vitest";
import { allScreens, allScreensPage } from "./harness/all-screens.ts";
import { type Act, chooseRun } from "./harness/acts.ts";
import { focused, press } from "./harness/keyboard.ts";
import { visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { walkWithTab } from "./harness/tab-walk.ts";
import { chat } from "./worlds/chat-world.ts";

const { stage, opened } = allScreensPage();

describe("Tab alone leads to all controls in their order, shows where it is, and is caught nowhere, on", () => {
  it.each(allScreens)("$name", { timeout: 40_000 }, async (screen) => {
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

/** Something that opens over a screen: how, and what has the focus before and after it. */
interface Opened {
  readonly what: string;
  readonly path: string;
  readonly opener: string | RegExp;
  /** What is pressed while the opener has the focus. Default: Enter. */
  readonly keys?: readonly string[];
  readonly role?: "dialog" | "menu";
  /** What is done before. */
  readonly act?: Act;
}

const run = `${chat.path}?s=41`;
const runs = `/p/${chat.project}`;
const value = `${run}&tab=state&sel=key:/chat_history`;

describe("Escape closes, and gives the focus back to where it was, from", () => {
  it.each<Opened>([
    { what: "the palette", path: run, opener: /^Compare/, keys: ["Control+k"] },
    { what: "the sheet of keys", path: run, opener: /^Compare/, keys: ["?"] },
    { what: "the fork dialog, opened by its key", path: run, opener: /^Compare/, keys: ["f"] },
    { what: "the forks of a run", path: run, opener: /^Compare/, keys: ["t"] },
    { what: "the fork dialog", path: run, opener: /^Fork from/ },
    { what: "the dialog for tests", path: run, opener: /^Export test/ },
    { what: "the box for a value", path: value, opener: "Read in a box" },
    { what: "the dialog for tags", path: runs, opener: "Tag…", act: chooseRun },
    { what: "the dialog that deletes", path: runs, opener: "Delete…", act: chooseRun },
    { what: "the dialog for a note", path: `${runs}/notes`, opener: "Edit the note" },
    { what: "the menu of columns", path: runs, opener: "Columns", role: "menu" },
    { what: "the menu of views", path: runs, opener: "Saved views", role: "menu" },
    { what: "the menu of views of the notes", path: `${runs}/notes`, opener: "Saved views", role: "menu" },
    { what: "the menu of children", path: chat.research, opener: /3 children/, role: "menu" },
  ])("$what", { timeout: 30_000 }, async ({ path, opener, keys = ["Enter"], role = "dialog", act }) => {
    const { page } = opened;
    await page.goto(path);
    await settled(page);
    await act?.(page);
    const button = page.getByRole("button", { name: opener }).first();
    await button.focus();
    const before = (await focused(page)).name;
    await press(page, ...keys);
    await page.getByRole(role).waitFor();
    await settled(page);
    expect(await page.evaluate((of) => document.activeElement?.closest(`[role="${of}"]`) !== null, role)).toBe(true);
    await press(page, "Escape");
    await page.getByRole(role).waitFor({ state: "detached" });
    await settled(page);
    expect((await focused(page)).name).toBe(before);
  });

  it("the dialog that a menu has opened", { timeout: 30_000 }, async () => {
    const { page } = opened;
    await page.goto(runs);
    await settled(page);
    await page.getByRole("button", { name: "Saved views" }).focus();
    await press(page, "Enter");
    await page.getByRole("menuitem", { name: "Save this view…" }).press("Enter");
    await page.getByRole("dialog", { name: "Save this view of the runs" }).waitFor();
    await settled(page);
    await press(page, "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await settled(page);
    expect((await focused(page)).name).toBe("Saved views");
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

it("a key that is changed in the settings does so on a screen that was never opened", { timeout: 40_000 }, async () => {
  const { page, context, goto } = await stage.open("/settings");
  await page.getByRole("button", { name: "Change the key of Next run", exact: true }).press("Enter");
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "Reset the key of Next run", exact: true }).waitFor();
  await goto(runs);
  await page.locator("[data-run-row]").first().waitFor();
  await settled(page);
  const row = () => page.evaluate(() => document.activeElement?.getAttribute("data-run-row"));
  await page.keyboard.press("j");
  await page.keyboard.press("w");
  await expect.poll(row).toBe("0");
  await page.keyboard.press("j");
  await page.keyboard.press("w");
  await expect.poll(row).toBe("1");
  await context.close();
});

it(
  "of commands with the same key, that of what is open is given, however one came there",
  { timeout: 40_000 },
  async () => {
    const { page } = opened;
    const isZoomed = () => page.getByRole("button", { name: "Show the whole run" }).isEnabled();
    await page.goto(`${run}&left=waterfall`);
    await settled(page);
    await press(page, "+");
    await expect.poll(isZoomed).toBe(true);
    await press(page, "n");
    const note = page.getByRole("form", { name: "New note" });
    await note.getByRole("button", { name: "Discard" }).focus();
    await press(page, "+");
    await note.getByRole("button", { name: "Good", exact: true, pressed: true }).waitFor();
    await note.getByRole("button", { name: "Discard" }).click();
    await press(page, "-");
    await expect.poll(isZoomed).toBe(false);
  },
);

it("a digit with Alt opens a tab on a Mac as well, where it is another character", { timeout: 30_000 }, async () => {
  const { page } = opened;
  await page.goto(run);
  await settled(page);
  const alt2 = { key: "™", code: "Digit2", altKey: true, bubbles: true };
  await page.evaluate((how) => void document.body.dispatchEvent(new KeyboardEvent("keydown", how)), alt2);
  await expect.poll(() => new URL(page.url()).searchParams.get("tab")).toBe("state");
});

it(
  "the page names the keys that there are: those of the user, and no single ones where they are off",
  { timeout: 40_000 },
  async () => {
    const { page, context, goto } = await stage.open("/p");
    const hints = () => page.locator("footer kbd").allTextContents();
    await page.evaluate(() => localStorage.setItem("burr-key-map", JSON.stringify({ fork: ["Q"], diff: [] })));
    await goto(run);
    await settled(page);
    expect(await hints()).toEqual(["J", "K", "Space", "Q", "/", "?"]);
    await page.evaluate(() => localStorage.setItem("burr-letter-keys", "off"));
    await goto(`${chat.path}?s=3&tab=notes`);
    await settled(page);
    expect(await hints()).toEqual(["↓", "↑", "Space"]);
    await page.getByText("“New note on this step” writes one").waitFor();
    await context.close();
  },
);
