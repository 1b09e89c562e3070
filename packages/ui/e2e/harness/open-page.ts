import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { type Problems, watchContext } from "./problems.ts";
import { countRequests } from "./settled.ts";

/** How a page is opened. */
export interface OpenOptions extends Pick<
  BrowserContextOptions,
  "hasTouch" | "isMobile" | "forcedColors" | "permissions" | "reducedMotion" | "timezoneId"
> {
  /** Default: 1440. */
  readonly width?: number;
  /** Default: `light`. */
  readonly theme?: "light" | "dark";
  /** Whether it has the token. Default: true. */
  readonly isSignedIn?: boolean;
}

/** A page, and what goes wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly problems: Problems;
  /** Goes to a path of the server. */
  goto(path: string): Promise<void>;
}

const heights: Readonly<Record<number, number>> = { 1440: 900, 768: 1024, 390: 844 };

/** Opens a page of a server in a context of its own: with cookies and settings of its own. */
export async function openPage(
  browser: Browser,
  { url, token }: { readonly url: string; readonly token: string },
  path: string,
  { width = 1440, theme = "light", isSignedIn = true, ...options }: OpenOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: heights[width] ?? 900 },
    colorScheme: theme,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const problems = await watchContext(context, url);
  countRequests(context);
  const page = await context.newPage();
  await page.goto(isSignedIn ? `${path}#token=${token}` : path);
  return { page, context, problems, goto: async (next) => void (await page.goto(next)) };
}
