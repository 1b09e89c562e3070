import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** Starts the program as a user does, on the sources of the packages. */
function startMain(environment: Readonly<Record<string, string>>, ...parameters: readonly string[]) {
  const args = ["--conditions=@burrjs/source", join(import.meta.dirname, "main.ts"), ...parameters];
  const env = { PATH: process.env["PATH"], BURR_DIR: process.env["BURR_DIR"], ...environment };
  const child = spawn(process.execPath, args, { env, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exitCode = once(child, "close").then(([code]) => code as unknown);
  return { child, output: text(child.stdout), errors: text(child.stderr), exitCode };
}

it("prints what the README says, and leaves a log of each application", async () => {
  const { output, errors, exitCode } = startMain({});
  expect(await output).toBe(/```text\n(.*?)```/s.exec(readme)?.[1]);
  expect([await errors, await exitCode]).toEqual(["", 0]);
  expect(readdirSync(join(process.env["BURR_DIR"] ?? "", "teams"))).toHaveLength(8);
});

it("says who did not answer when there is no model", async () => {
  const { output, exitCode } = startMain({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
  expect(await output).toMatch(/\n✗ research\n.*\n {2}✗ digest +The researcher did not answer: Connection error\.\n/);
  expect(await exitCode).toBe(1);
});

it("stops all at Ctrl+C", async () => {
  const server = createServer(() => child.kill("SIGINT")); // when it is asked; it does not answer
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  const { child, output, exitCode } = startMain({ OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` });
  expect(await output).toMatch(/\n– research\n {2}✓ search .*\n {2}– digest\n\nStopped\.\n$/);
  expect(await exitCode).toBe(130);
});

it("explains its options when one is wrong", async () => {
  const { errors, exitCode } = startMain({}, "--word-ms", "slow");
  expect(await errors).toContain("--word-ms 40   between two words of the local model");
  expect(await exitCode).toBe(2);
});
