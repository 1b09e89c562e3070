import { expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

const stage = testStage(writeChatWorld);

it.each(["dialog-frame", "fork-content"])(
  "a fork whose code (%s) cannot be loaded says so in its place, keeps the run, and opens when it can be",
  { timeout: 30_000 },
  async (part) => {
    const { page, context } = await stage.open("/p");
    await page.route(`**/${part}-*.js`, (route) => route.abort());
    await page.goto(new URL(`${chat.path}?s=41`, page.url()).href);
    await settled(page);
    await page.keyboard.press("f");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading", { name: "The server does not answer" }).waitFor();
    expect(await page.locator("main [role=treeitem], main [role=row]").count()).toBeGreaterThan(0);
    await page.unroute(`**/${part}-*.js`);
    await dialog.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("dialog", { name: /Fork from step 41/ }).waitFor();
    await page.getByRole("heading", { name: "The server does not answer" }).waitFor({ state: "detached" });
    await context.close();
  },
);

it("child runs are hidden and shown by a switch that edits the query", { timeout: 30_000 }, async () => {
  const { page, context } = await stage.open("/p");
  await page.goto(new URL(chat.path.replace(/\/r\/.*$/, ""), page.url()).href);
  const choice = page.getByRole("radiogroup", { name: "Child runs" });
  const reads = (text: string): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelector<HTMLInputElement>('[name="runs-query"]')?.value === wanted, text); // prettier-ignore
  await choice.getByRole("radio", { name: "Hidden" }).click();
  await reads("-is:child");
  expect(new URL(page.url()).searchParams.get("q")).toBe("-is:child");
  await choice.getByRole("radio", { name: "Shown" }).click();
  await reads("");
  await context.close();
});

it("where the browser has no clipboard for the page, copying says so", { timeout: 30_000 }, async () => {
  const { page, problems, context } = await stage.open("/p");
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto(`${chat.path}?s=41`);
  await settled(page);
  await page.keyboard.press("y");
  await page.getByRole("status").getByText("The browser does not let this page copy").waitFor();
  expect(problems.take()).toEqual([]);
  await context.close();
});

it.each([
  { what: "a run", missing: "**/columns?*", tab: "why", shown: "What it read" },
  { what: "a step", missing: "**/steps/41?*", tab: "why", shown: "What it read" },
  { what: "a state", missing: "**/steps/41/state?*", tab: "state", shown: "chat_history" },
])("$what that could not be had is asked for again in its place", { timeout: 40_000 }, async (one) => {
  const { page, context, goto, problems } = await stage.open("/p");
  await page.route(one.missing, (route) => route.abort());
  await goto(`${chat.path}?s=41&tab=${one.tab}`);
  const sorry = page.getByRole("heading", { name: "The server does not answer" });
  await sorry.first().waitFor();
  await page.unroute(one.missing);
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page.getByRole("row", { name: /^41 / }).waitFor();
  await page.getByRole("tabpanel").getByText(one.shown).first().waitFor();
  expect(await sorry.count()).toBe(0);
  problems.take(); // of the requests that were refused
  await context.close();
});

it("a pane that is closed by a double click stays closed, until its button opens it", { timeout: 40_000 }, async () => {
  const { page, context } = await stage.open(`${chat.path}?s=41`);
  await settled(page);
  const pane = page.getByRole("region", { name: "Steps", exact: true });
  await page.getByRole("separator", { name: "Width of Steps" }).dblclick();
  await pane.waitFor({ state: "detached" });
  await page.reload();
  const opener = page.getByRole("button", { name: "Show Steps" });
  await opener.click();
  await pane.waitFor();
  await page.getByRole("separator", { name: "Width of Graph" }).focus();
  await page.keyboard.press("Enter");
  const closed = page.getByRole("button", { name: "Show Inspector" });
  await closed.waitFor();
  await expect.poll(async () => await closed.evaluate((one) => one === document.activeElement)).toBe(true);
  await context.close();
});

it("a phone says that the server is not heard of, too", { timeout: 60_000 }, async () => {
  const { page, context } = await stage.open(`${chat.path}?s=41`, { width: 390 });
  await settled(page);
  await stage.stop();
  await page.getByText(/Reconnecting/).waitFor();
  await stage.restart();
  await page.getByText(/Reconnecting/).waitFor({ state: "detached", timeout: 30_000 });
  expect(await page.getByRole("row", { name: /^41 / }).count()).toBe(1);
  await context.close();
});
