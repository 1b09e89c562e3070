import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { writeSales } from "./sales-file.ts";
import { tempFolder } from "./temp-folder.ts";

const folder = tempFolder();

/** The program as a user starts it, on the sources of the packages. */
function start(...args: string[]) {
  const main = join(import.meta.dirname, "main.ts");
  const program = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { stdio: "pipe" });
  const exitCode = new Promise((resolve) => program.once("exit", resolve));
  return { program, exitCode, output: text(program.stdout), errors: text(program.stderr) };
}

it("reads a file to its end, warns, and reports", async () => {
  const file = join(folder, "small.csv");
  await writeSales(file, { rows: 20_000, seed: 1, invalidShare: 0.02 });
  const { output, exitCode } = start("--file", file);
  expect((await output).replaceAll(/[\d,]+ rows\/s|\d+\.\d MB\./g, "…")).toMatchSnapshot();
  expect(await exitCode).toBe(0);
  expect(readdirSync(join(process.env["BURR_DIR"] ?? "", "dataset"))).toHaveLength(1);
});

it("says at Ctrl+C where it stopped", async () => {
  const file = join(folder, "large.csv");
  await writeSales(file, { rows: 200_000, seed: 1, invalidShare: 0 });
  const { program, output, exitCode } = start("--file", file);
  program.stdout.on("data", (shown: Buffer) => {
    if (shown.includes("rows/s")) program.kill("SIGINT");
  });
  expect(await output).toMatch(
    /Stopped after row [\d,]+, [\d.]+ MB, [\d.]+ %\. The last checkpoint is at row [\d,]+\./,
  );
  expect(await exitCode).toBe(130);
});

it("explains its options when one is wrong", async () => {
  const { errors, exitCode } = start("--rows", "many");
  expect(await errors).toContain("--rows 1000000      rows of the generated file");
  expect(await exitCode).toBe(2);
});
