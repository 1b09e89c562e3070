import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFaults } from "./harness/axe.ts";
import { type Screen, screensOf, visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { type OpenPage, openStage, type Stage } from "./harness/stage.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { startLiveRun } from "./worlds/live-run.ts";

let stage: Stage;
let opened: OpenPage;

beforeAll(async () => {
  stage = await openStage(writeChatWorld);
  opened = await stage.open("/p");
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

const screens = screensOf({
  project: chat.project,
  run: chat.path,
  names: [`~/${chat.run}`, `${chat.failedUser}/${chat.failed}`],
  streamed: 41,
  failed: 45,
});

const sizes = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const;

async function expectNoFaults({ page, problems }: OpenPage, screen: Screen): Promise<void> {
  const found: string[] = [];
  for (const size of sizes) {
    if (screen.isWide === true && size.width === 390) continue;
    await page.setViewportSize(size);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      await shoot(page, screen.name);
      const faults = await findFaults(page, {
        onlyColours: theme === "dark",
        ...(screen.within === undefined ? {} : { within: screen.within }),
      });
      found.push(...faults.map((fault) => `${theme} ${size.width}: ${fault}`));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(sizes[0]);
  expect([...found, ...problems.take()].join("\n")).toBe("");
}

describe("axe finds no fault, in both themes and at all widths, with", () => {
  it.each(screens)("$name", { timeout: 60_000 }, async (screen) => {
    await visit(opened.page, screen);
    await expectNoFaults(opened, screen);
  });

  it.each<Screen & { readonly problem: RegExp }>([
    { name: "error-run", path: `/p/${chat.project}/r/~/missing`, shows: /application|run/i, problem: /status of 404/ },
    { name: "error-project", path: "/p/missing", shows: "Projects", problem: /status of 404/ },
    {
      name: "compare-missing",
      path: `/p/${chat.project}/compare?a=~/${chat.run}&b=~/missing`,
      shows: "Compare",
      problem: /status of 404/,
    },
  ])("$name", { timeout: 60_000 }, async ({ problem, ...screen }) => {
    const erring = await stage.open("/p");
    erring.problems.expect(problem, /EventSource/);
    await visit(erring.page, screen);
    await expectNoFaults(erring, screen);
    await erring.context.close();
  });

  it("a page without its token", { timeout: 60_000 }, async () => {
    const erring = await stage.open("/p", { isSignedIn: false });
    erring.problems.expect(/status of 401/, /EventSource/);
    await expectNoFaults(erring, { name: "error-token", path: "/p", shows: "token" });
    await erring.context.close();
  });

  it("no project at all", { timeout: 60_000 }, async () => {
    const empty = await stage.open("/p");
    await empty.page.route(
      "**/api/v1/projects",
      async (route) => await route.fulfill({ json: { items: [], next: null } }),
    );
    await visit(empty.page, { name: "projects-none", path: "/p", shows: "No project yet" });
    await expectNoFaults(empty, { name: "projects-none", path: "/p", shows: "" });
    await empty.context.close();
  });

  it.each(["why", "stream"])("a live run, at %s", { timeout: 60_000 }, async (tab) => {
    await using run = startLiveRun(stage.dir, `live-${tab}`);
    for (let n = 0; n < 5; n += 1) run.step();
    run.say("Gulls follow ");
    run.say("the boat.");
    await visit(opened.page, { name: "live", path: `${run.path}?tab=${tab}`, shows: /Live/ });
    await expectNoFaults(opened, { name: `live-${tab}`, path: run.path, shows: "" });
  });

  it("the fork dialog with a runner", { timeout: 60_000 }, async () => {
    await using runner = await serveAgent(stage.dir, stage.server);
    expect(runner.isConnected).toBe(true);
    const fork = screens.find(({ name }) => name === "fork");
    if (fork === undefined) throw new Error("There is such a screen.");
    await visit(opened.page, fork);
    await expectNoFaults(opened, { ...fork, name: "fork-runner" });
  });
});
