import type { Page } from "playwright-core";

/** What has the focus: its role and its name, as far as they can be told from outside. */
export interface Focused {
  readonly name: string;
  readonly role: string;
}

/** What has the focus. */
export async function focused(page: Page): Promise<Focused> {
  return await page.evaluate(() => {
    const one = document.activeElement;
    if (one === null) return { name: "", role: "" };
    const labels =
      one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement
        ? [...(one.labels ?? [])].map(({ textContent }) => textContent)
        : [];
    const name = one.getAttribute("aria-label") ?? (labels.join(" ") || (one.textContent ?? ""));
    return { name: name.trim().replaceAll(/\s+/g, " ").slice(0, 200), role: one.getAttribute("role") ?? one.localName };
  });
}

/** Presses Tab until something has the focus whose name is like this. Throws where there is none. */
export async function tabTo(page: Page, name: RegExp, { key = "Tab", most = 150 } = {}): Promise<void> {
  const met: string[] = [];
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press(key);
    const one = await focused(page);
    if (name.test(one.name)) return;
    met.push(`${one.role} ${one.name.slice(0, 40)}`);
  }
  throw new Error(`Tab does not lead to ${String(name)}, but to: ${[...new Set(met)].join(" | ")}`);
}

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
