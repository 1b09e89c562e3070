import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

/** The program as a user starts it, on the sources of the packages. */
function start(...args: string[]) {
  const main = join(import.meta.dirname, "main.ts");
  const program = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { stdio: "pipe" });
  const exitCode = new Promise((resolve) => program.once("exit", resolve));
  return { program, exitCode, output: text(program.stdout), errors: text(program.stderr) };
}

it("prints as many samples as it was asked for, and a summary; and leaves a log", async () => {
  const { output, exitCode } = start("--samples", "3", "--interval", "1", "--patience", "4"); // no alert, also where the machine is busy
  const line = String.raw`\d\d:\d\d:\d\d  cpu .+ %  memory .+ % \(.+ of .+ GB\)  load .+\n`;
  expect(await output).toMatch(new RegExp(`^(${line}){3}Samples: 3, alerts: 0\\. .*\\n$`));
  expect(await exitCode).toBe(0);
  expect(readdirSync(join(process.env["BURR_DIR"] ?? "", "monitor"))).toHaveLength(1);
});

it("ends with its summary at Ctrl+C", async () => {
  const { program, output, exitCode } = start("--interval", "1");
  program.stdout.once("data", () => program.kill("SIGINT"));
  expect(await output).toMatch(/\nSamples: \d+, alerts: \d+\. .*\n$/);
  expect(await exitCode).toBe(0);
});

it("explains its options when one is wrong", async () => {
  const { errors, exitCode } = start("--samples", "none");
  expect(await errors).toContain("--samples 100     stop after so many samples");
  expect(await exitCode).toBe(2);
});
