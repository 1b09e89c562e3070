import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { toMermaid } from "@burrjs/core/pictures";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, onTestFinished, vi } from "vitest";
import { openGame } from "./graph.ts";
import { walkthrough } from "./test-play.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** A folder for what one test stores; it goes away with the test. */
function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "adventure-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, with the games of a folder, and pipes lines into it. */
function programWithGames(folder = testFolder()) {
  const env = { PATH: process.env["PATH"], BURR_GAMES: join(folder, "games.sqlite"), BURR_DIR: folder };
  return async (lines: readonly string[], ...parameters: string[]) => {
    const args = ["--conditions=@burrjs/source", join(import.meta.dirname, "main.ts"), ...parameters];
    const child = spawn(process.execPath, args, { env, stdio: "pipe" });
    onTestFinished(() => void child.kill("SIGKILL"));
    const exit = new Promise((resolve) => child.once("close", resolve));
    child.stdin.end(lines.map((line) => `${line}\n`).join(""));
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    return { output, errors, code };
  };
}

it("is won by the commands of the walkthrough", async () => {
  const { output, errors, code } = await programWithGames()([...walkthrough, "quit"]);
  expect(output).toMatchSnapshot();
  expect([errors, code]).toEqual(["", 0]);
});

it("prints what the README says", async () => {
  const [, typed = "", told = ""] = /```console\n\$ printf '(.*?)' \| npm start\n(.*?)```/s.exec(readme) ?? [];
  const { output } = await programWithGames()(typed.split("\\n").filter((line) => line !== ""));
  expect(output.trim()).toBe(told.trim());
});

it("goes on in the next process where the last one was left", async () => {
  const folder = testFolder();
  const start = programWithGames(folder);
  await start(["west", "take key"]);
  expect((await start(["inventory"])).output).toMatch(/^SEA CAVE.*You have a lantern and a brass key\.\s*$/s);
  expect((await start(["inventory"], "--new")).output).toMatch(/^THE LAMP AT GULL ROCK.*You have a lantern\.\s*$/s);
  expect(readdirSync(join(folder, "text-adventure"))).toHaveLength(2); // each game has a log
});

it("explains its options when one is wrong", async () => {
  const { errors, code } = await programWithGames()([], "--old");
  expect(errors).toContain("npm start -- --new   begins another one");
  expect(code).toBe(1);
});

it("has the graph that the README draws", async () => {
  const { graph } = await openGame({ persister: memoryPersister(), partitionKey: "games", appId: "test" });
  const picture = toMermaid(graph, { show: { state: false, inputs: false } });
  expect(/```mermaid\n(.*?)```/s.exec(readme)?.[1]?.trim()).toBe(picture.trim());
});
