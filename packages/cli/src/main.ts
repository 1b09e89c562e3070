#!/usr/bin/env node
import { runCli } from "./run-cli.ts";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(`error: burr needs Node 22.15 or later, and this is ${process.versions.node}.\n`);
  process.exit(2);
}

const controller = new AbortController();
let interrupts = 0;
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(130); // whoever asks twice does not want to wait
    controller.abort(new Error(name));
  });
}
// Whoever reads us has seen enough: `burr list | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  isTerminal: process.stdout.isTTY,
  isErrorTerminal: process.stderr.isTTY,
  columns: process.stdout.columns,
  signal: controller.signal,
});
