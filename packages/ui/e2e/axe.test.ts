import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFaults } from "./harness/axe.ts";
import { acts, forkDialog, press, sees, type as typed } from "./harness/acts.ts";
import { chatScreens, writeChatNotes } from "./harness/chat-screens.ts";
import { fork } from "./harness/forks.ts";
import { oddScreens } from "./harness/odd-screens.ts";
import { type Pool, poolOf } from "./harness/pool.ts";
import { type Screen, visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { letters, serveLetters, writeLetter } from "./worlds/letters.ts";
import { startLiveRun } from "./worlds/live-run.ts";
import { odd, writeOddWorld } from "./worlds/odd-world.ts";

let stage: Stage;
let pages: Pool<OpenPage>;

beforeAll(async () => {
  stage = await openStage(async (dir) => {
    await writeChatWorld(dir);
    await writeOddWorld(dir);
    await writeLetter(dir);
  });
  const open = async (): Promise<OpenPage> => await stage.open("/p", { reducedMotion: "reduce" });
  const opened = await Promise.all([open(), open()]);
  await settled(opened[0].page);
  await writeChatNotes(opened[0]);
  for (const { problems } of opened) problems.expect(/status of 404.*\/graph/); // some logs have none
  pages = poolOf(opened);
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

const sizes = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const;
const themes = ["light", "dark"] as const;

async function expectNoFaults({ page, problems }: OpenPage, { name, isWide = false }: Screen): Promise<void> {
  const found: string[] = [];
  for (const size of sizes) {
    if (isWide && size.width === 390) continue;
    await page.setViewportSize(size);
    await settled(page);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction((shown) => document.documentElement.dataset["theme"] === shown, theme);
      await shoot(page, name);
      found.push(...(await findFaults(page)).map((fault) => `${theme} ${size.width}: ${fault}`));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(sizes[0]);
  expect([...found, ...problems.take()].join("\n")).toBe("");
}

/** Looks at a screen in a page of its own, since what went wrong stays with it. */
async function expectNoFaultsAlone(
  screen: Screen,
  problem: RegExp,
  prepare = async (_page: Page) => {},
): Promise<void> {
  const opened = await stage.open("/p", { reducedMotion: "reduce" });
  opened.problems.expect(problem, /EventSource/, /Without its headers/); // those that the test makes up
  await prepare(opened.page);
  await visit(opened.page, screen);
  await expectNoFaults(opened, screen);
  await opened.context.close();
}

// The time of each includes that in which it waits for a page.
describe.concurrent("axe finds no fault, in both themes and at all widths, with", { timeout: 300_000 }, () => {
  it.each([...chatScreens, ...oddScreens])("$name", async (screen) => {
    await pages.lend(async (opened) => {
      await visit(opened.page, screen);
      await expectNoFaults(opened, screen);
    });
  });
});

describe("axe finds no fault, in both themes and at all widths, with", { timeout: 60_000 }, () => {
  it.each<Screen>([
    { name: "error-run", path: `/p/${chat.project}/r/~/missing`, shows: /application|run/i },
    { name: "error-project", path: "/p/missing", shows: "Projects" },
    { name: "error-compare", path: `/p/${chat.project}/compare?a=~/${chat.run}&b=~/missing`, shows: "Compare" },
  ])("$name", async (screen) => await expectNoFaultsAlone(screen, /status of 404/));

  it.each<Screen>([
    { name: "error-500-projects", path: "/p", shows: "Try again" },
    { name: "error-500-run", path: chat.path, shows: "Something went wrong" },
  ])("$name", async (screen) => {
    const error = { code: "internal", message: "Something went wrong in the server." };
    await expectNoFaultsAlone(screen, /status of 500/, async (page) => {
      await page.route("**/api/v1/projects**", async (route) => await route.fulfill({ status: 500, json: { error } }));
    });
  });

  it("no project at all", async () => {
    const none = { items: [], next: null };
    await expectNoFaultsAlone(
      { name: "projects-none", path: "/p", shows: "No project yet" },
      /^none$/,
      async (page) => {
        await page.route("**/api/v1/projects", async (route) => await route.fulfill({ json: none }));
      },
    );
  });

  it("a page without its token", async () => {
    const erring = await stage.open("/p", { isSignedIn: false, reducedMotion: "reduce" });
    erring.problems.expect(/status of 401/, /EventSource/);
    await expectNoFaults(erring, { name: "error-token", path: "/p", shows: "token" });
    await erring.context.close();
  });

  it.each(["why", "stream"])("a live run, at %s, followed and left", async (tab) => {
    await using run = startLiveRun(stage.dir, `live-${tab}`);
    for (let n = 0; n < 5; n += 1) run.step();
    run.say("Gulls follow ");
    run.say("the boat.");
    await pages.lend(async (opened) => {
      await visit(opened.page, { name: "live", path: `${run.path}?tab=${tab}`, shows: /Live/ });
      await expectNoFaults(opened, { name: `live-${tab}`, path: run.path, shows: "" });
      await opened.page.keyboard.press("k");
      run.step();
      await opened.page.getByText(/1 new/).first().waitFor();
      await expectNoFaults(opened, { name: `live-${tab}-new`, path: run.path, shows: "" });
    });
  });

  it("forks: the dialog with what cannot be run, a run that is paused, one that waits for an answer", async () => {
    await using agent = await serveAgent(stage.dir, stage.server);
    await using writer = await serveLetters(stage.dir, stage.server);
    expect([agent.isConnected, writer.isConnected]).toEqual([true, true]);
    await pages.lend(async (opened) => {
      const paused = await fork(opened, chat.path, { sequence_id: 38, at: "before", stop: { after_steps: 1 } });
      const asked = await fork(opened, letters.path, { sequence_id: 1, at: "before" });
      const screens: readonly Screen[] = [
        { name: "fork-runner", path: `${chat.path}?s=38`, shows: "Action", isWide: true, act: forkDialog },
        {
          name: "fork-wrong",
          path: `${chat.path}?s=38`,
          shows: "Action",
          isWide: true,
          act: acts(forkDialog, press("Whole state", "radio"), typed(/^New state/, "{ not json")),
        },
        { name: "fork-paused", path: paused, shows: "Continue" },
        { name: "fork-asked", path: asked, shows: "Your answer" },
      ];
      for (const screen of screens) {
        await visit(opened.page, screen);
        await expectNoFaults(opened, screen);
      }
    });
  });

  it("a server that is gone", async () => {
    await pages.lend(async (opened) => {
      opened.problems.expect(/ERR_|EventSource/);
      await visit(opened.page, { name: "gone", path: odd.path("whole"), shows: "Action" });
      await stage.stop();
      await sees(/Reconnecting|does not answer/)(opened.page);
      await expectNoFaults(opened, { name: "server-gone", path: "", shows: "" });
    });
  });
});
