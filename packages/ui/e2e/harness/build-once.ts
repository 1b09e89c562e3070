import { buildPage } from "./build-page.ts";

/** Builds the page before the first of these tests, for all of them. */
export default async function setup(): Promise<() => Promise<void>> {
  const page = await buildPage();
  process.env["BURR_UI_DIST"] = page.folder;
  return async () => await page[Symbol.asyncDispose]();
}
