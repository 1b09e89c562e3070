import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ui = join(import.meta.dirname, "../..");
const vite = join(ui, "../../node_modules/.bin/vite");

/** The files of the page, as they are shipped. */
export interface BuiltPage extends AsyncDisposable {
  readonly folder: string;
}

/** Builds the page from its sources, into a folder of its own. The environment's `BURR_UI_DIST` names one that is built already. */
export async function buildPage(): Promise<BuiltPage> {
  const given = process.env["BURR_UI_DIST"] ?? "";
  if (given !== "") return { folder: given, [Symbol.asyncDispose]: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "burr-page-"));
  const dispose = async (): Promise<void> => await rm(folder, { recursive: true, force: true });
  try {
    await promisify(execFile)(vite, ["build", "--outDir", folder, "--emptyOutDir"], {
      cwd: ui,
      env: { ...process.env, NODE_ENV: "production" },
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: dispose };
}
