import type { Page } from "playwright-core";

/** What on the page could run or load something that the page itself does not have, or deceives the eye: by what the data has made, that is. */
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
      const { origin, protocol, href } = new URL(address, location.href);
      const isLink = one instanceof HTMLAnchorElement;
      const isOwn = origin === location.origin && (!isLink || /^https?:$/.test(protocol));
      const isPicture = one instanceof HTMLImageElement && /^(?:blob|data):$/.test(protocol);
      // Below the folder that the screens have chosen an editor for.
      const isInEditor = /^vscode:\/\/file\/home\/me\/my%20shop\/[^?#]+:\d+$/.test(address) && href === address;
      // Links lead elsewhere only when somebody follows them, and then tell nothing.
      const isSafeLink =
        isLink &&
        (/^(?:https?|mailto):$/.test(protocol) || isInEditor) &&
        one.relList.contains("noopener") &&
        one.relList.contains("noreferrer");
      return !isOwn && !isPicture && !isSafeLink;
    });
    // What cannot be seen, or turns text around; joiners have their place in words.
    const deceptive =
      // oxlint-disable-next-line no-control-regex -- it is those that it looks for
      /\r(?!\n)|[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;
    const said = ["title", "aria-label", "aria-valuetext", "aria-description", "placeholder", "alt"];
    const texts = [
      ...all.flatMap((one) =>
        one.matches("script, style, textarea")
          ? []
          : [...one.childNodes].flatMap((node) => (node instanceof Text ? node.data : [])),
      ),
      ...all.flatMap((one) => said.flatMap((name) => one.getAttribute(name) ?? [])),
      document.title,
    ].filter((text) => deceptive.test(text));
    return [
      ...[...named, ...handlers, ...foreign].map(({ outerHTML }) => `Harmful: ${outerHTML.slice(0, 200)}`),
      ...[...new Set(texts)].map((text) => `Not to be seen: ${JSON.stringify(text.slice(0, 100))}`),
    ];
  });
}
