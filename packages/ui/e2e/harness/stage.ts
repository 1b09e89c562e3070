import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, serve, type ServeOptions } from "@burrjs/server/node";
import { openBrowser } from "./browser.ts";
import { buildPage } from "./build-page.ts";
import { type OpenOptions, type OpenPage, openPage } from "./open-page.ts";

/** The real server over a folder of real logs, with the page as it is shipped, and a browser. */
export interface Stage extends AsyncDisposable {
  readonly dir: string;
  readonly server: RunningServer;
  /** Opens a page in a context of its own: with cookies and settings of its own. */
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
  /** Ends the server; `restart` makes another one at its port, with the same token. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

/** Makes one; `fill` writes the logs, before the server starts. */
export async function openStage(
  fill: (dir: string) => Promise<unknown>,
  options: Pick<ServeOptions, "readOnly" | "store"> = {},
): Promise<Stage> {
  const built = await buildPage(); // first, since it is what can fail
  const [browser, dir] = await Promise.all([
    openBrowser(),
    mkdtemp(join(tmpdir(), "burr-ui-")).then(async (folder) => {
      await fill(folder);
      return folder;
    }),
  ]);
  let server = await serve({ ...options, dir, port: 0, assetsDir: built.folder });
  const { token, port, url, runnerToken } = server;
  let isRunning = true;
  return {
    dir,
    get server() {
      return server;
    },
    open: async (path, how) => await openPage(browser, { url, token }, path, how),
    async stop() {
      isRunning = false;
      await server.close();
    },
    async restart() {
      server = await serve({ ...options, dir, port, token, runnerTokens: [runnerToken], assetsDir: built.folder });
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
