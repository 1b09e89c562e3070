import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { allScreens, allScreensPage } from "./harness/all-screens.ts";
import { findFaults, sizes } from "./harness/axe.ts";
import { acts, forkDialog, press, sees, type as typed } from "./harness/acts.ts";
import { chatScreens } from "./harness/chat-screens.ts";
import { fork } from "./harness/forks.ts";
import { type Screen, visit } from "./harness/screens.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { openStage } from "./harness/stage.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { letters, serveLetters } from "./worlds/letters.ts";
import { startLiveRun } from "./worlds/live-run.ts";
import { odd } from "./worlds/odd-world.ts";

const { stage, opened } = allScreensPage();

beforeAll(async () => {
  opened.problems.expect(/status of 404.*\/graph/); // some logs have none
}, 60_000);

async function expectNoFaults({ page, problems }: OpenPage, { name, isWide = false }: Screen): Promise<void> {
  const found = await findFaults(page, name, isWide ? sizes.slice(0, 2) : sizes);
  expect([...found, ...problems.take()].join("\n")).toBe("");
}

/** Looks at a screen in a page of its own, since what went wrong stays with it. */
async function expectNoFaultsAlone(
  screen: Screen,
  problem: RegExp,
  prepare = async (_page: Page) => {},
): Promise<void> {
  const alone = await stage.open("/p", { reducedMotion: "reduce" });
  alone.problems.expect(problem, /EventSource/, /Without its headers/); // those that the test makes up
  await prepare(alone.page);
  await visit(alone.page, screen);
  await expectNoFaults(alone, screen);
  await alone.context.close();
}

describe("axe finds no fault, in both themes and at all widths, with", { timeout: 60_000 }, () => {
  it.each(allScreens)("$name", async (screen) => {
    await visit(opened.page, screen);
    await expectNoFaults(opened, screen);
  });

  it("a server that only reads", { timeout: 120_000 }, async () => {
    await using reading = await openStage(writeChatWorld, { readOnly: true });
    const reader = await reading.open("/p", { reducedMotion: "reduce" });
    const changing = /^(?:runs|runs-chosen|notes|doctor|run-why|run-notes|fork)$/;
    for (const screen of chatScreens.filter(({ name }) => changing.test(name))) {
      await visit(reader.page, screen);
      await expectNoFaults(reader, { ...screen, name: `${screen.name}-read-only` });
    }
  });

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
        await page.route("**/api/v1/projects?*", async (route) => await route.fulfill({ json: none }));
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
    await visit(opened.page, { name: "live", path: `${run.path}?tab=${tab}`, shows: /Live/ });
    await expectNoFaults(opened, { name: `live-${tab}`, path: run.path, shows: "" });
    await opened.page.keyboard.press("k");
    run.step();
    await opened.page.getByText(/1 new/).first().waitFor();
    await expectNoFaults(opened, { name: `live-${tab}-new`, path: run.path, shows: "" });
  });

  it("forks: the dialog with what cannot be run, a run that is paused, one that waits for an answer", async () => {
    await using agent = await serveAgent(stage.dir, stage.server);
    await using writer = await serveLetters(stage.dir, stage.server);
    expect([agent.isConnected, writer.isConnected]).toEqual([true, true]);
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

  it("a server that is gone", async () => {
    opened.problems.expect(/ERR_|EventSource/);
    await visit(opened.page, { name: "gone", path: odd.path("whole"), shows: "Action" });
    await stage.stop();
    await sees(/Reconnecting|does not answer/)(opened.page);
    await expectNoFaults(opened, { name: "server-gone", path: "", shows: "" });
  });
});
