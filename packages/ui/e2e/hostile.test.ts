import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findHarm } from "./harness/harmless.ts";
import { type Screen, screensOf, visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { type OpenPage, openStage, type Stage } from "./harness/stage.ts";
import { hostileTexts } from "./worlds/hostile-texts.ts";
import { everything, hostileIds, hostileProject, writeHostileWorld } from "./worlds/hostile-world.ts";

let stage: Stage;
let opened: OpenPage;

beforeAll(async () => {
  stage = await openStage(writeHostileWorld);
  opened = await stage.open("/p", { permissions: ["clipboard-read", "clipboard-write"] });
  // So high that all rows of all lists are made.
  await opened.page.setViewportSize({ width: 1440, height: 3000 });
  await settled(opened.page);
  await writeNotes();
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/^\.+$/g, (dots) => dots.replaceAll(".", "%2E"));
const runPath = ({ appId, partitionKey }: { readonly appId: string; readonly partitionKey?: string }): string =>
  `/p/${hostileProject}/r/${partitionKey === undefined ? "~" : encoded(partitionKey)}/${encoded(appId)}`;
const ids = hostileTexts.map((text, n) => hostileIds(text, n));
const nameOf = ({ appId, partitionKey }: (typeof ids)[number]): string =>
  `${partitionKey === undefined ? "~" : encodeURIComponent(partitionKey)}/${encodeURIComponent(appId)}@0`;

/** A note for each text, with the text wherever a note has one. */
async function writeNotes(): Promise<void> {
  const observations = hostileTexts.map((text) => ({
    data_fields: { note: text, ground_truth: text },
    thumbs_up_thumbs_down: true,
    data_pointers: [],
  }));
  const { appId: app_id, partitionKey: partition_key } = everything;
  for (const step_sequence_id of [0, null]) {
    const response = await opened.context.request.post(`/api/v1/projects/${hostileProject}/notes`, {
      headers: { "X-UI": "1" },
      data: { app_id, partition_key, step_sequence_id, span_id: null, step_name: "hub", tags: hostileTexts.slice(0, 40).map((text) => text.slice(0, 60)), observations: observations.slice(0, 40), author: hostileTexts[8], target: null }, // prettier-ignore
    });
    expect(await response.text()).toContain("observations");
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
  names: [
    `${encodeURIComponent(everything.partitionKey)}/${encodeURIComponent(everything.appId)}@0`,
    nameOf(ids[3] ?? { appId: "" }),
  ],
  streamed: 0,
  failed: 0,
});

describe("texts in data stay texts, and nothing of them runs or is asked for, on", () => {
  it.each(screens)("$name", { timeout: 40_000 }, async (screen: Screen) => {
    await visit(opened.page, { ...screen, shows: /./ });
    await shoot(opened.page, `hostile-${screen.name}`);
    await expectHarmless(screen.name);
  });

  it("every way to show a stream, a value, a diff", { timeout: 60_000 }, async () => {
    const { page } = opened;
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

  it(
    "the page of each run that is called like one of them, and addresses that have them",
    { timeout: 120_000 },
    async () => {
      const { page, problems } = opened;
      // A path that `..` is a part of is not ours any more: the server says so.
      problems.expect(/status of 40[034]/);
      const tabs = ["why", "state", "io", "code", "notes", "spans"] as const;
      for (const [n, run] of ids.entries()) {
        const text = encodeURIComponent(hostileTexts[n] ?? "");
        const path = `${runPath(run)}?tab=${tabs[n % tabs.length]}&q=${text}&sel=key:/${text}&b=${text}@0`;
        if (n % 10 === 0) await page.goto(path);
        else await travel(page, path);
        await settled(page);
        await expectHarmless(run.appId);
      }
    },
  );
});
