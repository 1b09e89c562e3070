import type { Page } from "playwright-core";
import { settled } from "./settled.ts";

/** What a page shows of where one is: all that a link is to bring back. */
export interface ShownCursor {
  readonly address: string;
  readonly header: string;
  readonly playhead: string | null;
  readonly tabs: readonly string[];
  readonly row: string | null;
}

/** Reads it, once the page has settled. */
export async function shownCursor(page: Page): Promise<ShownCursor> {
  await page.bringToFront(); // others are hardly ever painted
  await settled(page);
  return await page.evaluate(() => {
    const textOf = (selector: string): string | null => document.querySelector(selector)?.textContent ?? null;
    return {
      address: location.pathname + location.search,
      header: textOf("header nav, header") ?? "",
      playhead:
        document.querySelector('[role="slider"][aria-label="Playhead"]')?.getAttribute("aria-valuetext") ?? null,
      tabs: [...document.querySelectorAll('[role="tab"][aria-selected="true"]')].map(
        ({ textContent }) => textContent ?? "",
      ),
      row: textOf('[role="row"][aria-selected="true"]'),
    };
  });
}
