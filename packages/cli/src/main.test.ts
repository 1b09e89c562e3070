import { existsSync } from "node:fs";
import { join } from "node:path";
import { burr as burrOf } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { expect, it, vi } from "vitest";
import { tempFolder } from "./testing/cli.ts";
import { mainFile, type RunningProcess, startNode } from "./testing/processes.ts";
import { demoLogs } from "./testing/demo-logs.ts";
import { type Ended, ended } from "./testing/project.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const logs = demoLogs();
const withSource = ["--conditions=@burrjs/source", mainFile];

async function main(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return await ended(process.execPath, [...withSource, ...argv], process.cwd(), {
    BURR_DIR: logs.dir,
    ...env,
  });
}

/** The program, running. It is ended with the test. */
function running(argv: readonly string[], dir: string): RunningProcess {
  return startNode([mainFile, ...argv], { cwd: process.cwd(), env: { BURR_DIR: dir } });
}

/** Something to wait for, until it is opened. */
function gate() {
  let open = (): void => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open: () => open() };
}

it.each([
  { argv: ["list"], code: 0 },
  { argv: ["show", "demo-chatbot/none"], code: 1 },
  { argv: ["shwo"], code: 2 },
  { argv: ["list", "--dir", "/nowhere"], code: 3 },
])("ends with $code for burr $argv", async ({ argv, code }) => {
  expect((await main(argv)).code).toBe(code);
});

it("prints no colours into pipes, and does when it is told to", async () => {
  const escape = "\u001b[";
  expect((await main(["list"])).stdout).not.toContain(escape);
  expect((await main(["list"], { FORCE_COLOR: "1" })).stdout).toContain(escape);
  expect((await main(["list", "--color"])).stdout).toContain(escape);
  expect((await main(["list", "--no-color"], { FORCE_COLOR: "1" })).stdout).not.toContain(escape);
});

it("ends quietly when its reader has seen enough", async () => {
  const command = `"${process.execPath}" ${withSource.join(" ")} export demo-counter | head -n 1`;
  const { code, stdout, stderr } = await ended("/bin/sh", ["-c", command], process.cwd(), { BURR_DIR: logs.dir });
  expect({ code, stderr, lines: stdout.trim().split("\n").length }).toEqual({ code: 0, stderr: "", lines: 1 });
});

it("follows a run as it goes, and ends with it", async () => {
  const dir = tempFolder();
  const gates = [gate(), gate(), gate()];
  const b = burrOf<{ text: string }>();
  const say = b.action({
    reads: [],
    writes: ["text"],
    async *run() {
      for (const [index, word] of ["one ", "two ", "three"].entries()) {
        await gates[index]?.isOpen;
        yield { text: word };
      }
      return { text: "one two three" };
    },
  });
  await using tracker = localTracker({ project: "live", dir, flushMs: 1 });
  const app = b.application({
    actions: { say },
    transitions: [],
    entrypoint: "say",
    state: {},
    appId: "talk",
    tracker,
  });
  const stream = app.stream();
  const done = stream.get();
  await tracker.flush();
  expect(existsSync(join(dir, "live/talk/log.jsonl"))).toBe(true);
  const tail = running(["tail", "live/talk", "--until-end"], dir);
  await tail.printed(/0 ● say/);
  gates[0]?.open();
  await tail.printed(/│ say: one /);
  gates[1]?.open();
  gates[2]?.open();
  await done;
  await tracker.flush();
  const text = await tail.printed(/0 ✓ say/);
  expect(text).toMatch(/│ say: one two three\n +0 ✓ say/);
  expect(await tail.gone).toEqual([0, null]);
});

it("follows a project, until it is told to end", async () => {
  const dir = tempFolder();
  const b = burrOf<{ n: number }>();
  const more = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
  await using tracker = localTracker({ project: "live", dir, flushMs: 1 });
  const start = async (appId: string): Promise<void> => {
    await b
      .application({ actions: { more }, transitions: [], entrypoint: "more", state: { n: 0 }, appId, tracker })
      .run();
    await tracker.flush();
  };
  await start("first");
  const tail = running(["tail", "live"], dir);
  await tail.printed(/✓ completed {2}first/);
  await start("second");
  await tail.printed(/✓ completed {2}second/);
  tail.child.kill("SIGINT");
  expect(await tail.gone).toEqual([0, null]);
});

it("serves the logs to whoever has the token, and ends when it is told to", async () => {
  const ui = running(["ui", "--port", "0", "--no-open", "--json"], logs.dir);
  const text = await ui.printed(/\n/);
  const { url, sign_in_url: signIn } = JSON.parse(text) as { url: string; sign_in_url: string };
  const token = signIn.split("#token=")[1] ?? "";
  expect((await fetch(`${url}/api/v1/projects`)).status).toBe(401);
  const answer = await fetch(`${url}/api/v1/projects`, { headers: { authorization: `Bearer ${token}` } });
  expect(await answer.json()).toMatchObject({ total: 5 });
  ui.child.kill("SIGTERM");
  expect(await ui.gone).toEqual([0, null]);
});

it("says that the folder to serve was not there, before anybody waits for runs in vain", async () => {
  const dir = join(logs.dir, "not/there");
  const start = () => running(["ui", "--port", "0", "--no-open"], dir);
  const ui = start();
  const text = await ui.printed(/is empty[^]*Ctrl-C|Ctrl-C[^]*is empty/);
  expect(text).toContain(`There was no folder ${dir}: it was made, and is empty.`);
  ui.child.kill("SIGTERM");
  await ui.gone;
  const again = start();
  expect(await again.printed(/Ctrl-C/)).not.toContain("There was no folder");
});

it("completes commands, options, projects and runs in bash", async () => {
  const { stdout: script } = await main(["completion", "bash"]);
  const lines = ["burr sh", "burr list demo-p", "burr show demo-pipeline/tues", "burr graph demo-chatbot --format d", "burr diff --dir x --pa"]; // prettier-ignore
  const test = `burr() { "${process.execPath}" ${withSource.join(" ")} "$@"; }\n${script}
    for line in ${lines.map((line) => `'${line}'`).join(" ")}; do
      COMP_LINE=$line COMP_POINT=\${#line}; _burr; echo "\${COMPREPLY[@]}"
    done`;
  const { stdout, stderr } = await ended("bash", ["-c", test], process.cwd(), { BURR_DIR: logs.dir });
  expect(stderr).toBe("");
  expect(stdout.split("\n")).toEqual(["show", "demo-pipeline", expect.stringMatching(/^demo-pipeline\/tuesday-\w+$/), "dot", "--path --partition", ""]); // prettier-ignore
});
