import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findHarm } from "./harness/harmless.ts";
import { writeNote } from "./harness/notes.ts";
import { type Screen, screensOf, visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { connectHostileRunners } from "./worlds/hostile-runners.ts";
import { hostileTexts } from "./worlds/hostile-texts.ts";
import {
  everything,
  hostileProject,
  namedProjects,
  type NamedRun,
  namedRuns,
  writeHostileWorld,
} from "./worlds/hostile-world.ts";

const stage = testStage(writeHostileWorld);
const opened = testPage(stage, "/p", { permissions: ["clipboard-read", "clipboard-write"] });
let runners: AbortController;

beforeAll(async () => {
  // So high that all rows of all lists are made.
  await opened.page.setViewportSize({ width: 1440, height: 3000 });
  await settled(opened.page);
  await writeNotes();
  runners = await connectHostileRunners(stage.server);
}, 60_000);

afterAll(async () => {
  runners?.abort();
});

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/^\.+$/g, (dots) => dots.replaceAll(".", "%2E"));
const runPath = ({ appId, partitionKey }: Pick<NamedRun, "appId" | "partitionKey">): string =>
  `/p/${hostileProject}/r/${encoded(partitionKey)}/${encoded(appId)}`;
const nameOf = ({ appId, partitionKey }: Pick<NamedRun, "appId" | "partitionKey">): string =>
  `${encodeURIComponent(partitionKey)}/${encodeURIComponent(appId)}@0`;

/** Notes that have each text wherever a note has one. */
async function writeNotes(): Promise<void> {
  const { appId: app_id, partitionKey: partition_key } = everything;
  for (let n = 0; n < hostileTexts.length; n += 40) {
    const texts = hostileTexts.slice(n, n + 40);
    const tags = texts.map((text) => text.slice(0, 60));
    const observations = texts.map((text) => ({
      data_fields: { note: text, ground_truth: text },
      thumbs_up_thumbs_down: true,
      data_pointers: [],
    }));
    const place = { app_id, partition_key, step_sequence_id: n === 0 ? null : 0 };
    const content = { tags, observations, author: texts[0] ?? null, step_name: texts[1] ?? "" };
    await writeNote(opened, hostileProject, place, content);
  }
}

/** Goes to an address without loading the page anew, as its links do. */
async function travel(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, path);
}

async function expectHarmless(what: string): Promise<void> {
  const { page, problems } = opened;
  const found = [...problems.take(), ...(await findHarm(page))];
  expect(found.map((one) => `${what}: ${one}`).join("\n")).toBe("");
}

const screens = screensOf({
  project: hostileProject,
  run: runPath(everything),
  names: [nameOf(everything), nameOf(namedRuns[3] ?? everything)],
  streamed: 0,
  failed: 0,
  letters: "img",
});

describe("texts in data stay texts, and nothing of them runs or is asked for, on", () => {
  it.each(screens)("$name", { timeout: 40_000 }, async (screen: Screen) => {
    await visit(opened.page, { ...screen, shows: /./ });
    await shoot(opened.page, `hostile-${screen.name}`);
    await expectHarmless(screen.name);
  });

  it("every way to show a stream, a value, a diff", { timeout: 60_000 }, async () => {
    const { page, problems } = opened;
    problems.expect(/status of 404.*\/state\?at=before&path=/); // a pinned key that the first step has not found yet
    for (const tab of ["stream", "state", "io", "spans", "code"]) {
      await page.goto(`${runPath(everything)}?s=0&tab=${tab}`);
      await settled(page);
      const panel = page.getByRole("tabpanel").last();
      for (const way of await panel.getByRole("radio").all()) {
        await way.check({ force: true });
        await settled(page);
        await expectHarmless(tab);
      }
    }
  });

  it("Markdown that somebody asks for", { timeout: 60_000 }, async () => {
    const { page } = opened;
    await page.goto(`${runPath(everything)}?s=0&tab=state&sel=key:/values/markdown`);
    await settled(page);
    await page.getByRole("button", { name: "Read in a box" }).click();
    const dialog = page.getByRole("dialog");
    for (const way of ["Markdown", "Plain"]) {
      await dialog.getByRole("radio", { name: way }).check({ force: true });
      await settled(page);
      await shoot(page, `hostile-reader-${way}`);
      await expectHarmless(way);
    }
  });

  it("the pages of each run and of each project that are called like one of them", { timeout: 240_000 }, async () => {
    const { problems } = opened;
    // A path that `..` is a part of is not ours any more: the server says so.
    problems.expect(/status of 40[034]/);
    const tabs = ["why", "state", "io", "code", "notes", "spans"] as const;
    const paths = [
      ...namedRuns.map((run, n) => `${runPath(run)}?tab=${tabs[n % tabs.length]}`),
      ...namedProjects.map((name) => `/p/${encoded(name)}`),
    ];
    for (const [n, path] of paths.entries()) await expectHarmlessAt(path, n);
  });

  it("addresses that have them in place of anything", { timeout: 240_000 }, async () => {
    const { problems } = opened;
    problems.expect(/status of 40[034]/);
    const base = `/p/${hostileProject}`;
    let n = 0;
    const next = (): string => encodeURIComponent(hostileTexts[n++ % hostileTexts.length] ?? "");
    const makers: readonly (() => string)[] = [
      () => `${base}?q=${next()}&sort=${next()}&cols=${next()}`,
      () => `${runPath(everything)}?q=${next()}&sel=key:/${next()}&tab=state&b=${next()}@0&in=${next()}&view=b`,
      () => `${runPath(everything)}?s=${next()}&m=${next()}&tab=${next()}&left=${next()}&sel=${next()}&graph=${next()}`,
      () => `${base}/compare?a=${next()}&b=${next()}&set=${next()}&set=${next()}`,
      () => `${base}/notes?q=${next()}&tag=${next()}&action=${next()}&only=${next()}`,
      () => `${base}/insights?q=${next()}#${next()}`,
    ];
    while (n < hostileTexts.length * 2) for (const make of makers) await expectHarmlessAt(make(), n);
  });
});

/** Goes to an address, now and then from the start, and looks at what is there. */
async function expectHarmlessAt(path: string, n: number): Promise<void> {
  const { page } = opened;
  if (n % 10 === 0) await page.goto(path);
  else await travel(page, path);
  await settled(page);
  await expectHarmless(path);
}
