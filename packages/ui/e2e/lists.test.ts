import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { openStore } from "@burrjs/server/store";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { openStage } from "./harness/stage.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";

const stage = testStage(writeChatWorld);
const opened = testPage(stage, "/p");
let page: Page;
beforeAll(() => {
  ({ page } = opened);
});

const runs = `/p/${chat.project}`;
const rows = async (): Promise<readonly string[]> =>
  await page.locator("[data-run-row]").evaluateAll((links) => links.map((link) => link.textContent ?? ""));
const field = () => page.getByRole("combobox", { name: "Filter runs" });
const facet = (name: string) => page.getByRole("complementary", { name: "Facets" }).getByRole("button", { name });
/** What the address asks for. */
const asked = (): string => new URL(page.url()).searchParams.get("q") ?? "";

it("a query with a mistake is marked in place, and the last good result stays", { timeout: 30_000 }, async () => {
  await opened.goto(`${runs}?q=status:failed`);
  await settled(page);
  expect(await rows()).toEqual([chat.failed]);
  await field().press("End");
  await field().pressSequentially(" dur:", { delay: 200 });
  await page.getByText('"dur" has no value.').waitFor();
  expect(await rows()).toEqual([chat.failed]);
  expect(await page.locator("mark").textContent()).toBe("dur:");
  expect(await field().getAttribute("aria-invalid")).toBe("true");
  expect(asked().trim()).toBe("status:failed");
  expect(await facet("completed").count()).toBe(1);
  await facet("failed").click();
  await expect.poll(() => field().inputValue()).toBe("");
});

it("the name of a field asks for nothing while it is typed", { timeout: 30_000 }, async () => {
  await opened.goto(runs);
  await settled(page);
  const all = await rows();
  await field().pressSequentially("status", { delay: 200 });
  await settled(page);
  expect([asked(), await rows()]).toEqual(["", all]);
  await field().press("Enter");
  await expect.poll(() => asked()).toBe("status");
  await page.getByText("No run is like that").waitFor();
  await expect.poll(() => facet("failed").textContent()).toBe("failed0");
});

it(
  "a facet edits the text of the query, with a count that its list has, and Back takes it out",
  { timeout: 30_000 },
  async () => {
    await opened.goto("/p");
    await page.getByRole("link", { name: chat.project, exact: true }).click();
    await facet("failed").waitFor();
    await settled(page);
    for (const name of ["completed", "failed", "decide_mode"]) {
      await facet(name).click();
      await settled(page);
      const count = Number(/\d+$/.exec((await facet(name).textContent()) ?? "")?.[0]);
      expect([await field().inputValue(), (await rows()).length]).toEqual([asked(), count]);
    }
    expect(asked()).toBe("status:failed action:decide_mode");
    await page.reload();
    await settled(page);
    expect([await field().inputValue(), await rows()]).toEqual([asked(), [chat.failed]]);
  },
);

it("what only steps have is marked in the list of runs", { timeout: 30_000 }, async () => {
  await opened.goto(`${runs}?q=changed:mode`);
  await page.getByText('"changed" is about steps: open a run, and filter its steps.').waitFor();
  await settled(page);
  expect((await rows()).length).toBe(5); // and passed over
});

it("projects, runs and insights tell the same failures in the same words", { timeout: 30_000 }, async () => {
  await opened.goto("/p");
  const cell = page.getByRole("row", { name: chat.project }).getByRole("link", { name: /%/ });
  expect(await cell.textContent()).toBe("1 · 20 %");
  await cell.click();
  await settled(page);
  expect(await rows()).toEqual([chat.failed]);
  expect(await page.getByRole("table").getByText("failed", { exact: true }).count()).toBe(1);
  expect(await facet("failed").textContent()).toBe("failed1");
  await opened.goto(`${runs}/insights`);
  await page.getByRole("link", { name: "1 failed", exact: true }).click();
  await settled(page);
  expect(await rows()).toEqual([chat.failed]);
  expect(opened.problems.take()).toEqual([]);
});

it("a token that is not the right one is told from none", { timeout: 30_000 }, async () => {
  const other = await stage.open(`/p#token=${"x".repeat(43)}`, { isSignedIn: false });
  other.problems.expect(/401/);
  await other.page.getByRole("heading", { name: "The token of this address is not the right one" }).waitFor();
  const none = await stage.open("/p", { isSignedIn: false });
  none.problems.expect(/401/);
  await none.page.getByRole("heading", { name: "This page needs its token" }).waitFor();
  expect([other.problems.take(), none.problems.take()]).toEqual([[], []]);
});

it(
  "the palette finds a run by where it comes from, and nothing that is only a little like it",
  { timeout: 30_000 },
  async () => {
    await opened.goto(runs);
    await settled(page);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: /Go to/ });
    await palette.getByRole("combobox").fill("decide");
    expect(await palette.getByRole("option").first().textContent()).toContain("decide_mode");
    await palette.getByRole("combobox").fill("dcdmd");
    await palette.getByText("Nothing has this in its name.").waitFor();
    await page.keyboard.press("Escape");
  },
);

it("the code that an empty page shows works as it is, and what it runs appears", { timeout: 60_000 }, async () => {
  await using empty = await openStage(async () => {});
  const { page: first, problems } = await empty.open("/p");
  await first.getByText(empty.dir, { exact: true }).waitFor();
  const code = await first.getByLabel("Code of first.mts").textContent();
  const folder = await mkdtemp(join(import.meta.dirname, ".first-"));
  try {
    await writeFile(join(folder, "first.mts"), code ?? "");
    await promisify(execFile)(process.execPath, ["--conditions=@burrjs/source", join(folder, "first.mts")]);
  } finally {
    await rm(folder, { recursive: true });
  }
  await first.getByRole("link", { name: "my-project" }).click();
  await first.getByText("completed", { exact: true }).first().waitFor();
  expect(problems.take()).toEqual([]);
});

it("of logs that are in no folder, no page says that a folder is watched", { timeout: 60_000 }, async () => {
  const store = openStore({ projects: async () => [], runs: async () => undefined, open: async () => undefined });
  await using empty = await openStage(async () => {}, { store });
  const { page: first, problems } = await empty.open("/p");
  await first.getByText("is where this server reads").waitFor();
  expect(await first.locator("main").textContent()).not.toMatch(/\.burr|watched/);
  await first.goto(new URL("/doctor", first.url()).href);
  await first.getByText("none: the logs are elsewhere").waitFor();
  expect(problems.take()).toEqual([]);
  await store.close();
});

it("Doctor names what of the data folder cannot be read", { timeout: 60_000 }, async () => {
  await using broken = await openStage((dir) => mkdir(join(dir, "mine", "annotations.jsonl"), { recursive: true }));
  const { page: doctor, problems } = await broken.open("/doctor");
  await doctor.getByText('the file of the notes of "mine" cannot be read (EISDIR)').waitFor();
  await doctor.getByText(join(broken.dir, "mine", "annotations.jsonl"), { exact: true }).waitFor();
  await doctor.getByText("1 thing to mend").waitFor();
  expect(problems.take()).toEqual([]);
});

it("what is deleted elsewhere leaves the list, its selection and its count", { timeout: 60_000 }, async () => {
  const [source] = (await readdir(join(stage.dir, chat.project))).filter((one) => one.startsWith("short-1"));
  const folder = join(stage.dir, "shared");
  for (const id of ["a", "b", "c", "d"]) {
    await cp(join(stage.dir, chat.project, source ?? ""), join(folder, id), { recursive: true });
    const metadata = join(folder, id, "metadata.json");
    const whole = JSON.parse(await readFile(metadata, "utf8")) as object;
    await writeFile(metadata, JSON.stringify({ ...whole, app_id: id, partition_key: null }));
  }
  const other = await stage.open("/p/shared?sort=app_id");
  await opened.goto("/p/shared?sort=app_id");
  for (const tab of [page, other.page]) await settled(tab);
  await page.getByRole("checkbox", { name: /^Choose all/ }).check();
  await page.getByText("4 chosen").waitFor();
  await page.getByRole("link", { name: "b", exact: true }).focus();
  await other.page.getByRole("checkbox", { name: "Choose b" }).check();
  await other.page.getByRole("button", { name: "Delete…" }).click();
  await other.page.getByLabel(/to confirm/).fill("1");
  await other.page.getByRole("button", { name: "Delete 1" }).click();
  await page.getByText("3 chosen").waitFor();
  expect(await rows()).toEqual(["a", "c", "d"]);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("c");
  await rm(join(folder, "c"), { recursive: true }); // as the command does
  for (const tab of [page, other.page]) await tab.getByText("2 runs", { exact: true }).waitFor();
  await page.getByText("2 chosen").waitFor();
  expect([opened.problems.take(), other.problems.take()]).toEqual([[], []]);
  await other.page.close();
});
