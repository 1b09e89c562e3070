import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { olderRun, writeChangedCode } from "./worlds/changed-code.ts";
import { rowsWorld, writeRowsWorld } from "./worlds/rows-world.ts";

const stage = testStage(async (dir) => await Promise.all([writeRowsWorld(dir), writeChangedCode(dir)]));
const opened = testPage(stage, rowsWorld.loop);
const { show } = opened;

const address = (page: Page): string => new URL(page.url()).search;
const rowOf = (page: Page, name: string) => page.getByRole("row", { name });

it("J and K pass over steps of one action that are one row", async () => {
  const page = await show(`${rowsWorld.loop}?s=0`);
  const places: string[] = [];
  for (const key of ["j", "j", "k", "k"]) {
    await page.keyboard.press(key);
    await settled(page);
    places.push(address(page));
  }
  expect(places).toEqual(["?s=1", "?s=13", "?s=1", "?s=0"]);
});

it("the pointer over a row previews its step in the time strip and in the graph", async () => {
  const page = await show(`${rowsWorld.loop}?s=0`);
  await rowOf(page, "answer").hover();
  await page.getByText("13 answer ·").waitFor();
  expect(await page.locator("[data-node][data-ghost]").getAttribute("data-node")).toBe("answer");
  await page.getByRole("heading", { name: /^Why/ }).hover();
  await page.getByText("13 answer ·").waitFor({ state: "hidden" });
  expect(address(page)).toBe("?s=0");
});

it("a click on a message goes to the step that wrote it", async () => {
  const page = await show(`${rowsWorld.loop}?s=13&left=chat`);
  await page.getByText("Is the tide in?").first().click();
  await page.waitForURL(/s=0/);
  await page.goBack();
  await page.waitForURL(/s=13/);
  expect(address(page)).toContain("left=chat");
});

it("the key of the filter leads from the chat to the steps", async () => {
  const page = await show(`${rowsWorld.loop}?s=13&left=chat`);
  await page.keyboard.press("/");
  const filter = page.getByRole("combobox", { name: "Filter steps" });
  await expect.poll(async () => await filter.evaluate((box) => box === document.activeElement)).toBe(true);
});

it("steps with one id can be chosen each, and links say which they lead to", async () => {
  opened.problems.expect(/status of 404.*\/twice\/graph\)/); // a log of Python need not have one
  const page = await show(`${rowsWorld.twice}?s=2`);
  const looks = rowOf(page, "look");
  await looks.first().click();
  await page.getByRole("heading", { name: "Why look ran at step 1", exact: true }).waitFor();
  await looks.last().click();
  await page.getByRole("heading", { name: "Why look ran at step 1′" }).waitFor();
  await rowOf(page, "answer").click();
  const link = page.getByRole("link", { name: "look #1′" }).first();
  expect(await link.getAttribute("href")).toContain("s=1");
});

it("what is typed to be found in the state shows its first hit", async () => {
  const page = await show(`${rowsWorld.loop}?s=13&tab=state`);
  await page.getByRole("searchbox", { name: "Find keys and values" }).fill("wall");
  await page.getByRole("treeitem", { name: /content.*It is, up to the wall/, selected: true }).waitFor();
  expect(await page.getByRole("status").filter({ hasText: "1 of 1" }).count()).toBe(1);
});

it("a source that newer runs have in another form is told, with the difference", async () => {
  const page = await show(`${olderRun}?s=0&tab=code`);
  await page.getByText("The source has changed since").waitFor();
  await page.getByRole("button", { name: "Show the difference" }).click();
  const difference = await page.getByRole("region", { name: "Difference of the sources" }).innerText();
  expect(difference).toMatch(/− *run: .*count \+ 1/);
  expect(difference).toMatch(/\+ *run: .*count \+ 2/);
});

it("nothing went wrong on the way", () => {
  expect(opened.problems.take()).toEqual([]);
});
