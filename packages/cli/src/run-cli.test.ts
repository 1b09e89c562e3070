import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { burr, tempFolder } from "./testing/cli.ts";
import { demoLogs } from "./testing/demo-logs.ts";

const logs = demoLogs();

it("shows help, with examples and exit codes, for each command", async () => {
  const { code, stdout } = await burr(logs.dir, []);
  expect(code).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+)(?:\|[a-z]+)? \[options\]/gm)].map(([, name = ""]) => name);
  expect(commands).toEqual(["ui", "dev", "demo", "list", "show", "tail", "state", "diff", "search", "graph", "test-case", "replay", "export", "import", "prune", "doctor"]); // prettier-ignore
  const helps = await Promise.all(
    [...commands, "completion"].map(async (name) => await burr(logs.dir, [name, "--help"])),
  );
  for (const help of helps) {
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toMatch(/Examples:\n {2}\$ burr .*Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /s);
  }
});

it.each([
  { argv: ["shwo"], code: 2, message: /unknown command 'shwo'\n\(Did you mean show\?\)/ },
  { argv: ["show"], code: 2, message: /missing required argument 'run'/ },
  { argv: ["list", "--limit", "many"], code: 2, message: /Write a whole number/ },
  {
    argv: ["graph", "demo-chatbot", "--format", "gif"],
    code: 2,
    message: /Allowed choices are mermaid, dot, svg, json/,
  },
  { argv: ["list", "demo-chatbot", "--sort", "beauty"], code: 2, message: /cannot be sorted by that\. Sort by one of/ },
  {
    argv: ["list", "demo-chatbot", "--query", "a b:c"],
    code: 2,
    message: /There is no field "b".*\n {2}a b:c\n {4}\^/,
  },
  { argv: ["show", "no-slash"], code: 2, message: /names no run/ },
  { argv: ["show", "demo-chatbot/none"], code: 1, message: /has no run/ },
  { argv: ["list", "--dir", "/nowhere"], code: 3, message: /There is no data folder \/nowhere\. .*burr demo.*--dir/ },
])("ends with $code for burr $argv", async ({ argv, code, message }) => {
  const end = await burr(logs.dir, argv);
  expect(end).toMatchObject({ code, stdout: "" });
  expect(end.stderr).toMatch(message);
});

it.each([
  { argv: ["ui", "--host", "0.0.0.0"], message: /say with which token/ },
  { argv: ["ui", "--port", "70000"], message: /Ports have numbers up to 65535/ },
  { argv: ["ui", "--token", "short"], message: /at least 32 characters/ },
])("refuses $argv", async ({ argv, message }) => {
  const { code, stderr } = await burr(logs.dir, [...argv, "--no-open"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
});

it("shows what a model has written without obeying it", async () => {
  const dir = tempFolder();
  const folder = join(dir, "p/run-1");
  mkdirSync(folder, { recursive: true });
  const evil = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe";
  const t = "2026-11-29T02:30:00.000001Z";
  const step = { sequence_id: 0, action: `ask${evil}` };
  const records = [
    { type: "run", v: 1, run_id: "r", t, method: "run", pid: 1, state: {}, form: "key" },
    { type: "begin_entry", start_time: t, inputs: { [evil]: evil }, ...step },
    { type: "stream_chunk", sequence_id: 0, i: 0, dt_us: [1], items: [evil] },
    { type: "end_entry", end_time: t, result: { text: evil }, exception: `Error: ${evil}`, state: { text: evil }, status: "failed", ...step }, // prettier-ignore
    { type: "end_run", run_id: "r", t, status: "failed", stopped: null },
  ];
  writeFileSync(join(folder, "log.jsonl"), records.map((one) => `${JSON.stringify(one)}\n`).join(""));
  writeFileSync(join(folder, "metadata.json"), JSON.stringify({ type: "application_metadata", app_id: evil, partition_key: evil, parent_pointer: null, spawning_parent_pointer: null })); // prettier-ignore
  const commands = [
    ["list"],
    ["list", "p"],
    ["show", "p/latest"],
    ["show", "p/latest@0"],
    ["show", "p/latest@0", "--json"],
    ["state", "p/latest"],
    ["state", "p/latest", "--full"],
    ["search", "owned"],
    ["tail", "p", "--no-follow"],
    ["tail", "p/latest", "--no-follow"],
    ["diff", "p/latest@0", "p/latest@0"],
    ["doctor"],
  ];
  for (const argv of commands) {
    const { stdout, stderr } = await burr(dir, argv);
    expect((stdout + stderr).replaceAll("\n", ""), argv.join(" ")).not.toMatch(/[\p{Cc}\u202e]/u);
  }
});

it("opens the page that it serves, and ends with the signal", async () => {
  const ended = new AbortController();
  const opened: string[] = [];
  const openBrowser = async (url: string): Promise<void> => {
    opened.push(url);
    ended.abort();
  };
  const { code, stdout } = await burr(logs.dir, ["ui", "--port", "0"], { openBrowser, signal: ended.signal });
  expect(code).toBe(0);
  expect(opened).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=/)]);
  expect(stdout).toContain(`Open     ${opened[0]}`);
});

it.each([
  { argv: [], tells: true },
  { argv: ["--read-only"], tells: false },
])("tells how to become a runner, unless nothing can be changed: ui $argv", async ({ argv, tells }) => {
  const ended = new AbortController();
  const openBrowser = async (): Promise<void> => ended.abort();
  const options = { openBrowser, signal: ended.signal, env: { BURR_DIR: logs.dir, BURR_RUNNER_TOKEN: "r".repeat(40) } };
  const { stdout } = await burr(logs.dir, ["ui", "--port", "0", ...argv], options);
  expect(/BURR_RUNNER_URL=http:\/\/127\.0\.0\.1:\d+ BURR_RUNNER_TOKEN=r{40}$/m.test(stdout)).toBe(tells);
});

it("says what to do when nobody knows what went wrong", async () => {
  const broken = { stdout: { write: () => { throw new TypeError("boom"); } } }; // prettier-ignore
  const { code, stderr } = await burr(logs.dir, ["list"], broken);
  expect({ code, stderr }).toEqual({ code: 3, stderr: "error: boom\nSet BURR_DEBUG=1 to see where it happened.\n" });
});
