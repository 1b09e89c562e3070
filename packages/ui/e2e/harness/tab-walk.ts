import type { Page } from "playwright-core";

import { ringFault } from "./focus-ring.ts";

declare global {
  interface Window {
    /** What had the focus on a walk, in this order. */
    burrWalk: Set<Element>;
  }
}

/** What a walk with Tab alone found fault with: nothing, if all is well. */
export async function walkWithTab(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => {
    const begin = document.activeElement;
    window.burrWalk = new Set(begin === null || begin === document.body ? [] : [begin]);
  });
  const faults: string[] = [];
  let ends = 0;
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press("Tab");
    const { at, fault } = await page.evaluate(lookAtFocus);
    if (fault !== "") faults.push(fault);
    const ring = at === "new" ? await page.evaluate(ringFault) : "";
    if (ring !== "") faults.push(ring);
    if (at === "end") ends += 1;
    // The walk begins where the focus was, and goes once around.
    if (at === "known" || ends === 2) return [...faults, ...(await page.evaluate(findMissed))];
  }
  return [...faults, "Tab does not come to an end."];
}

/** Whether what has the focus had it before on this walk, and what is wrong with how that is shown. */
async function lookAtFocus(): Promise<{ readonly at: "end" | "known" | "new"; readonly fault: string }> {
  // What stands guard at the ends of a dialog passes the focus on, but not at once.
  while (document.activeElement?.matches("[data-base-ui-focus-guard]") === true)
    await new Promise((painted) => requestAnimationFrame(painted));
  const one = document.activeElement;
  if (one === null || one === document.body) return { at: "end", fault: "" };
  if (window.burrWalk.has(one)) return { at: "known", fault: "" };
  window.burrWalk.add(one);
  const { width, height } = one.getBoundingClientRect();
  if (width === 0 || height === 0) return { at: "new", fault: `Has the focus and cannot be seen: ${nameOf(one)}` };
  return { at: "new", fault: orderFault() };

  /** Reading goes down a column and along a line: the focus goes neither up within its column, nor back on its line. */
  function orderFault(): string {
    const before = [...window.burrWalk].at(-2);
    const parts =
      "header, nav, section, aside, main, footer, [role=region], [role=tabpanel], [role=dialog], [role=toolbar]";
    if (one instanceof HTMLElement && one.tabIndex > 0) return `Its place in the order is forced: ${nameOf(one)}`;
    if (before === undefined || one === null || before.closest(parts) !== one.closest(parts)) return "";
    // In a dialog the last one is followed by the first.
    if ((before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) === 0) return "";
    const [from, to] = [before.getBoundingClientRect(), one.getBoundingClientRect()];
    const isUp = to.bottom <= from.top && to.left < from.right;
    const isBack = to.right <= from.left && to.top < from.bottom && to.bottom > from.top;
    return isUp || isBack ? `Comes behind what stands after it, ${nameOf(before)}: ${nameOf(one)}` : "";
  }

  function nameOf(element: Element): string {
    const text = element.getAttribute("aria-label") ?? element.textContent?.slice(0, 40) ?? "";
    return `${element.localName}[${element.getAttribute("role") ?? ""}] ${text}`;
  }
}

/** Controls in sight that Tab did not lead to, and that no other key leads to. */
function findMissed(): readonly string[] {
  const controls =
    'a[href], button, input, select, textarea, [role="button"], [role="checkbox"], [role="slider"], [role="tab"], [role="treegrid"]:has([role="gridcell"]), [role="combobox"]';
  /** Here the arrow keys lead on from the one that Tab leads to. */
  const groups =
    '[role="tablist"], [role="radiogroup"], [role="treegrid"], [role="tree"], [role="listbox"], [role="toolbar"], [role="grid"]';
  const met = [...window.burrWalk];
  const dialog = document.querySelector('[role="dialog"]');
  return [...document.querySelectorAll(controls)].flatMap((one) => {
    if (window.burrWalk.has(one)) return [];
    const { width, height } = one.getBoundingClientRect();
    const isHidden =
      width <= 1 ||
      height <= 1 ||
      one.closest('[inert], [aria-hidden="true"], [hidden]') !== null ||
      !one.checkVisibility({ visibilityProperty: true });
    const isOff = one.matches(":disabled") || (dialog !== null && !dialog.contains(one));
    const group = one.closest(groups);
    const isLedTo = group !== null && met.some((other) => group.contains(other));
    const isRadio = one instanceof HTMLInputElement && one.type === "radio";
    return isHidden || isOff || isLedTo || isRadio
      ? []
      : [
          `Tab does not lead to: ${one.localName} ${one.getAttribute("aria-label") ?? one.textContent?.slice(0, 50) ?? ""}`,
        ];
  });
}
