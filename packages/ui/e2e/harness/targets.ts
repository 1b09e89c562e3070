import type { Page } from "playwright-core";

/**
 * Controls that a finger cannot hit well: less than 44 pixels across or down lead to them. These may be smaller:
 * links in running text, which are as high as their line; the nodes of a graph, which is drawn as large as one
 * likes, and has a list of the same; and what is switched off.
 */
export async function findSmallTargets(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const least = 44;
    const controls =
      'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"], [role="slider"]';
    const exempt = 'p a, svg *, :disabled, [inert] *, [aria-hidden="true"] *, [data-base-ui-focus-guard]';
    const isHit = (one: Element, x: number, y: number): boolean => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (one.contains(hit) || hit.closest("label")?.control === one);
    };
    /** So many pixels one after the other lead to it, along a line through its middle. */
    const reach = (one: Element, [x, y]: readonly [number, number], [dx, dy]: readonly [number, number]): number => {
      let steps = 0;
      while (steps < least && isHit(one, x + dx * (steps + 1), y + dy * (steps + 1))) steps += 1;
      return steps;
    };
    return [...document.querySelectorAll(controls)].flatMap((one) => {
      const box = one.getBoundingClientRect();
      if (one.matches(exempt) || box.width <= 1 || box.height <= 1) return [];
      if ((box.width >= least && box.height >= least) || !one.checkVisibility({ visibilityProperty: true })) return [];
      one.scrollIntoView({ block: "center", inline: "center" });
      const { left, top, width, height } = one.getBoundingClientRect();
      const middle = [left + width / 2, top + height / 2] as const;
      if (!isHit(one, ...middle)) return []; // something lies over it
      const across = reach(one, middle, [-1, 0]) + reach(one, middle, [1, 0]) + 1;
      const down = reach(one, middle, [0, -1]) + reach(one, middle, [0, 1]) + 1;
      // What is cut at the edge of a list, and the line below a row, take a pixel.
      if (across >= least - 1 && down >= least - 1) return [];
      const name = one.getAttribute("aria-label") ?? one.textContent?.slice(0, 40) ?? "";
      return [
        `Too small for a finger, ${across} by ${down}: ${one.localName}.${one.getAttribute("class") ?? ""} ${name}`,
      ];
    });
  });
}
