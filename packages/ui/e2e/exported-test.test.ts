import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { mainFile, startNode } from "../../cli/src/testing/processes.ts";
import { ended, newProject, type Project } from "../../cli/src/testing/project.ts";
import { press, tabTo } from "./harness/keyboard.ts";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";

const stage = testStage(async () => {});

/** An application with a bug: prices with a comma are none. */
const app = `
import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
const b = burr<{ prices: string; total: number }>();
const total = b.action({
  reads: ["prices"],
  writes: ["total"],
  run({ prices }) {
    const all = prices.split(" ").map((price) => Number(price));
    if (all.some(Number.isNaN)) throw new TypeError("a price is no number");
    return { total: all.reduce((sum, price) => sum + price) };
  },
});
export const appOf = (appId: string) =>
  b.application({ actions: { total }, transitions: [], entrypoint: "total", state: { prices: "1 2,5 3" }, appId,
    tracker: localTracker({ project: "shop" }) });
export default appOf("served");
`;
const programs = {
  "app.ts": app,
  "record.ts": 'import { appOf } from "./app.ts"; await appOf(process.argv[2]).run().catch(() => {});',
  "serve.ts":
    'import { serveRunner } from "@burrjs/tracker/runner"; import app from "./app.ts"; await serveRunner(app, { source: "./app.ts" }); console.log("it serves");',
};

/** A project whose application has failed, and serves itself; and a shell in its folder. */
async function failedProject(run: string): Promise<{ readonly project: Project; readonly shell: Shell }> {
  const project = newProject(programs);
  const { url, runnerToken } = stage.server;
  const env = { BURR_DIR: stage.dir, BURR_RUNNER_URL: url, BURR_RUNNER_TOKEN: runnerToken };
  await startNode(["record.ts", run], { cwd: project.folder, env }).gone;
  await startNode(["serve.ts"], { cwd: project.folder, env }).printed(/it serves/);
  const bin = join(project.folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "burr"),
    `#!/bin/sh\nexec '${process.execPath}' --conditions=@burrjs/source '${mainFile}' "$@"\n`,
  );
  chmodSync(join(bin, "burr"), 0o700);
  const shell: Shell = (command) =>
    ended("/bin/sh", ["-c", command], project.folder, { PATH: `${bin}:${process.env["PATH"]}` });
  return { project, shell };
}

type Shell = (command: string) => ReturnType<typeof ended>;

/** The file that the page hands out when this is done. */
async function downloaded(
  page: Page,
  act: () => Promise<void>,
): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

interface Hand {
  readonly hand: string;
  readonly open: (page: Page) => Promise<void>;
  /** Presses the button that is called so. */
  readonly press: (page: Page, button: RegExp) => Promise<void>;
}

const hands: readonly Hand[] = [
  {
    hand: "with the mouse",
    open: async (page) => await page.getByRole("button", { name: /^Export test/ }).click(),
    press: async (page, name) => await page.getByRole("button", { name }).click(),
  },
  {
    hand: "without it",
    async open(page) {
      await press(page, "Control+k");
      await page.getByRole("combobox", { name: /^Command/ }).waitFor();
      await page.keyboard.type("export test");
      await press(page, "Enter");
      await page.getByRole("dialog", { name: /test/i }).waitFor();
    },
    async press(page, name) {
      await tabTo(page, name);
      await press(page, "Enter");
    },
  },
];

it.each(hands)(
  "a failing step is saved as a test that fails, and passes once the code is mended: $hand",
  { timeout: 90_000 },
  async ({ hand, open, press: pressButton }) => {
    const run = hand.replaceAll(" ", "-");
    const { project, shell } = await failedProject(run);
    const { page, problems, context } = await stage.open(`/p/shop/r/~/${run}?s=0`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await settled(page);
    await open(page);
    await page.getByRole("region", { name: "total-0.json" }).waitFor();
    const files = [
      await downloaded(page, () => pressButton(page, /^Download total-0\.test\.ts$/)),
      await downloaded(page, () => pressButton(page, /^Download total-0\.json$/)),
    ];
    await pressButton(page, /^Copy command$/);
    await page.getByText("Command copied").first().waitFor();
    const command = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(command).toBe(`burr test-case shop/${run}@0 --fixed --app ./app.ts --dir ${stage.dir}`);
    expect(await shell(command)).toMatchObject({ code: 0, stdout: expect.stringContaining("total-0.test.ts") });
    const written = ["total-0.test.ts", "total-0.json"].map((name) => ({
      name,
      text: readFileSync(join(project.folder, name), "utf8"),
    }));
    expect(files).toEqual(written);

    const before = await project.vitest();
    expect(before.code).toBe(1);
    expect(before.stdout).toContain("a price is no number");
    project.write("app.ts", app.replace("Number(price)", 'Number(price.replace(",", "."))'));
    const after = await project.vitest();
    expect({ code: after.code, tests: after.stdout.match(/^ok .*$/gm) }).toEqual({
      code: 0,
      tests: [expect.stringContaining(`total does not fail as it did in step 0 of shop/${run}`)],
    });
    expect(problems.take()).toEqual([]);
    await context.close();
  },
);

it("what was redacted is told before a test is saved, and why a step makes none", async () => {
  const hidden = { $burr: "redacted", value: "3fa9c2" };
  const time = "2026-11-29T02:30:00.000Z";
  const begin = (id: number) => ({
    type: "begin_entry",
    start_time: time,
    action: "total",
    inputs: {},
    sequence_id: id,
  });
  const state = { prices: hidden, total: 1 };
  const end = {
    type: "end_entry",
    end_time: time,
    action: "total",
    result: {},
    exception: null,
    state,
    sequence_id: 0,
  };
  const run = { type: "run", v: 1, run_id: "r", t: time, method: "run", pid: 1, state };
  const folder = join(stage.dir, "shop", "hidden");
  mkdirSync(folder, { recursive: true });
  const records = [run, begin(0), { ...end, status: "aborted" }, begin(1), { ...end, sequence_id: 1 }];
  writeFileSync(join(folder, "log.jsonl"), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const { page, problems, context, goto } = await stage.open("/p/shop/r/~/hidden?s=1");
  await settled(page);
  await press(page, "Shift+T");
  const preview = page.getByRole("region", { name: "The test" });
  await preview.getByText("1 value was redacted").waitFor();
  expect(await preview.getByRole("listitem").allTextContents()).toEqual(["/state/prices"]);

  await goto("/p/shop/r/~/hidden?s=0");
  await settled(page);
  problems.expect(/status of 409/);
  await press(page, "Shift+T");
  await page.getByText("Step 0 makes no test: it was aborted by whoever ran it.").waitFor();
  expect(problems.take()).toEqual([]);
  await context.close();
});
