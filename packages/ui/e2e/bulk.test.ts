import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, it, vi } from "vitest";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";

const count = 260;
const time = "2026-11-29T02:30:00.000000Z";
vi.setConfig({ testTimeout: 60_000 });
const stage = testStage(async (dir) => {
  for (let n = 0; n < count; n += 1) await writeRun(dir, n);
});
const opened = testPage(stage, "/p/many?sort=app_id");
let page: Page;
beforeAll(() => {
  ({ page } = opened);
});

/** Every tenth run has been spawned by the one before. */
async function writeRun(dir: string, n: number): Promise<void> {
  const folder = join(dir, "many", idOf(n));
  await mkdir(folder, { recursive: true });
  const spawner = n % 10 === 1 ? { type: "pointer_data", app_id: idOf(n - 1), sequence_id: 0, partition_key: null } : null; // prettier-ignore
  const metadata = { type: "application_metadata", app_id: idOf(n), partition_key: null, parent_pointer: null, spawning_parent_pointer: spawner, v: 1 }; // prettier-ignore
  const step = { action: n % 2 === 0 ? "even" : "odd", sequence_id: 0 };
  const lines = [
    { type: "begin_entry", start_time: time, inputs: {}, ...step },
    { type: "end_entry", end_time: time, result: null, exception: null, state: {}, ...step },
  ];
  await writeFile(join(folder, "metadata.json"), JSON.stringify(metadata));
  await writeFile(join(folder, "log.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

const idOf = (n: number): string => `run-${String(n).padStart(3, "0")}`;
const button = (name: string | RegExp) => page.getByRole("button", { name });
const dialog = () => page.getByRole("dialog");
const facet = (name: string) => page.getByRole("complementary", { name: "Facets" }).getByRole("button", { name });
const chooseAll = async (shown: number, total: number): Promise<void> => {
  await page.getByRole("checkbox", { name: /^Choose all/ }).check();
  await page.getByText(`${shown} chosen`).waitFor();
  await button(`Choose all ${total} that fit`).click();
  await page.getByText(`${total} chosen`).waitFor();
};

it("what is done with all that fit is done with those that fit when they were chosen", async () => {
  await opened.goto("/p/many?sort=app_id&q=action:even");
  await settled(page);
  await chooseAll(100, 130);
  await writeRun(stage.dir, 400);
  await button("1 new").waitFor();
  await button("Tag…").click();
  await page.getByLabel("Tag", { exact: true }).fill("kept");
  await page.keyboard.press("Enter");
  await page.getByText("Tagged 130 with “kept”.").waitFor();
  await expect.poll(() => facet("kept").textContent(), { timeout: 10_000 }).toBe("kept130");
  await rm(join(stage.dir, "many", idOf(400)), { recursive: true });
  await opened.goto("/p/many?sort=app_id&q=tag:kept");
  await settled(page);
  await chooseAll(100, 130);
  const written: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/notes")) written.push(request.url());
  });
  await button(/^Tag…/).click();
  await page.getByLabel("Tag", { exact: true }).fill("kept");
  await page.keyboard.press("Enter");
  await dialog().waitFor({ state: "detached" });
  expect(written).toEqual([]); // they have it
  await chooseAll(100, 130);
  await button("Untag…").click();
  await button("Take the tag off").click();
  await page.getByText("Took “kept” off 130.").waitFor();
  await page.getByText("No run is like that").waitFor();
});

it("all that fit are exported as one file", async () => {
  await opened.goto("/p/many?sort=app_id&q=action:odd");
  await settled(page);
  await chooseAll(100, 130);
  await button("Export…").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog().getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("many-130-runs.jsonl");
  const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toEqual({ kind: "runs", count: 130 });
  const odd = Array.from({ length: count }, (_, n) => n).filter((n) => n % 2 === 1);
  const ids = new Set(lines.map((line) => (JSON.parse(line) as { app_id?: string }).app_id));
  expect([...ids].filter((id) => id !== undefined)).toEqual(odd.map((n) => idOf(n)));
});

it("an act shows how far it is, stops, and tells what failed, which can be tried again", async () => {
  await opened.goto("/p/many?sort=app_id");
  await settled(page);
  await chooseAll(100, count);
  await button("Delete…").click();
  expect(
    await dialog()
      .getByText(/forked or spawned/)
      .count(),
  ).toBe(0); // all are chosen
  let asked = 0;
  const held: (() => void)[] = [];
  opened.problems.expect(/503/);
  await page.route("**/api/v1/projects/many/runs/**", async (route) => {
    if (route.request().method() !== "DELETE") return await route.continue();
    asked += 1;
    if (asked === 3) return await route.fulfill({ status: 503, json: { error: { code: "x", message: "The disk is full." } } }); // prettier-ignore
    if (asked > 10) await new Promise<void>((go) => void held.push(go));
    await route.continue();
  });
  expect(await button(`Delete ${count}`).isDisabled()).toBe(true);
  await page.getByLabel(/to confirm/).fill(String(count));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const progress = dialog().getByRole("progressbar", { name: "Deleting" });
  await expect.poll(() => progress.getAttribute("aria-valuetext")).toBe(`Deleting 10 of ${count}`);
  expect([await progress.getAttribute("aria-valuenow"), held.length]).toEqual(["10", 4]);
  await button("Stop").click();
  for (const go of held) go();
  await dialog().getByText(`1 of ${count} could not be deleted:`).waitFor();
  expect(await dialog().getByRole("listitem").allTextContents()).toEqual(["run-002 The disk is full."]);
  expect(asked).toBe(14);
  held.length = 0;
  await button("Try those again").click();
  await expect.poll(() => held.length).toBe(1);
  held[0]?.();
  await page.getByText("14 runs deleted; the bin keeps them for 7 days.").waitFor();
  await page.unroute("**/api/v1/projects/many/runs/**");
  expect(await readdir(join(stage.dir, ".bin/many"))).toHaveLength(14);
  await page.getByText(`${count - 14} runs`, { exact: true }).waitFor();
});

it("what is under way is asked about before the page goes, and stops on another screen", async () => {
  await opened.goto("/p");
  await page.getByRole("link", { name: "many" }).click();
  await settled(page);
  await page.getByRole("checkbox", { name: /^Choose all/ }).check();
  await button("Tag…").click();
  await page.getByLabel("Tag", { exact: true }).fill("going");
  const held: (() => void)[] = [];
  await page.route("**/api/v1/projects/many/notes", async (route) => {
    if (route.request().method() === "POST") await new Promise<void>((go) => void held.push(go));
    await route.continue();
  });
  await page.keyboard.press("Enter");
  await expect.poll(() => held.length).toBe(4);
  opened.problems.expect(/A dialog: /); // it is dismissed there
  const asks = page.waitForEvent("dialog");
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const question = await asks;
  expect(question.type()).toBe("beforeunload");
  await dialog().getByRole("progressbar", { name: "Tagging" }).waitFor();
  await page.goBack();
  await page.getByRole("table", { name: "Projects" }).waitFor();
  for (const go of held) go();
  await page.getByText("Tagged 4 with “going”.").waitFor();
  expect(held).toHaveLength(4);
  await page.unroute("**/api/v1/projects/many/notes");
});

it("deleting says which runs stay behind, and what is deleted comes back from the bin", async () => {
  await opened.goto("/p/many?sort=app_id");
  await settled(page);
  await page.getByRole("checkbox", { name: "Choose run-020" }).check();
  await button("Delete…").click();
  await dialog()
    .getByText("1 run that was forked or spawned from them is not chosen, and will not be deleted.")
    .waitFor();
  await page.getByLabel(/to confirm/).fill("1");
  await button("Delete 1").click();
  await page.getByText("1 run deleted").waitFor();
  expect(await readdir(join(stage.dir, "many"))).toContain("run-021");
  const [name = ""] = (await readdir(join(stage.dir, ".bin/many"))).filter((one) => one.startsWith("run-020"));
  await rename(join(stage.dir, ".bin/many", name), join(stage.dir, "many/run-020"));
  await page.reload();
  await page.getByRole("link", { name: "run-020" }).waitFor();
  expect(opened.problems.take()).toEqual([]);
});
