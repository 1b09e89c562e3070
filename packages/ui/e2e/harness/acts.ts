import type { Page } from "playwright-core";

/** What is done on a screen that is there: it opens a dialog, say. Resolves when that is there. */
export type Act = (page: Page) => Promise<unknown>;

/** Opens a dialog by a key. */
export function key(pressed: string, title: string | RegExp): Act {
  return async (page) => {
    await page.keyboard.press(pressed);
    await page.getByRole("dialog", { name: title }).waitFor();
  };
}

/** Does what the palette has under a name. */
export function command(name: string, title: string | RegExp): Act {
  return async (page) => {
    await key("Control+k", /Go to/)(page);
    await page.getByRole("combobox", { name: /^Command/ }).fill(name);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: title }).waitFor();
  };
}

/** Presses the first button, or what else has a role, of a name. */
export function press(name: string | RegExp, role: "button" | "menuitem" | "radio" = "button"): Act {
  return async (page) => {
    const one = page.getByRole(role, { name }).filter({ visible: true }).first();
    await (role === "radio" ? one.check({ force: true }) : one.click());
  };
}

/** Types into a field. */
export function type(name: string | RegExp, text: string): Act {
  return async (page) => await page.getByLabel(name).filter({ visible: true }).first().fill(text);
}

/** One after the other. */
export function acts(...all: readonly Act[]): Act {
  return async (page) => {
    for (const act of all) await act(page);
  };
}

/** Waits for a text. */
export function sees(text: string | RegExp): Act {
  return async (page) => await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** Ticks the first run of the list. */
export const chooseRun: Act = async (page) =>
  await page
    .getByRole("checkbox", { name: /^Choose/ })
    .first()
    .check();

/** Opens the dialog for forks, and waits until it knows what it can do. */
export const forkDialog: Act = acts(
  key("f", /fork/i),
  async (page) =>
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Cancel|Done|Copy/ })
      .first()
      .waitFor(),
);
