import type { Page } from "playwright-core";

/** What does not fit into the width of the page: nothing, where it need not be scrolled sideways and no control lies outside. */
export async function findOverflow(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = [document.documentElement, document.body, ...document.querySelectorAll("main, header")].filter(
      (one) => one.scrollWidth > one.clientWidth + 1 && !["hidden", "clip"].includes(getComputedStyle(one).overflowX),
    );
    const scrollers = new Set<Element>();
    for (const one of document.querySelectorAll("*")) {
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) scrollers.add(one);
    }
    const isScrolled = (one: Element): boolean => {
      for (let at = one.parentElement; at !== null; at = at.parentElement) if (scrollers.has(at)) return true;
      return false;
    };
    const lost = [...document.querySelectorAll("a[href], button, input, select, textarea, h1, h2")].filter((one) => {
      const { left, right, width: own, height } = one.getBoundingClientRect();
      if (own <= 1 || height <= 1 || !one.checkVisibility({ visibilityProperty: true })) return false;
      return (right > width + 1 || left < -1) && !isScrolled(one) && one.closest('[aria-hidden="true"]') === null;
    });
    const nameOf = (one: Element): string =>
      `${one.localName} ${one.getAttribute("aria-label") ?? one.textContent?.slice(0, 40) ?? ""}`;
    return [
      ...scrolls.map((one) => `Scrolls sideways: ${one.localName}, ${one.scrollWidth} in ${one.clientWidth}`),
      ...lost.map((one) => `Outside of the page: ${nameOf(one)}`),
    ];
  });
}
