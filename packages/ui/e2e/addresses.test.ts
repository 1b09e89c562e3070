import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { CompareSearch, GraphSearch, NotesSearch, RunSearch, RunsSearch } from "../src/shell/search.ts";
import { writeChatNotes } from "./harness/chat-screens.ts";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { olderRun, writeChangedCode } from "./worlds/changed-code.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { odd, writeOddWorld } from "./worlds/odd-world.ts";

const stage = testStage(async (dir) => {
  await writeChatWorld(dir);
  await writeOddWorld(dir);
  await writeChangedCode(dir);
});
const opened = testPage(stage, "/p");

beforeAll(async () => {
  await writeChatNotes(opened);
});

/** An address with a parameter, and what only that one brings to the page. */
interface Shown {
  readonly path: string | ((page: Page) => Promise<string>);
  readonly shows: (page: Page) => Locator;
}

/** One for each parameter there is: a new one without its line here does not compile. */
type EachOf<TSearch> = { readonly [TKey in keyof TSearch]-?: Shown };

const base = `/p/${chat.project}`;
const named = (run: string): string => encodeURIComponent(`~/${run}`);
const twins = `/p/${odd.project}/compare?a=${named("whole")}&b=${named("twin-1")}`;
const slider = (page: Page, text: string): Locator =>
  page.locator(`[role="slider"][aria-label="Playhead"][aria-valuetext^="${text}"]`);

const chosen = (page: Page, value: string): Locator => page.locator(`select:has(option[value="${value}"]:checked)`);

const ofRuns: EachOf<RunsSearch> = {
  q: { path: `${base}?q=status:failed`, shows: (page) => page.locator('input[value="status:failed"]') },
  sort: {
    path: `${base}?sort=-steps`,
    shows: (page) => page.locator('[aria-sort="descending"]', { hasText: "Steps" }),
  },
  cols: { path: `${base}?cols=size`, shows: (page) => page.getByRole("columnheader", { name: "Log" }) },
};

/** The ids of children are made when they run: their address is that of the page that shows one. */
async function openedInside(page: Page): Promise<string> {
  await page.goto(`${chat.research}?s=1`);
  for (const name of ["investigate", "task"]) await page.locator(`[data-toggle="${name}"]`).click();
  await page.locator('[data-node="search"]').waitFor();
  const address = page.url();
  await page.goto("about:blank");
  return address;
}

const ofRun: EachOf<RunSearch> = {
  s: { path: `${chat.path}?s=41`, shows: (page) => slider(page, "Step 41,") },
  r: { path: `${odd.path("repeated")}?s=1&r=0`, shows: (page) => slider(page, "Step 1,") },
  m: { path: `${chat.path}?s=41&tab=stream&m=2310`, shows: (page) => page.getByText(/At 2\.31\ss the user had seen/) },
  tab: { path: `${chat.path}?s=41&tab=io`, shows: (page) => page.getByRole("tab", { name: "I/O", selected: true }) },
  left: { path: `${chat.path}?left=chat`, shows: (page) => page.getByRole("tab", { name: "Chat", selected: true }) },
  q: { path: `${chat.path}?q=status:failed`, shows: (page) => page.getByText(/^3 of 63/) },
  sel: {
    path: `${chat.path}?s=41&tab=state&sel=key:/mode`,
    shows: (page) => page.getByRole("toolbar", { name: "About mode" }),
  },
  view: {
    path: `${chat.path}?s=41&tab=state&view=diff`,
    shows: (page) => page.getByRole("radio", { name: "Diff", checked: true }),
  },
  b: {
    path: `${chat.path}?s=41&tab=state&view=b&b=@3`,
    shows: (page) => page.getByRole("tabpanel").getByText(/\b3\b/),
  },
  items: {
    path: `${chat.path}?s=41&tab=stream&items=table`,
    shows: (page) => page.getByRole("radio", { name: "Table", checked: true }),
  },
  code: {
    path: `${olderRun}?s=0&tab=code&code=diff`,
    shows: (page) => page.getByRole("region", { name: "Difference of the sources" }),
  },
  open: {
    path: `${chat.path}?s=41&tab=state&sel=key:/mode&open=history`,
    shows: (page) => page.getByRole("region", { name: "History of mode" }),
  },
  time: {
    path: `${chat.path}?s=41&left=waterfall&time=2000-9000`,
    shows: (page) => page.getByRole("button", { name: "Show the whole run", disabled: false }),
  },
  fold: {
    path: `${chat.path}?left=waterfall&fold=idle`,
    shows: (page) => page.getByRole("button", { name: "Unfold", pressed: true }),
  },
  path: {
    path: `${chat.path}?left=waterfall&path=critical`,
    shows: (page) => page.getByRole("button", { name: "Critical path", pressed: true }),
  },
  graph: {
    path: `${chat.path}?s=41&graph=project`,
    shows: (page) => page.getByRole("combobox", { name: "What nodes are tinted by" }),
  },
  in: {
    path: `${chat.research}?s=1&in=${named("gulls")}`,
    shows: (page) => page.getByRole("navigation", { name: "Runs in which this graph is" }),
  },
  inside: { path: openedInside, shows: (page) => page.locator('[data-node="search"]').filter({ visible: true }) },
  by: { path: `${chat.path}?graph=run&by=errors`, shows: (page) => chosen(page, "errors") },
  ways: { path: `${chat.path}?ways=list`, shows: (page) => page.getByRole("button", { name: "Path as graph" }) },
  fork: { path: `${chat.path}?fork=38`, shows: (page) => page.getByRole("dialog", { name: /step 38/ }) },
};

const ofCompare: EachOf<CompareSearch> = {
  a: { path: twins, shows: (page) => page.getByRole("region", { name: "Both runs" }).getByText("whole") },
  b: { path: twins, shows: (page) => page.getByRole("region", { name: "Both runs" }).getByText("twin-1") },
  set: {
    path: `${twins}&set=${named("twin-1")}&set=${named("twin-2")}`,
    shows: (page) => page.getByRole("region", { name: "Runs of the same fork" }),
  },
  show: { path: `${twins}&show=graph`, shows: (page) => page.getByText(/only A/) },
};

const ofGraph: EachOf<GraphSearch> = {
  q: { path: `${base}/graph?q=status:failed`, shows: (page) => page.locator('input[value="status:failed"]') },
  hash: { path: "/p/research/graph?hash=~", shows: (page) => chosen(page, "~") },
  by: { path: `${base}/graph?by=cost`, shows: (page) => chosen(page, "cost") },
  ways: { path: `${base}/graph?ways=list`, shows: (page) => page.getByRole("button", { name: "Path as graph" }) },
};

const ofNotes: EachOf<NotesSearch> = {
  q: { path: `${base}/notes?q=long`, shows: (page) => page.getByText("1 of 2") },
  tag: { path: `${base}/notes?tag=tone`, shows: (page) => page.getByText("1 of 2") },
  action: { path: `${base}/notes?action=answer_question`, shows: (page) => page.getByText("1 of 2") },
  only: { path: `${base}/notes?only=expected`, shows: (page) => page.getByText("1 of 2") },
};

describe.each([
  { what: "the list of runs", all: ofRuns },
  { what: "a run", all: ofRun },
  { what: "a comparison", all: ofCompare },
  { what: "the graph of a project", all: ofGraph },
  { what: "notes", all: ofNotes },
])("an address of $what, opened anew, says", ({ all }) => {
  it.each(Object.entries<Shown>(all))("%s", { timeout: 30_000 }, async (parameter, { path, shows }) => {
    const { page, problems } = opened;
    const address = typeof path === "string" ? path : await path(page);
    await page.goto(address);
    await shows(page).filter({ visible: true }).first().waitFor();
    await settled(page);
    expect(new URL(page.url()).searchParams.has(parameter)).toBe(true);
    // What it shows is not there without it.
    const bare = new URL(address, stage.server.url);
    bare.searchParams.delete(parameter);
    await page.goto(bare.href);
    await settled(page);
    expect(await shows(page).filter({ visible: true }).count()).toBe(0);
    expect(problems.take()).toEqual([]);
  });
});

it.each([
  { what: "the runs", path: `${base}?q=status%3Afailed`, bare: base },
  { what: "the notes", path: `${base}/notes?tag=%5B%22tone%22%5D`, bare: `${base}/notes` },
])("an address of $what is kept under a name, until it is removed", { timeout: 30_000 }, async ({ path, bare }) => {
  const { page, problems } = opened;
  const choose = async (item: string): Promise<void> => {
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await page.goto(path);
  await settled(page);
  const kept = page.url();
  await choose("Save this view…");
  await page.getByLabel("Name").fill("mine");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto(bare);
  await settled(page);
  await choose("mine");
  await page.waitForURL(kept);
  await choose("Remove “mine”");
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).waitFor();
  expect(await page.getByRole("menuitem").count()).toBe(1);
  expect(problems.take()).toEqual([]);
});
