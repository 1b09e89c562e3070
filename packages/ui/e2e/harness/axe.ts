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

/** What is looked at. */
export interface AxeOptions {
  /** What a theme can change, and no more. */
  readonly onlyColours?: boolean;
  /** The part of the page to look at, where it is there: a selector. Default: all of it. */
  readonly within?: string;
}

/** What axe finds fault with: one line per rule and element. */
export async function findFaults(
  page: Page,
  { onlyColours = false, within = "html" }: AxeOptions = {},
): Promise<readonly string[]> {
  // Chromium lets the debugger run what the page's rules would not allow the page itself.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const runOnly = onlyColours
    ? { type: "rule" as const, values: ["color-contrast"] }
    : { type: "tag" as const, values: tags };
  return await page.evaluate(
    async ([only, selector]) => {
      const part = document.querySelector(selector) ?? document.documentElement;
      const { violations } = await window.axe.run(part, {
        runOnly: only,
        resultTypes: ["violations"],
        elementRef: false,
      });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, html, failureSummary = "" }) =>
            `${id}: ${help}: ${target.join(" ")} ${html.slice(0, 160)} ${id === "color-contrast" ? failureSummary.slice(0, 220) : ""}`,
        ),
      );
    },
    [runOnly, within] as const,
  );
}
