import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { toMermaid } from "@burrjs/core/pictures";
import { it, onTestFinished, vi } from "vitest";
import { playerGraph } from "./player.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** Starts the program as a user does, on the sources of the packages. */
function startMain(...parameters: readonly string[]) {
  const args = ["--conditions=@burrjs/source", join(import.meta.dirname, "main.ts"), ...parameters];
  const env = { PATH: process.env["PATH"], BURR_DIR: process.env["BURR_DIR"] };
  const child = spawn(process.execPath, args, { env, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exitCode = once(child, "close").then(([code]) => code as unknown);
  return { child, output: text(child.stdout), errors: text(child.stderr), exitCode };
}

it("prints what the README says, and leaves a log of each application", async ({ expect }) => {
  const { output, errors, exitCode } = startMain();
  expect(await output).toBe(/```text\n(.*?)```/s.exec(readme)?.[1]);
  expect([await errors, await exitCode]).toEqual(["", 0]);
  expect(readdirSync(join(process.env["BURR_DIR"] ?? "", "telephone"))).toHaveLength(15);
});

it("has the graph that the README draws", ({ expect }) => {
  const graph = { ...playerGraph({ width: 2, seed: 1, think: async () => {} }), entrypoint: "describe" };
  const picture = toMermaid(graph, { show: { state: false, inputs: false } });
  expect(/```mermaid\n(.*?)```/s.exec(readme)?.[1]?.trim()).toBe(picture.trim());
});

it("passes on a text of one's own, to one listener at a time", async ({ expect }) => {
  const { output } = startMain("--width", "1", "--depth", "2", "a fox swims through the rain");
  expect(await output).toMatch(/^“a fox swims through the rain”\n\n0: .*\n {2}0\.1: .*\n {4}0\.1\.1: .*\n\n/);
});

it("lets all hang up at Ctrl+C", async ({ expect }) => {
  const { child, output, exitCode } = startMain("--depth", "6", "--width", "4");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect(await output).toMatch(/\n\nEverybody hangs up\.\n.*\nEach pair and each span is where it belongs\.\n$/s);
  expect(await exitCode).toBe(130);
});

it("explains its options when one is wrong", async ({ expect }) => {
  const { errors, exitCode } = startMain("--width", "many");
  expect(await errors).toMatch(/^--width must be a whole number from 1 to 4\.\n\n.*--seed 1 {4}what is misheard/s);
  expect(await exitCode).toBe(2);
});
