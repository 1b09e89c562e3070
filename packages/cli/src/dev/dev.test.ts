import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { burr, tempFolder } from "../testing/cli.ts";
import { openPage } from "../testing/page.ts";
import { mainFile, startNode } from "../testing/processes.ts";
import { newProject, type Project } from "../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 }); // processes start slowly on a busy machine

const app = `
import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { by } from "./lib/by.ts";
const b = burr<{ n: number }>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + by }) });
const hang = b.action({ reads: [], writes: [], async run() { console.log("it hangs"); await new Promise((resolve) => setTimeout(resolve, 1e6)); return {}; } });
export const app = b.application({ actions: { count, hang }, transitions: [["count", "hang"]], entrypoint: "count", state: { n: 0 },
  appId: "parent", tracker: localTracker({ project: "counts" }) });
`;
const files = {
  "app.ts": app,
  "lib/by.ts": "export const by: number = 1;",
  "run.ts": 'import { app } from "./app.ts"; await app.run({ haltAfter: "count" });',
};

/** Starts it. The text that it prints from now on is asked for by what is expected there. */
async function dev(project: Project, what = "./app.ts") {
  const { folder: cwd, dir } = project;
  const command = startNode([mainFile, "dev", what, "--port", "0", "--no-open"], { cwd, env: { BURR_DIR: dir } });
  const [, signInUrl = ""] = /Open +(\S+)/.exec(await command.printed(/Press Ctrl-C/)) ?? [];
  let seen = 0;
  return {
    command,
    signInUrl,
    page: openPage(signInUrl),
    async next(pattern: RegExp): Promise<string> {
      const text = await command.printed(pattern, seen);
      seen = command.length;
      return text;
    },
  };
}

it("serves an application, loads it anew when a file of it changes, and keeps what the old one has run", async () => {
  const project = newProject(files);
  await project.node("run.ts");
  const { page, next } = await dev(project);
  expect(await next(/is ready/)).toMatch(/app\.ts is ready: runs of counts \(2 actions\) can be forked/);
  const fork = { sequence_id: 0, at: "before" as const };
  await page.fork("counts", "parent", { ...fork, new_app_id: "old" });
  await next(/it hangs/);
  project.write("lib/by.ts", "export const by: number = 100;");
  await next(/lib\/by\.ts has changed[\s\S]*is ready/);
  expect((await page.until(({ runners }) => runners.length === 1)).runners).toMatchObject([
    { name: "app.ts", applications: [{ source: "./app.ts#app" }] },
  ]);
  const over = await page.job("old", "done", "failed");
  expect(over.stopped ?? over.error?.code).toMatch(/^(aborted|runner_lost)$/);
  expect(await page.header("counts", "old")).toMatchObject({ status: "aborted", steps: 2 });
  expect(await page.state("counts", "old", 0)).toEqual({ n: 1 });
  await page.fork("counts", "parent", { ...fork, new_app_id: "new", stop: { after_steps: 1 } });
  await page.job("new", "paused");
  expect(await page.state("counts", "new", 0)).toEqual({ n: 100 });
});

it("tells what is wrong with the code, and waits until it is mended", async () => {
  const project = newProject({ ...files, "lib/by.ts": 'throw new Error("not today"); export const by = 1;' });
  const { next } = await dev(project, "./app.ts#app");
  expect(await next(/tried again/)).toMatch(/✗ app\.ts#app cannot be served:\n[\s\S]*Error: not today\n +at .*lib\/by\.ts:1:7/); // prettier-ignore
  project.write("lib/by.ts", "export const by: number = ;");
  expect(await next(/tried again/)).toMatch(/export const by: number = ;\n +\^\n[\s\S]*Expression expected/);
  project.write("lib/by.ts", 'export { by } from "./new/one.ts";');
  expect(await next(/tried again/)).toMatch(/Cannot find module '.*lib\/new\/one\.ts' imported from .*by\.ts/);
  project.write("lib/new/one.ts", "export const by = 1;");
  await next(/is ready/);
  project.write("app.ts", app.replace("export const app", "export const other"));
  expect(await next(/tried again/)).toMatch(/The module exports no "app"\. It exports other\.\n +It is tried again/);
  project.write("app.ts", app.replace(/, tracker: .*/, "});"));
  expect(await next(/tried again/)).toContain("tracker");
  project.write("app.ts", `${app}setTimeout(() => { throw new Error("later"); });`);
  const died = await next(/Its process has ended \(exit code 1\)/);
  expect(died).toContain("Error: later");
  project.write("app.ts", app);
  await next(/is ready/);
});

it("starts the process with the code again when it was killed, also in the middle of a fork", async () => {
  const project = newProject(files);
  await project.node("run.ts");
  const { page, next } = await dev(project);
  await next(/is ready/);
  const { runners } = await page.until((view) => view.runners.length === 1);
  await page.fork("counts", "parent", { sequence_id: 0, at: "before", new_app_id: "killed" });
  await next(/it hangs/);
  process.kill(runners[0]!.pid, "SIGKILL");
  expect(await next(/is ready/)).toMatch(
    /Its process has ended \(SIGKILL\)\.\n +It is started again in 0\.5 s\.\n[\s\S]*is ready/,
  );
  expect((await page.job("killed", "failed")).error?.code).toBe("runner_lost");
  await page.until((view) => view.runners.length === 1 && view.runners[0]!.pid !== runners[0]!.pid);
  await page.fork("counts", "parent", { sequence_id: 0, at: "before", new_app_id: "new", stop: { after_steps: 1 } });
  await page.job("new", "paused");
});

it.each(["SIGINT", "SIGKILL"] as const)("ends the process with the code when it is ended by %s", async (signal) => {
  const project = newProject(files);
  const { command, page, next } = await dev(project);
  await next(/is ready/);
  const { runners } = await page.until((view) => view.runners.length === 1);
  const pid = runners[0]!.pid;
  expect(pid).not.toBe(command.child.pid);
  command.child.kill(signal);
  expect(await command.gone).toEqual(signal === "SIGINT" ? [0, null] : [null, "SIGKILL"]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 10_000);
});

it("gives the secret of runners to the process by its environment, and not by its arguments", async () => {
  const project = newProject({ "app.ts": `${app}\nconsole.log(JSON.stringify([process.argv, process.execArgv, process.env]));` }); // prettier-ignore
  project.write("lib/by.ts", "export const by = 1;");
  const { next, signInUrl } = await dev(project);
  const [line = ""] = /^\[\[.*$/m.exec(await next(/is ready/)) ?? [];
  const [argv, execArgv, env] = JSON.parse(line) as [string[], string[], Record<string, string>];
  const secret = env["BURR_RUNNER_TOKEN"] ?? "";
  expect(secret).toHaveLength(43);
  expect([...argv, ...execArgv].join(" ")).not.toContain(secret);
  expect(JSON.stringify(env)).not.toContain(signInUrl.split("#token=")[1]);
  expect(env).toMatchObject({ BURR_DIR: join(project.folder, "logs") });
});

it.each([
  { argv: ["./none.ts"], message: /There is no module "\.\/none\.ts" in / },
  { argv: ["./none.ts#"], message: /names no code/ },
  { argv: [], message: /missing required argument 'module'/ },
])("refuses $argv", async ({ argv, message }) => {
  const { code, stderr } = await burr(tempFolder(), ["dev", ...argv, "--no-open"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
});
