import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { press, tabTo } from "./harness/keyboard.ts";
import { settled } from "./harness/settled.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(writeChatWorld);
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

const file = "packages/ui/e2e/worlds/agent.ts";
const code = `${chat.path}?s=41&tab=code`;

it("a step tells where its code is; its link opens it in the editor that somebody has chosen, and in none before", { timeout: 60_000 }, async () => {
  const { page, context, goto, problems } = await stage.open(code, { permissions: ["clipboard-read", "clipboard-write"] }); // prettier-ignore
  const panel = page.getByRole("tabpanel", { name: "Code" });
  const place = panel.getByText(new RegExp(`^${file}:\\d+$`));
  const text = (await place.textContent()) ?? "";
  const line = Number(text.split(":")[1]);
  expect(readFileSync(join(import.meta.dirname, "worlds/agent.ts"), "utf8").split("\n")[line - 1]).toContain("b.action({"); // prettier-ignore
  expect(await panel.locator('a:not([href^="/"])').count()).toBe(0);
  await panel.getByRole("button", { name: "Copy the place" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

  await panel.getByRole("link", { name: "settings" }).click();
  await page.getByLabel("Open it in").selectOption("VS Code");
  await page.getByLabel("Folder", { exact: true }).fill("shop");
  await page.getByText(/^Write the whole path/).waitFor();
  await page.getByLabel("Folder", { exact: true }).fill("/home/me/my shop");
  await page.goBack();
  const link = panel.getByRole("link", { name: `Open ${text} in VS Code` });
  expect(await link.getAttribute("href")).toBe(`vscode://file/home/me/my%20shop/${text}`);
  await goto("/settings");
  await page.getByLabel("Open it in").selectOption("WebStorm");
  await page.getByText("Projects that are in other folders").click();
  await page.getByLabel(chat.project, { exact: true }).fill(String.raw`C:\agents`);
  await goto(code);
  const other = panel.getByRole("link", { name: `Open ${text} in WebStorm` });
  const address = `webstorm://open?file=/C:/agents/${file}&line=${line}`;
  expect(await other.getAttribute("href")).toBe(address);

  // Last, since the browser asks then whether it may, and that takes the clicks of all that follows.
  await settled(page);
  await tabTo(page, /^Open .* in WebStorm$/);
  await press(page, "Enter");
  await other.click();
  await page.dispatchEvent("body", "keydown", { key: "j" });
  await page.waitForURL(/s=42&tab=code/);
  expect(problems.take()).toEqual([`A request to ${address}`, `A request to ${address}`]);
  await context.close();
}); // prettier-ignore
