// How fast the web page is with a log of 100,000 steps, and with a run that goes on: measured in Chromium, over the real server and
// real logs. Prints each target of the design, and whether it is met; exits with 0 also when one is missed. `--quick`: fewer rounds.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@burrjs/server/node";
import { openBrowser } from "../../packages/ui/e2e/harness/browser.ts";
import { buildPage } from "../../packages/ui/e2e/harness/build-page.ts";
import { makeBigLog } from "../store-logs.ts";
import { makeGraphRun, makeWideRun } from "./logs.ts";
import { measureLive } from "./live.ts";
import { measureMoves } from "./moves.ts";
import { measureOpening } from "./opening.ts";
import { formatRows, type UiRow } from "./report.ts";
import { measureViews } from "./views.ts";
import { visitor } from "./visitor.ts";

const isQuick = process.argv.includes("--quick");
const rounds = isQuick ? 4 : 20;
const dir = mkdtempSync(join(tmpdir(), "burr-bench-ui-"));
const built = await buildPage();
const browser = await openBrowser(["--enable-precise-memory-info"]);
const rows: UiRow[] = [];
try {
  makeBigLog(dir, 100_000);
  const parts = [measureMoves];
  const server = await serve({ dir, port: 0, assetsDir: built.folder });
  // A server that has never met the run, for each round.
  const openCold = async (project: string) => {
    const fresh = mkdtempSync(join(tmpdir(), "burr-bench-ui-"));
    cpSync(join(dir, project, "run"), join(fresh, project, "run"), { recursive: true });
    const other = await serve({ dir: fresh, port: 0, assetsDir: built.folder });
    const close = async (): Promise<void> => {
      await other.close();
      rmSync(fresh, { recursive: true });
    };
    return { visit: visitor(browser, other), close };
  };
  try {
    for (const measure of parts) {
      console.error(`${measure.name} …`);
      rows.push(...(await measure({ dir, assets: built.folder, rounds, visit: visitor(browser, server), openCold })));
    }
  } finally {
    await server.close();
  }
} finally {
  console.log(formatRows(rows));
  await browser.close();
  await built[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
}
