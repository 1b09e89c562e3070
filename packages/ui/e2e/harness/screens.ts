import type { Page } from "playwright-core";
import { settled } from "./settled.ts";

/** What of a project the screens show. */
export interface ScreenWorld {
  readonly project: string;
  /** The path of a run, and of another one to compare with. */
  readonly run: string;
  readonly names: readonly [a: string, b: string];
  /** A step that streamed, and one that failed. */
  readonly streamed: number;
  readonly failed: number;
}

/** A screen in one of its states. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  /** What is there when it is ready; the same on all widths. */
  readonly shows: string | RegExp;
  /** What is done behind that: opens a dialog, say. */
  readonly act?: (page: Page) => Promise<void>;
  /** The part that this is about, where the rest is as on other screens: a selector. */
  readonly within?: string;
  /** Where it cannot be had: dialogs with fields, on a phone. */
  readonly isWide?: boolean;
}

const inspector = '[aria-label="Inspector"], section[aria-label="Detail"]';
const dialogs = '[role="dialog"]';

/** All screens, with the states that change what is on them. */
export function screensOf({ project, run, names, streamed, failed }: ScreenWorld): readonly Screen[] {
  const base = `/p/${encodeURIComponent(project)}`;
  const [a, b] = names.map((name) => encodeURIComponent(name));
  const at = (step: number, more = ""): string => `${run}?s=${step}${more}`;
  return [
    { name: "projects", path: "/p", shows: project },
    { name: "runs", path: base, shows: "completed" },
    {
      name: "runs-chosen",
      path: base,
      shows: "completed",
      act: (page) =>
        page
          .getByRole("checkbox", { name: /^Choose/ })
          .first()
          .check(),
    },
    { name: "runs-none", path: `${base}?q=action%3Anone_such`, shows: "No run is like that" },
    { name: "run-why", path: at(streamed, "&tab=why"), shows: "What it read" },
    { name: "run-error", within: inspector, path: at(failed, "&tab=why"), shows: /Error/ },
    { name: "run-state", within: inspector, path: at(streamed, "&tab=state"), shows: "After" },
    { name: "run-diff", within: inspector, path: at(streamed, "&tab=state&view=diff"), shows: "Diff" },
    { name: "run-stream", within: inspector, path: at(streamed, "&tab=stream"), shows: "First item" },
    { name: "run-io", within: inspector, path: at(streamed, "&tab=io"), shows: "Result" },
    { name: "run-spans", within: inspector, path: at(streamed, "&tab=spans"), shows: /chat / },
    { name: "run-code", within: inspector, path: at(streamed, "&tab=code"), shows: /yield/ },
    { name: "run-notes", within: inspector, path: at(streamed, "&tab=notes"), shows: /note/i },
    { name: "run-graph", path: at(streamed, "&tab=graph"), shows: /./ },
    { name: "run-steps", path: at(streamed), shows: "Action" },
    { name: "run-chat", path: at(streamed, "&left=chat"), shows: "Chat" },
    { name: "run-waterfall", path: at(streamed, "&left=waterfall"), shows: "Waterfall" },
    { name: "run-filtered", path: at(streamed, "&q=status%3Aerror"), shows: /of/ },
    { name: "compare", path: `${base}/compare?a=${a}&b=${b}`, shows: /difference|same/i },
    { name: "compare-graph", path: `${base}/compare?a=${a}&b=${b}&show=graph`, shows: /only A/ },
    { name: "compare-choose", path: `${base}/compare?a=${a}`, shows: /compare/i },
    { name: "graph", path: `${base}/graph`, shows: "Visits" },
    { name: "graph-cost", path: `${base}/graph?by=cost&q=status%3Afailed`, shows: "Visits" },
    { name: "insights", path: `${base}/insights`, shows: "Insights" },
    { name: "notes", path: `${base}/notes`, shows: "Notes" },
    { name: "settings", path: "/settings", shows: "Settings" },
    { name: "doctor", path: "/doctor", shows: "Doctor" },
    {
      name: "palette",
      within: dialogs,
      path: at(streamed),
      shows: "Action",
      act: (page) => opened(page, "Control+k", /Go to/),
    },
    {
      name: "keys",
      within: dialogs,
      path: at(streamed),
      shows: "Action",
      act: (page) => opened(page, "?", "All keys"),
    },
    {
      name: "fork",
      within: dialogs,
      path: at(streamed),
      shows: "Action",
      isWide: true,
      act: (page) => forkDialog(page),
    },
    {
      name: "export-test",
      within: dialogs,
      path: at(streamed),
      shows: "Action",
      isWide: true,
      act: (page) => chosen(page, "Export test", /test/i),
    },
    {
      name: "note-form",
      within: inspector,
      path: at(streamed, "&tab=notes"),
      shows: /note/i,
      act: (page) => noteForm(page),
    },
  ];
}

/** Opens a screen, and waits until it is ready. */
export async function visit(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path);
  await page.getByText(screen.shows).filter({ visible: true }).first().waitFor();
  await settled(page);
  await screen.act?.(page);
  if (screen.act !== undefined) await settled(page);
}

async function opened(page: Page, key: string, title: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole("dialog", { name: title }).waitFor();
}

/** Does what the palette has under a name. */
async function chosen(page: Page, command: string, title: string | RegExp): Promise<void> {
  await opened(page, "Control+k", /Go to/);
  await page.getByRole("combobox", { name: /^Command/ }).fill(command);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: title }).waitFor();
}

async function forkDialog(page: Page): Promise<void> {
  await opened(page, "f", /fork/i);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Cancel|Done|Copy/ })
    .first()
    .waitFor();
}

async function noteForm(page: Page): Promise<void> {
  await page.keyboard.press("n");
  await page.getByRole("button", { name: /^Save/ }).first().waitFor();
}
