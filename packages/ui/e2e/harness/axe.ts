import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type axe from "axe-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What axe finds fault with: one line per rule and element. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  // Chromium lets the debugger run what the page's rules would not allow the page itself.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return await page.evaluate(async (runOnly) => {
    // What stands guard at the ends of a menu passes the focus on: the walk with Tab sees to that.
    const context = { exclude: ["[data-base-ui-focus-guard]"] };
    const { violations } = await window.axe.run(context, {
      runOnly,
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
  }, tags);
}
