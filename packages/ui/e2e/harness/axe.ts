import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type axe from "axe-core";
import { settled } from "./settled.ts";
import { shoot } from "./shots.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The rules that look at colours. For all others both themes are the same page. */
const ofColours = ["color-contrast", "link-in-text-block"];
const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** The sizes of a desk, a tablet and a phone. */
export const sizes = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const;

/** What axe finds fault with on a page, in both themes and at all of these sizes: one line per rule and element. The page is left as it was. */
export async function findFaults(
  page: Page,
  name: string,
  all: readonly { readonly width: number; readonly height: number }[] = sizes,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of all) {
    await page.setViewportSize(size);
    await settled(page);
    for (const [theme, rules] of [["light", tags], ["dark", ofColours]] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction(isPainted, theme);
      await shoot(page, name);
      found.push(...(await findFaultsOf(page, rules)).map((fault) => `${theme} ${size.width}: ${fault}`));
    }
    await page.emulateMedia({ colorScheme: "light" });
  } // prettier-ignore
  await page.setViewportSize(sizes[0]);
  return found;
}

/** Whether a theme is there, and no colour is on its way to it. */
function isPainted(theme: string): boolean {
  const isMoving = document
    .getAnimations()
    .some(({ playState, effect }) => playState === "running" && Number.isFinite(effect?.getComputedTiming().endTime));
  return document.documentElement.dataset["theme"] === theme && !isMoving;
}

/** The same, of some rules or tags of rules, as the page is. */
async function findFaultsOf(page: Page, rules: readonly string[]): Promise<readonly string[]> {
  // Chromium lets the debugger run what the page's rules would not allow the page itself.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return await page.evaluate(async (runOnly) => {
    // What stands guard at the ends of a menu passes the focus on: the walk with Tab sees to that.
    const context = { exclude: ["[data-base-ui-focus-guard]"] };
    const { violations } = await window.axe.run(context, {
      runOnly: [...runOnly],
      resultTypes: ["violations"],
      elementRef: false,
      iframes: false,
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary = "" }) =>
          `${id}: ${help}: ${target.join(" ")} ${html.slice(0, 160)} ${id === "color-contrast" ? failureSummary.slice(0, 220) : ""}`,
      ),
    );
  }, rules);
}
