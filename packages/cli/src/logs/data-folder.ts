import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Cli } from "../cli.ts";

/** The folder with the logs: `--dir`, else `$BURR_DIR`, else `~/.burr`. */
export function dataFolder({ env, cwd }: Pick<Cli, "env" | "cwd">, option: string | undefined): string {
  const named = option ?? (env["BURR_DIR"] === "" ? undefined : env["BURR_DIR"]);
  if (named !== undefined) return resolve(cwd, named);
  return join(env["HOME"] ?? homedir(), ".burr");
}
