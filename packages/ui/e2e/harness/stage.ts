import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, serve } from "@burrjs/server/node";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { buildPage } from "./build-page.ts";
import { type Problems, watchContext } from "./problems.ts";
import { countRequests } from "./settled.ts";

/** How a page is opened. */
interface OpenOptions extends Pick<BrowserContextOptions, "bypassCSP" | "permissions" | "reducedMotion" | "hasTouch"> {
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

/** The real server over a folder of real logs, with the page as it is shipped, and a browser. */
export interface Stage extends AsyncDisposable {
  readonly dir: string;
  readonly server: RunningServer;
  readonly browser: Browser;
  /** Opens a page in a context of its own: with cookies and settings of its own. */
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
  /** Ends the server; `restart` makes another one at its port, with the same token. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

const heights: Readonly<Record<number, number>> = { 1440: 900, 768: 1024, 390: 844 };

/** Makes one; `fill` writes the logs, before the server starts. */
export async function openStage(fill: (dir: string) => Promise<unknown>): Promise<Stage> {
  const built = await buildPage(); // first, since it is what can fail
  const [browser, dir] = await Promise.all([
    openBrowser(),
    mkdtemp(join(tmpdir(), "burr-ui-")).then(async (folder) => {
      await fill(folder);
      return folder;
    }),
  ]);
  let server = await serve({ dir, port: 0, assetsDir: built.folder });
  const { token, port, url, runnerToken } = server;
  const contexts = new Set<BrowserContext>();
  let isRunning = true;
  return {
    dir,
    browser,
    get server() {
      return server;
    },
    async open(path, { width = 1440, theme = "light", isSignedIn = true, ...options } = {}) {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width, height: heights[width] ?? 900 },
        colorScheme: theme,
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        ...options,
      });
      contexts.add(context);
      context.setDefaultTimeout(15_000);
      const problems = await watchContext(context, url);
      countRequests(context);
      const page = await context.newPage();
      await page.goto(isSignedIn ? `${path}#token=${token}` : path);
      return { page, context, problems, goto: async (next) => void (await page.goto(next)) };
    },
    async stop() {
      isRunning = false;
      await server.close();
    },
    async restart() {
      server = await serve({ dir, port, token, runnerTokens: [runnerToken], assetsDir: built.folder });
      isRunning = true;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      if (isRunning) await server.close();
      await built[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
