import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { openPage } from "../testing/page.ts";
import { mainFile, type RunningProcess, startNode } from "../testing/processes.ts";
import { newProject, type Project } from "../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 }); // processes start slowly on a busy machine

/** A program that runs itself, or serves itself as a runner. It says where it hangs. */
const walker = `
import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { serveRunner } from "@burrjs/tracker/runner";
const b = burr<{ n: number; log: readonly string[] }>();
const walk = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
const talk = b.action({
  reads: ["n"],
  writes: ["log"],
  async *run(state) {
    yield { part: "so " };
    if (process.env["HANG"] === String(state.n)) {
      console.log("it hangs");
      await new Promise((resolve) => setTimeout(resolve, 1e6));
    }
    yield { part: "far" };
    return state.append({ log: "at " + state.n });
  },
});
const isOver = b.check(["n"], ({ n }) => n >= 4, "over");
export const makeApp = (appId: string) => b.application({
  actions: { walk, talk, end: b.action({ reads: [], writes: [], terminal: true, run: () => ({}) }) },
  transitions: [["walk", "talk"], ["talk", "end", isOver], ["talk", "walk"]],
  entrypoint: "walk", state: { n: 0, log: [] }, appId, tracker: localTracker({ project: "walks", flushMs: 1 }),
});
if (process.argv[2] === "run") await makeApp("parent").run();
else {
  await serveRunner(() => makeApp("served"));
  console.log("it serves");
}
`;

/** Starts the server as people do, and opens the page. */
async function servedPage({ folder, dir }: Project, atPort = 0) {
  const ui = startNode([mainFile, "ui", "--port", String(atPort), "--no-open", "--json"], {
    cwd: folder,
    env: { BURR_DIR: dir },
  });
  const { url, port, sign_in_url: signIn, runner_token: runnerToken } = JSON.parse(await ui.printed(/\n/)) as { url: string; port: number; sign_in_url: string; runner_token: string }; // prettier-ignore
  const page = openPage(signIn);
  /** Starts the program as a runner. */
  const run = async (env: Readonly<Record<string, string>> = {}): Promise<RunningProcess> => {
    const there = { BURR_DIR: dir, BURR_RUNNER_URL: url, BURR_RUNNER_TOKEN: runnerToken };
    const runner = startNode(["app.ts"], { cwd: folder, env: { ...there, ...env } });
    await runner.printed(/it serves/);
    return runner;
  };
  return { ui, page, port, run };
}

it("a runner that is killed in the middle of a fork leaves a run behind that another one goes on with", async () => {
  const project = newProject({ "app.ts": walker });
  expect(await project.node("app.ts", "run")).toMatchObject({ code: 0, stderr: "" });
  const parentLog = join(project.dir, "walks/parent/log.jsonl");
  const before = readFileSync(parentLog);
  const { page, run } = await servedPage(project);

  const first = await run({ HANG: "3" });
  const { status, same_code: isSame } = await page.fork("walks", "parent", { sequence_id: 2, at: "before", new_app_id: "one" }); // prettier-ignore
  expect({ status, isSame }).toEqual({ status: "running", isSame: true });
  // Whoever is told of the fork finds it: the page goes there.
  expect(await page.header("walks", "one")).toMatchObject({ parent: { app_id: "parent", sequence_id: 1 } });
  await first.printed(/it hangs/);
  first.child.kill("SIGKILL");
  const lost = await page.job("one", "failed");
  expect(lost.error).toMatchObject({ code: "runner_lost", message: expect.stringContaining(`process ${first.child.pid}`) }); // prettier-ignore
  expect((await page.until(({ runners }) => runners.length === 0)).runners).toEqual([]);
  await expect(page.fork("walks", "one", { sequence_id: 4, at: "after" })).rejects.toThrow("no_runner");

  await run();
  await page.fork("walks", "one", { sequence_id: 4, at: "after", new_app_id: "two", label: "once more" });
  expect(await page.job("two", "done")).toMatchObject({ stopped: "end", label: "once more" });
  expect(await page.header("walks", "two")).toMatchObject({ status: "completed", first_sequence_id: 5, last_sequence_id: 8, parent: { app_id: "one", sequence_id: 4 } }); // prettier-ignore
  expect(await page.state("walks", "two", 8)).toEqual({ n: 4, log: ["at 1", "at 2", "at 3", "at 4"] });
  expect(readFileSync(parentLog)).toEqual(before);
});

it("two runners run forks side by side, and a fork is stepped through, paused and ended from the page", async () => {
  const project = newProject({ "app.ts": walker });
  await project.node("app.ts", "run");
  const { page, run } = await servedPage(project);
  const [one, other] = [await run(), await run({ HANG: "4" })];
  const { runners } = await page.until((view) => view.runners.length === 2);
  const idOf = ({ child }: RunningProcess): string => runners.find(({ pid }) => pid === child.pid)!.runner_id;
  await page.fork("walks", "parent", { sequence_id: 0, at: "before", new_app_id: "hangs", runner_id: idOf(other) });
  await other.printed(/it hangs/);
  await page.fork("walks", "parent", { sequence_id: 0, at: "before", new_app_id: "steps", runner_id: idOf(one), stop: { after_steps: 1 } }); // prettier-ignore
  expect(await page.job("steps", "paused")).toMatchObject({ stopped: "limit", next: "talk" });
  expect(await page.control("walks", "steps", { type: "step" })).toBe(202);
  expect(await page.job("steps", "paused")).toMatchObject({ stopped: "limit", next: "walk" });
  expect(await page.control("walks", "steps", { type: "continue" })).toBe(202);
  expect(await page.job("steps", "done")).toMatchObject({ stopped: "end" });
  expect(await page.control("walks", "hangs", { type: "abort" })).toBe(202);
  expect(await page.job("hangs", "done")).toMatchObject({ stopped: "aborted" });
});

it("a taped fork in another process does the same again", async () => {
  const project = newProject({ "app.ts": walker });
  await project.node("app.ts", "run");
  const { page, run } = await servedPage(project);
  await run({ HANG: "2" }); // nothing of it runs
  await page.fork("walks", "parent", { sequence_id: 1, at: "before", mode: "tape", new_app_id: "taped" });
  expect(await page.job("taped", "done")).toMatchObject({ stopped: "end" });
  expect(await page.state("walks", "taped", 8)).toEqual(await page.state("walks", "parent", 8));
});

it("a runner knows the server again that is started anew over the same logs, and goes on with its forks", async () => {
  const project = newProject({ "app.ts": walker });
  await project.node("app.ts", "run");
  const { ui, page, port, run } = await servedPage(project);
  await run();
  await page.fork("walks", "parent", { sequence_id: 0, at: "before", new_app_id: "steps", stop: { after_steps: 1 } });
  await page.job("steps", "paused");
  ui.child.kill("SIGINT");
  await ui.gone;
  const next = await servedPage(project, port);
  expect(await next.page.job("steps", "paused")).toMatchObject({ next: "talk" });
  expect(await next.page.control("walks", "steps", { type: "continue" })).toBe(202);
  expect(await next.page.job("steps", "done")).toMatchObject({ stopped: "end" });
});
