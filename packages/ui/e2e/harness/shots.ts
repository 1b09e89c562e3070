import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const folder = process.env["BURR_UI_SHOTS"] ?? "";

/** Keeps a picture of the page in the folder `BURR_UI_SHOTS` of the environment, for people to look at: no test compares it. */
export async function shoot(page: Page, screen: string): Promise<void> {
  if (folder === "") return;
  await mkdir(folder, { recursive: true });
  const theme = await page.evaluate(() => document.documentElement.dataset["theme"] ?? "light");
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: join(folder, `${screen}-${theme}-${width}.png`), animations: "disabled" });
}
