import type { Page } from "playwright-core";

/** What on the page could run or load something that the page itself does not have: by what the data has made, that is. */
export async function findHarm(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const all = [...document.querySelectorAll("*")];
    const named = all.filter((one) =>
      one.matches(
        "iframe, object, embed, base, meta[http-equiv], video, audio, form[action], template, marquee, custom-element",
      ),
    );
    const handlers = all.filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith("on")));
    const foreign = all.filter((one) => {
      const address = one.getAttribute("src") ?? one.getAttribute("href") ?? one.getAttribute("xlink:href");
      if (address === null || address.startsWith("#")) return false;
      const { origin, protocol } = new URL(address, location.href);
      const isLink = one instanceof HTMLAnchorElement;
      const isOwn = origin === location.origin && (!isLink || /^https?:$/.test(protocol));
      const isPicture = one instanceof HTMLImageElement && /^(?:blob|data):$/.test(protocol);
      // Links lead elsewhere only when somebody follows them, and then tell nothing.
      const isSafeLink =
        isLink &&
        /^(?:https?|mailto):$/.test(protocol) &&
        one.relList.contains("noopener") &&
        one.relList.contains("noreferrer");
      return !isOwn && !isPicture && !isSafeLink;
    });
    return [...named, ...handlers, ...foreign].map(({ outerHTML }) => `Harmful: ${outerHTML.slice(0, 200)}`);
  });
}
