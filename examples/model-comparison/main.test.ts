import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { serveModels } from "./local-models/server.ts";
import { parseOptions } from "./options.ts";
import { gate, startMain } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** Without what differs from run to run: how long things take, and how much room that takes. */
function steady(output: string): string {
  return output
    .replaceAll(/ +\d+ ms/g, " … ms")
    .replaceAll(/ {2,}/g, "  ")
    .trim();
}

it("prints what the README says, and leaves a log of each application", async () => {
  const { output, errors, exitCode } = startMain(["--pace", "0.2", "--timeout-ms", "1500"]);
  expect(steady(await output)).toBe(steady(/```text\n(.*?)```/s.exec(readme)?.[1] ?? ""));
  expect([await errors, await exitCode]).toEqual(["", 0]);
  expect(readdirSync(join(process.env["BURR_DIR"] ?? "", "model-comparison"))).toHaveLength(13);
});

it("compares the models of any endpoint", async () => {
  const models = ["left", "right"].map((name) => ({ name, wordMs: 0, says: (prompt: string) => `${prompt} ${name}!` }));
  await using server = await serveModels(models);
  const args = ["--model", "left", "--model", "right", "--model", "none", "--prompt", "Where?"];
  const { output, exitCode } = startMain(args, { OPENAI_BASE_URL: server.baseURL });
  const rows = (await output).split("\n").map((line) => line.split(/ {2,}/));
  expect(
    rows.filter(([, prompt]) => prompt === "Where?").map((row) => row.filter((_, column) => ![3, 4].includes(column))),
  ).toEqual([
    ["left", "Where?", "Where? left!", "2"],
    ["right", "Where?", "Where? right!", "2"],
    ["none", "Where?", "–", "–", "HTTP 404"],
  ]);
  expect(await exitCode).toBe(0);
});

it("stops all models at Ctrl+C", async () => {
  const [answering, left] = [gate(), gate()];
  const model = { name: "endless", wordMs: 0, says: () => "and so on" };
  await using server = await serveModels([model], {
    onWord: (_model, signal) => {
      answering.open();
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          left.open();
          reject(signal.reason as Error);
        });
      });
    },
  });
  const { child, errors, exitCode } = startMain(["--model", "endless"], { OPENAI_BASE_URL: server.baseURL });
  await answering.opened;
  child.kill("SIGINT");
  expect([await exitCode, await errors]).toEqual([130, "\nInterrupted.\n"]);
  await left.opened;
});

it("says what is wrong with an option, and how it goes", async () => {
  const { errors, exitCode } = startMain(["--timeout-ms", "soon"]);
  expect(await errors).toContain('--timeout-ms must be a number above 0, not "soon".\n\nCompares models over prompts.');
  expect(await exitCode).toBe(2);
});

it.each([
  { args: ["--prompt", "Why?", "--prompt", "Why?"], says: "--prompt stands there twice with the same value." },
  { args: ["--fast"], says: "Unknown option '--fast'" },
  { args: [], environment: { OPENAI_API_KEY: "secret" }, says: "An endpoint needs the names of models" },
])("refuses $args: $says", ({ args, environment = {}, says }) => {
  expect(() => parseOptions(args, environment)).toThrow(says);
});
