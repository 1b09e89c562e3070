import type { BrowserContext, Page, Request } from "playwright-core";

const inFlight = new WeakMap<BrowserContext, Set<Request>>();

/** Keeps count of the requests of a context, for `settled()`. Event streams never end, and are left out. */
export function countRequests(context: BrowserContext): void {
  const open = new Set<Request>();
  inFlight.set(context, open);
  context.on("request", (request) => {
    // What an earlier document has asked for comes to no end that is told of.
    if (request.isNavigationRequest()) open.clear();
    if (!request.url().includes("/api/v1/events")) open.add(request);
  });
  context.on("response", (response) => {
    if (!response.ok()) open.delete(response.request()); // nobody need read what it says
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
}

/** Resolves when the page has all that it has asked for, has painted it, and nothing moves any more but what always does. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main").first().waitFor();
  for (let quietFrames = 0; quietFrames < 3;) {
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((painted) => {
        requestAnimationFrame(() => setTimeout(painted));
      });
      const ending = document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    const isQuiet = (inFlight.get(page.context())?.size ?? 0) === 0;
    quietFrames = isQuiet ? quietFrames + 1 : 0;
  }
}
