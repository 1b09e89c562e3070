import type { Page } from "playwright-core";
import { type Act, acts, chooseRun, command, forkDialog, key, press, sees, type } from "./acts.ts";
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
  /** Letters of the name of a run, for the palette. */
  readonly letters: string;
}

/** A screen in one of its states. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  /** What is there when it is ready; the same on all widths. */
  readonly shows: string | RegExp;
  /** What is done behind that: opens a dialog, say. */
  readonly act?: Act;
  /** Where it cannot be had: dialogs with fields, on a phone. */
  readonly isWide?: boolean;
}

/** All screens, with the states that change what is on them. */
export function screensOf(world: ScreenWorld): readonly Screen[] {
  return [...projectScreens(world), ...runScreens(world), ...dialogScreens(world)];
}

function projectScreens({ project, names }: ScreenWorld): readonly Screen[] {
  const base = `/p/${encodeURIComponent(project)}`;
  const [a, b] = names.map((name) => encodeURIComponent(name));
  const runs = { path: base, shows: "completed" };
  const comparison = `${base}/compare?a=${a}&b=${b}`;
  return [
    { name: "projects", path: "/p", shows: project },
    { name: "runs", ...runs },
    { name: "runs-chosen", ...runs, act: chooseRun },
    { name: "runs-none", path: `${base}?q=action%3Anone_such`, shows: "No run is like that" },
    { name: "runs-bad-query", path: `${base}?q=dur%3A%3E%3E`, shows: /./ },
    { name: "runs-completing", ...runs, act: completing },
    { name: "runs-columns", ...runs, act: acts(press("Columns"), sees("The usual columns")) },
    { name: "runs-views", ...runs, act: acts(press("Saved views"), sees("Save this view…")) },
    { name: "compare", path: comparison, shows: /difference|same/i },
    { name: "compare-graph", path: `${comparison}&show=graph`, shows: /only A/ },
    { name: "compare-choose", path: `${base}/compare?a=${a}`, shows: /compare/i },
    { name: "graph", path: `${base}/graph`, shows: "Visits" },
    { name: "graph-cost", path: `${base}/graph?by=cost&q=status%3Afailed`, shows: "Visits" },
    { name: "insights", path: `${base}/insights`, shows: "Insights" },
    { name: "insights-tables", path: `${base}/insights`, shows: "Insights", act: chartsAsTables },
    { name: "notes", path: `${base}/notes`, shows: "Notes" },
    { name: "notes-edit", path: `${base}/notes`, shows: "Notes", act: press("Edit the note") },
    { name: "notes-history", path: `${base}/notes`, shows: "Notes", act: press(/edited (once|\d)/) },
    { name: "settings", path: "/settings", shows: "Settings" },
    { name: "settings-editor", path: "/settings", shows: "Settings", act: acts(withEditor, foldersOfProjects) },
    { name: "settings-key", path: "/settings", shows: "Settings", act: press(/^Change the key/) },
    { name: "doctor", path: "/doctor", shows: "Doctor" },
  ];
}

function runScreens({ run, streamed, failed }: ScreenWorld): readonly Screen[] {
  const at = (step: number, more = ""): string => `${run}?s=${step}${more}`;
  const chosen = "&tab=state&sel=key:/chat_history";
  return [
    { name: "run-why", path: at(streamed, "&tab=why"), shows: "What it read" },
    { name: "run-error", path: at(failed, "&tab=why"), shows: /Error/ },
    { name: "run-state", path: at(streamed, "&tab=state"), shows: "After" },
    { name: "run-diff", path: at(streamed, "&tab=state&view=diff"), shows: "Diff" },
    { name: "run-state-b", path: at(streamed, "&tab=state&view=b&b=@0"), shows: "Diff" },
    {
      name: "run-key-history",
      path: at(streamed, chosen),
      shows: "After",
      act: press("History of this key"),
    },
    { name: "run-pinned", path: at(streamed, chosen), shows: "After", act: press("Pin") },
    { name: "run-find", path: at(streamed, "&tab=state"), shows: "After", act: findInState },
    { name: "run-stream", path: at(streamed, "&tab=stream"), shows: "First item" },
    { name: "run-stream-raw", path: at(streamed, "&tab=stream"), shows: "First item", act: press("Raw", "radio") },
    { name: "run-stream-table", path: at(streamed, "&tab=stream"), shows: "First item", act: press("Table", "radio") },
    { name: "run-io", path: at(streamed, "&tab=io"), shows: "Result" },
    { name: "run-spans", path: at(streamed, "&tab=spans"), shows: /chat / },
    { name: "run-code", path: at(streamed, "&tab=code"), shows: /yield/ },
    { name: "run-code-in-editor", path: at(streamed, "&tab=code"), shows: /yield/, act: withEditor },
    { name: "run-notes", path: at(streamed, "&tab=notes"), shows: /note/i },
    { name: "run-note-form", path: at(streamed, "&tab=notes"), shows: /note/i, act: noteForm },
    { name: "run-graph", path: at(streamed, "&tab=graph"), shows: /./ },
    { name: "run-graph-project", path: at(streamed, "&tab=graph&graph=project"), shows: /./ },
    { name: "run-graph-list", path: at(streamed, "&tab=graph"), shows: /./, act: press("Path as list") },
    { name: "run-steps", path: at(streamed), shows: "Action" },
    { name: "run-missing-step", path: at(9999), shows: "There is no step 9999" },
    { name: "run-chat", path: at(streamed, "&left=chat"), shows: "Chat" },
    { name: "run-waterfall", path: at(streamed, "&left=waterfall"), shows: "Waterfall" },
    { name: "run-filtered", path: at(streamed, "&q=status%3Aerror"), shows: /of/ },
    { name: "run-none", path: at(streamed, "&q=action%3Anone_such"), shows: /^0 of/ },
  ];
}

function dialogScreens({ project, run, streamed, letters }: ScreenWorld): readonly Screen[] {
  const runs = { path: `/p/${encodeURIComponent(project)}`, shows: "completed" };
  const step = { path: `${run}?s=${streamed}`, shows: "Action" };
  const value = { path: `${run}?s=${streamed}&tab=state&sel=key:/chat_history`, shows: "After" };
  return [
    { name: "delete", ...runs, act: acts(chooseRun, press("Delete…"), sees("to confirm")) },
    { name: "tag", ...runs, act: acts(chooseRun, press("Tag…"), sees("Add the tag")) },
    {
      name: "save-view",
      ...runs,
      act: acts(press("Saved views"), press("Save this view…", "menuitem"), sees("Save the view")),
    },
    { name: "palette", ...step, act: key("Control+k", /Go to/) },
    { name: "palette-found", ...step, act: acts(key("Control+k", /Go to/), type(/^Command/, letters)) },
    { name: "keys", ...step, act: key("?", "All keys") },
    { name: "fork", ...step, isWide: true, act: forkDialog },
    { name: "forks", ...step, isWide: true, act: key("t", "Forks") },
    { name: "export-test", ...step, isWide: true, act: acts(exportTest, sees(/-\d+\.test\.ts$/)) },
    {
      name: "export-test-path",
      ...step,
      isWide: true,
      act: acts(exportTest, press("A path of steps", "radio"), sees(/^path-\d+-\d+\.test\.ts$|^The first step has to/)),
    },
    { name: "reader", ...value, act: acts(press("Read in a box"), sees("JSON tree"), press("JSON tree", "radio")) },
  ];
}

const exportTest = command("Export test", /test/i);

/** Opens a screen, and waits until it is ready. */
export async function visit(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path);
  await page.getByText(screen.shows).filter({ visible: true }).first().waitFor();
  await settled(page);
  await screen.act?.(page);
  if (screen.act !== undefined) await settled(page);
}

/** Chooses an editor, as another tab would. */
const withEditor: Act = async (page) => {
  const settings = { "burr-editor": "vscode", "burr-folder-": JSON.stringify("/home/me/my shop") };
  await page.evaluate((kept) => {
    for (const [name, value] of Object.entries(kept)) {
      localStorage.setItem(name, value);
      dispatchEvent(new StorageEvent("storage", { key: name }));
    }
  }, settings);
};

const foldersOfProjects: Act = async (page) => {
  await page.getByText("Projects that are in other folders").click();
  await page.getByLabel("Folder", { exact: true }).fill("shop");
  await page.getByText(/^Write the whole path/).waitFor();
};

const noteForm: Act = async (page) => {
  await page.keyboard.press("n");
  await page.getByRole("button", { name: /^Save/ }).first().waitFor();
};

const findInState: Act = async (page) => {
  await page.keyboard.press("Control+f");
  await page.getByLabel("Find keys and values").fill("a");
};

const chartsAsTables: Act = async (page) => {
  const charts = page.getByRole("button", { name: /: as a table$/ });
  while ((await charts.count()) > 0) await charts.first().click();
};

const completing: Act = async (page) => {
  await page.getByRole("combobox", { name: "Filter runs" }).pressSequentially("status:");
  await page.getByRole("option").first().waitFor();
};
