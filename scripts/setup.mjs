// Makes a fresh machine ready: installed packages and, with --browser, a Chromium for the browser tests.
// Must run on the oldest Node that is around: Node 24 itself is one of the packages.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

/** @type {(command: string) => boolean} */
const succeeds = (command) => spawnSync(command, { shell: true, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
/** @type {(path: string) => number} */
const changedAtMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes this file last, so an install that was cut short counts as missing.
const isInstalled = changedAtMs("node_modules/.package-lock.json") >= changedAtMs("package-lock.json");
if (!isInstalled && !succeeds("npm ci --loglevel=error")) process.exit(1);

if (process.argv.includes("--browser") && !existsSync(process.env.CHROMIUM_PATH ?? "/usr/bin/chromium")) {
  const shell = process.getuid?.() === 0 ? "sh -c" : "sudo -n sh -c";
  const install = "apt-get update && apt-get install -y --no-install-recommends chromium";
  if (!existsSync("/etc/debian_version") || !succeeds(`${shell} 'export DEBIAN_FRONTEND=noninteractive; ${install}'`)) {
    console.error("The browser tests need Chromium: install it and set CHROMIUM_PATH to its program.");
  }
}
