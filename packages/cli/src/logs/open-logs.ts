import { stat } from "node:fs/promises";
import type { LogSource } from "@burrjs/protocol";
import type { LogStore } from "@burrjs/server/store";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { dataFolder } from "./data-folder.ts";

/** The logs in a folder. */
export interface Logs {
  readonly dir: string;
  /** The files. */
  readonly source: LogSource;
  /** What is made of them. */
  readonly store: LogStore;
}

/** Opens the logs of the data folder for `work`, and closes them behind it. */
export async function withLogs<TValue>(
  cli: Cli,
  option: string | undefined,
  work: (logs: Logs) => Promise<TValue>,
): Promise<TValue> {
  const dir = dataFolder(cli, option);
  await checkFolder(dir);
  // Loaded here, since most of the time that a short command takes is that of loading.
  const [{ openStore }, { localLogs }] = await Promise.all([import("@burrjs/server/store"), import("@burrjs/tracker")]);
  const source = localLogs(dir);
  const store = openStore(source);
  try {
    return await work({ dir, source, store });
  } finally {
    await store.close();
  }
}

async function checkFolder(dir: string): Promise<void> {
  const remedy = 'Track an application (localTracker), try "burr demo", or name the folder: --dir, or $BURR_DIR.';
  try {
    if ((await stat(dir)).isDirectory()) return;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const what = code === "ENOENT" ? `There is no data folder ${dir}.` : `The data folder ${dir} cannot be read (${String(code)}).`; // prettier-ignore
    throw new CliError("no-data", `${what} ${remedy}`, { path: dir }, { cause: error });
  }
  throw new CliError("no-data", `${dir} is no folder. ${remedy}`, { path: dir });
}
