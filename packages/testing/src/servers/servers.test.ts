import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { promisify } from "node:util";

import { afterEach, expect, it, vi } from "vitest";
import { findProgram } from "./find-program.ts";
import { startPostgres, startRedis, type TestServer } from "./index.ts";
import { untilReady } from "./until-ready.ts";

/** What Redis answers to a command, without its protocol's first line for lists. */
async function askRedis(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.write(`${command}\r\n`);
  const [answer] = await once(socket, "data");
  socket.destroy();
  return String(answer).trim();
}

/** What psql prints for a query. */
async function askPostgres(url: string, query: string): Promise<string> {
  const { stdout } = await promisify(execFile)("psql", [url, "--tuples-only", "--no-align", "-c", query]);
  return stdout.trim();
}

const postgres = {
  start: startPostgres,
  name: "PostgreSQL",
  write: (server: TestServer) => askPostgres(server.url, "create table kept as select 7 as n"),
  read: (server: TestServer) => askPostgres(server.url, "select n from kept"),
  folder: (server: TestServer) => askPostgres(server.url, "show data_directory"),
};
const redis = {
  start: startRedis,
  name: "Redis",
  write: (server: TestServer) => askRedis(server.port, "SET kept 7"),
  read: async (server: TestServer) => (await askRedis(server.port, "GET kept")).split("\r\n")[1],
  folder: async (server: TestServer) => (await askRedis(server.port, "CONFIG GET dir")).split("\r\n").at(-1) ?? "",
};

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllEnvs());

it.each([postgres, redis])("$name keeps its data over a kill and a restart", async ({ start, write, read }) => {
  await using server = await start();
  await write(server);
  await server.kill();
  await expect(read(server)).rejects.toThrow(/connect/);
  await server.restart();
  expect(await read(server)).toBe("7");
  await server.restart();
  expect(await read(server)).toBe("7");
});

it.each([postgres, redis])("$name is gone after stop, with its data", async ({ start, folder, read }) => {
  const server = await start({ durable: true });
  const data = await folder(server);
  expect(existsSync(data)).toBe(true);
  await server.stop();
  expect(existsSync(data)).toBe(false);
  await expect(read(server)).rejects.toThrow(/connect/);
  await server.stop();
});

it.each([postgres, redis])("$name gives each caller a server of its own", async ({ start, write, folder }) => {
  await using one = await start();
  await using other = await start();
  expect(one.port).not.toBe(other.port);
  expect(await folder(one)).not.toBe(await folder(other));
  await write(one);
  await write(other);
});

it.each([postgres, redis])("$name ends when the process that started it is killed", async ({ start, folder }) => {
  const program = `
    const { ${start.name} } = await import(${JSON.stringify(new URL("index.ts", import.meta.url).href)});
    const { url, port } = await ${start.name}();
    console.log(JSON.stringify({ url, port }));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  const [line] = await once(child.stdout, "data");
  const server: TestServer = JSON.parse(String(line));
  const data = await folder(server);
  child.kill("SIGKILL");
  await vi.waitFor(
    () => {
      expect(existsSync(data)).toBe(false);
    },
    { timeout: 20_000 },
  );
  await expect(folder(server)).rejects.toThrow(/connect/);
});

it("says what to install when a program is missing", async () => {
  vi.stubEnv("PATH", "");
  vi.stubEnv("POSTGRES_BIN", "/nonexistent");
  await expect(startPostgres()).rejects.toThrow(/"initdb" was not found. Install PostgreSQL/);
  await expect(startRedis()).rejects.toThrow(/"redis-server" was not found. Install Redis/);
});

it("says what a server printed that does not start", async () => {
  await using server = await startRedis();
  const child = spawn(findProgram("redis-server", { folders: [], remedy: "" }), ["--port", String(server.port)]);
  const starting = untilReady(child, { command: "redis-server", readyText: "Ready to accept" });
  await expect(starting).rejects.toThrow(/ended with 1. It printed:[^]*Address already in use/);
});
