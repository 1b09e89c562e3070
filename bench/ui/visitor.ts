import type { RunningServer } from "@burrjs/server/node";
import type { Browser, CDPSession, Page } from "playwright-core";
import { install } from "./probes.ts";

/** A page of the browser that has signed in, and the debugger's line to it. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly session: CDPSession;
  /** Goes to a path of the server. */
  goto(path: string): Promise<void>;
}

/** Opens pages of a server, each with cookies and a cache of its own. */
export function visitor(browser: Browser, { url, token }: RunningServer): () => Promise<Visit> {
  return async () => {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
    await context.addInitScript(install);
    const page = await context.newPage();
    await page.goto(`/settings#token=${token}`);
    await page.getByText("Settings").first().waitFor();
    const session = await context.newCDPSession(page);
    return {
      page,
      session,
      goto: async (path) => void (await page.goto(path)),
      [Symbol.asyncDispose]: async () => await context.close(),
    };
  };
}

/** What each part of the benchmark is given. */
export interface Bench {
  readonly dir: string;
  /** The files of the page. */
  readonly assets: string;
  readonly rounds: number;
  readonly visit: () => Promise<Visit>;
  /** A server that has never met the run of this project. */
  readonly openCold: (
    project: string,
  ) => Promise<{ readonly visit: () => Promise<Visit>; readonly close: () => Promise<void> }>;
}
