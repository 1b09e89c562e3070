import type { Page } from "playwright-core";

declare global {
  interface Window {
    /** How far what is in sight has moved by itself, in the browser's measure, and what has. */
    burrShift: { sum: number; readonly moved: string[] };
  }
}

/** Runs in each page before its own code: adds up what moves while nobody does anything. */
export function watchShift(): void {
  window.burrShift = { sum: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      window.burrShift.sum += entry.value;
      for (const { node, previousRect, currentRect } of entry.sources) {
        const name = node instanceof Element ? `${node.localName}.${node.getAttribute("class") ?? ""}` : "text";
        const [from, to] = [previousRect, currentRect].map(({ x, y, width, height }) => `${x},${y} ${width}×${height}`);
        window.burrShift.moved.push(`${entry.value.toFixed(3)} ${name}: ${from} to ${to}`);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** How much of the page has moved since it was opened (the browser's "cumulative layout shift"), and what. */
export async function shiftOf(page: Page): Promise<{ readonly sum: number; readonly moved: readonly string[] }> {
  return await page.evaluate(() => window.burrShift);
}

/** As browsers give it; TypeScript does not know it. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null; readonly previousRect: DOMRect; readonly currentRect: DOMRect }[];
} // prettier-ignore
