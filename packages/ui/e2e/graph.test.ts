import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { findFaults, sizes } from "./harness/axe.ts";
import { settled } from "./harness/settled.ts";
import { testPage, testStage } from "./harness/test-stage.ts";
import { graphRun, graphs, oddNames, writeGraphWorld } from "./worlds/graph-world.ts";

vi.setConfig({ testTimeout: 30_000 });

const stage = testStage(writeGraphWorld);
const opened = testPage(stage, "/p");
const { show } = opened;

/** The same, when its graph is drawn. */
async function showDrawn(path: string): Promise<Page> {
  const page = await show(path);
  await page.locator("[data-node]").first().waitFor();
  return page;
}

const stepOf = (page: Page): string | null => new URL(page.url()).searchParams.get("s");
const queryOf = (page: Page): string | null => new URL(page.url()).searchParams.get("q");
/** Clicks on the line of a way, a third along it. */
async function clickWay(page: Page, id: string): Promise<void> {
  const { x, y } = await page
    .locator(`[data-edge="${id}"] path`)
    .last()
    .evaluate((line: SVGPathElement) => {
      const point = line.getPointAtLength(line.getTotalLength() / 3);
      const at = point.matrixTransform(line.getScreenCTM() ?? undefined);
      return { x: at.x, y: at.y };
    });
  await page.mouse.click(x, y);
}
const node = (page: Page, name: string) => page.locator(`[data-node="${name}"]`);

describe("All runs of a project on one graph", () => {
  const several = `/p/${graphs.several}/graph`;

  it("are reached from the runs, and by the palette", async () => {
    const page = await show(`/p/${graphs.several}`);
    await page.getByRole("link", { name: "Graph", exact: true }).click();
    await node(page, "ask").waitFor();
    await page.goBack();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /^Command/ }).fill("graph of all");
    await page.keyboard.press("Enter");
    await node(page, "ask").waitFor();
    expect(new URL(page.url()).pathname).toBe(several);
  });

  it("are counted exactly, and each graph can be chosen", async () => {
    const page = await showDrawn(several);
    expect(await page.getByRole("status").filter({ hasText: "run" }).textContent()).toBe("2 of 3 runs");
    expect(await node(page, "ask").textContent()).toContain("×3");
    await page.getByRole("combobox", { name: "Which graph" }).selectOption({ index: 1 });
    await page.getByText("1 of 3 runs").waitFor();
    await settled(page);
    expect(await node(page, "refuse").textContent()).toContain("×0");
    await page.reload();
    await page.getByText("1 of 3 runs").waitFor();
  });

  it.each([
    {
      of: "an action",
      click: (page: Page) => node(page, "refuse").click(),
      q: /^graph:"\w+" action:"refuse"$/,
      runs: 1,
    },
    { of: "a way", click: (page: Page) => clickWay(page, "0"), q: /^graph:"\w+" edge:"ask->refuse"$/, runs: 1 },
    {
      of: "a number",
      click: (page: Page) => page.locator("td a").first().click(),
      q: /^graph:"\w+" action:"ask"$/,
      runs: 2,
    },
  ])("the runs behind $of are a click away", async ({ click, q, runs }) => {
    const page = await showDrawn(several);
    await click(page);
    await page.waitForURL((url) => url.pathname === `/p/${graphs.several}`);
    await page.getByText(runs === 1 ? "1 run" : `${runs} runs`, { exact: true }).waitFor();
    expect(queryOf(page)).toMatch(q);
  });

  it("can be told apart by a measure, and be fewer by a query, by keyboard alone", async () => {
    const page = await showDrawn(several);
    await page.keyboard.press("g");
    await page.waitForURL(/by=totalMs/);
    await page.keyboard.press("/");
    await page.keyboard.type("app:two");
    await page.keyboard.press("Escape");
    await page
      .getByText("1 of 1 run")
      .or(page.getByText("1 run", { exact: true }))
      .first()
      .waitFor();
    await node(page, "answer").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === `/p/${graphs.several}`);
    expect(queryOf(page)).toMatch(/^app:two graph:"\w+" action:"answer"$/);
  });

  it("are the same numbers in the page of a run", async () => {
    const page = await showDrawn(`${graphRun(graphs.several)}?graph=project`);
    await page.getByText("All 2 runs of the project").waitFor();
    expect(await node(page, "ask").textContent()).toContain("×3");
    await page.getByRole("link", { name: "open as a page" }).click();
    await page.getByText("2 of 3 runs").waitFor();
  });
});

describe("The path of a run", () => {
  it("a click goes from visit to visit, and what is in sight stays where it is", async () => {
    const page = await showDrawn(`${graphRun(graphs.dense)}?s=0`);
    const canvas = page.getByRole("region", { name: "Drawing of the graph" });
    const scroll = () => canvas.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
    await node(page, "step_10").focus();
    const before = await scroll();
    const seen: (string | null)[] = [];
    for (let visit = 1; visit <= 7; visit += 1) {
      const old = stepOf(page);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.searchParams.get("s") !== old);
      await settled(page);
      seen.push(stepOf(page));
      expect(await node(page, "step_10").textContent()).toContain(visit === 7 ? "1 of 6" : `${visit} of 6`);
    }
    expect(seen[6]).toBe(seen[0]);
    expect(new Set(seen).size).toBe(6);
    expect(await scroll()).toEqual(before);
  });

  it("a click changes classes and texts: nothing is laid out anew, and no line is drawn anew but for its width", async () => {
    const page = await showDrawn(`${graphRun(graphs.dense)}?s=40`);
    await page.evaluate(() => {
      const changed = new Set<string>();
      Object.assign(globalThis, { changed });
      new MutationObserver((records) => {
        for (const { type, attributeName, target } of records) {
          if (type === "attributes") changed.add(`${target.nodeName} ${attributeName ?? ""}`);
          else if (target.nodeName === "svg") changed.add("svg children");
        }
      }).observe(document.querySelector("[data-node]")?.closest("svg") ?? document, {
        attributes: true,
        childList: true,
        subtree: true,
      });
    });
    await node(page, "step_10").hover({ force: true });
    await page.keyboard.press("j");
    await page.waitForURL(/s=41/);
    await settled(page);
    const changed = await page.evaluate(() => [...(globalThis as unknown as { changed: Set<string> }).changed]);
    const allowed = [
      "g class",
      "g aria-current",
      "path stroke-width",
      "path d",
      "text class",
      "svg children",
      "svg aria-label",
    ];
    expect(changed.filter((one) => !allowed.includes(one))).toEqual([]);
  });

  it("a click on a way filters the steps, and the reasons are shown", async () => {
    const page = await showDrawn(`${graphRun(graphs.several)}?s=0`);
    await clickWay(page, "0");
    await page.waitForURL(/q=/);
    expect(queryOf(page)).toBe('edge:"ask->refuse"');
    await settled(page);
    expect(stepOf(page)).toBe("1");
    await page.getByRole("tabpanel", { name: "Why" }).getByText("Why refuse ran").waitFor();
  });

  it("a node that is dragged stays there, also in other runs, and can be put back", async () => {
    const page = await showDrawn(`${graphRun(graphs.several)}?s=0`);
    const place = async (): Promise<string | null> => await node(page, "refuse").getAttribute("transform");
    const before = await place();
    const box = await node(page, "refuse").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 10];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 60, { steps: 4 });
    await page.mouse.up();
    const moved = await place();
    expect(moved).not.toBe(before);
    expect(stepOf(page)).toBe("0");
    await showDrawn(`/p/${graphs.several}/r/~/two?s=0`);
    expect(await place()).toBe(moved);
    await page.getByRole("button", { name: "Put moved nodes back" }).click();
    expect(await place()).toBe(before);
  });
});

describe("The runs that an action started", () => {
  const path = `${graphRun(graphs.nested)}?s=1`;
  const toggle = (page: Page, name: string) => page.locator(`[data-toggle="${name}"]`);
  const openOf = (page: Page): readonly string[] =>
    (new URL(page.url()).searchParams.get("inside") ?? "").split(",").filter((name) => name !== "");
  /** Where the middle of the upper edge of a node is, and the scale. */
  const place = async (page: Page, name: string): Promise<readonly number[]> =>
    await node(page, name)
      .locator("rect:not([x])")
      .first()
      .evaluate((box) => {
        const { left, top, width, height } = box.getBoundingClientRect();
        return [left + width / 2, top, height].map((pixels) => Math.round(pixels));
      });

  it("open inside of its node, one in another, and everything is where it was when they close", async () => {
    const page = await showDrawn(path);
    const before = [await place(page, "plan"), await place(page, "inquire")];
    await toggle(page, "inquire").click();
    await node(page, "task").waitFor();
    expect(await place(page, "inquire")).toEqual(before[1]);
    expect(openOf(page)).toHaveLength(1);
    await toggle(page, "task").click();
    await node(page, "rate").waitFor();
    expect([await place(page, "plan"), await place(page, "inquire")]).toEqual(before);
    const bars = page.getByRole("group", { name: /^The run inside of / });
    await expect.poll(async () => await bars.count()).toBe(2);
    const address = page.url();
    await page.reload();
    await node(page, "rate").waitFor();
    expect(page.url()).toBe(address);
    await toggle(page, "inquire").click();
    await node(page, "task").waitFor({ state: "detached" });
    await settled(page);
    expect([await place(page, "plan"), await place(page, "inquire")]).toEqual(before);
  });

  it("Back closes what was opened last", async () => {
    const page = await showDrawn(path);
    await toggle(page, "inquire").click();
    await toggle(page, "task").click();
    await node(page, "rate").waitFor();
    await page.goBack();
    await node(page, "rate").waitFor({ state: "detached" });
    await node(page, "task").waitFor();
    await page.goBack();
    await node(page, "task").waitFor({ state: "detached" });
    expect(openOf(page)).toEqual([]);
  });

  it("are shown as far as they had come at the cursor", async () => {
    const page = await showDrawn(path);
    await toggle(page, "inquire").click();
    await toggle(page, "task").click();
    await node(page, "rate").waitFor();
    const figures = async (): Promise<readonly string[]> =>
      await Promise.all(["search", "rate"].map(async (name) => (await node(page, name).textContent()) ?? ""));
    expect((await figures()).map((text) => /×\d|\d.of.\d|\d\/\d/.exec(text)?.[0])).toEqual(["×1", "1 of 1"]);
    await page.evaluate(() => history.replaceState({}, "", `${location.href}&m=20`));
    await page.reload();
    await node(page, "rate").waitFor();
    expect((await figures()).map((text) => /not visited|visited once/.exec(text)?.[0])).toEqual([
      "visited once",
      "not visited",
    ]);
    await page.keyboard.press("k");
    await page.waitForURL(/s=0/);
    await expect.poll(async () => (await figures()).every((text) => text.includes("not visited"))).toBe(true);
  });

  it("are chosen from a list", async () => {
    const page = await showDrawn(path);
    await toggle(page, "inquire").click();
    await node(page, "task").waitFor();
    const [first] = openOf(page);
    const list = page.getByRole("combobox", { name: "Which of the runs that it started" });
    expect((await list.locator("option").allTextContents()).map((text) => text.split(" ·")[0])).toEqual([
      "1 of 2",
      "2 of 2",
    ]);
    await list.selectOption({ index: 1 });
    await expect.poll(() => openOf(page)[0]).not.toBe(first);
    await node(page, "task").waitFor();
  });

  it("open and close by keys, and what has the focus is never lost", async () => {
    const page = await showDrawn(path);
    const focused = async (): Promise<string | null> =>
      await page.evaluate(
        () => document.activeElement?.getAttribute("data-toggle") ?? document.activeElement?.getAttribute("data-node") ?? null, // prettier-ignore
      );
    await node(page, "inquire").focus();
    await page.keyboard.press("ArrowRight");
    await node(page, "task").waitFor();
    expect(await focused()).toBe("inquire");
    await toggle(page, "task").focus();
    await page.keyboard.press("Enter");
    await node(page, "rate").waitFor();
    await node(page, "rate").focus();
    await page.keyboard.press("Escape");
    await node(page, "rate").waitFor({ state: "detached" });
    expect(await focused()).toBe("task");
    await page.getByRole("button", { name: "Close (Esc)" }).focus();
    await page.keyboard.press("Enter");
    await node(page, "task").waitFor({ state: "detached" });
    expect(await focused()).toBe("inquire");
  });

  it("fill the pane, with the way back above, from the third one inside of another on, or when they are to be large", async () => {
    const page = await showDrawn(path);
    await toggle(page, "inquire").click();
    await toggle(page, "task").click();
    await toggle(page, "search").click();
    await node(page, "leaf").waitFor();
    const way = page.getByRole("navigation", { name: "Runs in which this graph is" });
    expect(await way.getByRole("button").count()).toBe(1);
    expect(openOf(page)).toHaveLength(2);
    await page.getByRole("button", { name: "Show this graph large" }).last().click();
    await node(page, "task").waitFor({ state: "detached" });
    expect(await way.getByRole("button").count()).toBe(3);
    await page.goBack();
    await node(page, "task").waitFor();
    await way.getByRole("button").first().click();
    await node(page, "inquire").waitFor();
  });

  it("are told by the list, too", async () => {
    const page = await showDrawn(path);
    await page.getByRole("button", { name: "Path as list" }).click();
    const list = page.getByRole("region", { name: "Graph as a list" });
    const runs = list.getByRole("button", { name: "The 2 runs that inquire started" });
    await runs.click();
    await list.getByRole("button", { name: "The run that task started" }).click();
    await list.getByRole("button", { name: "rate", exact: true }).waitFor();
    expect(await runs.getAttribute("aria-expanded")).toBe("true");
    await runs.click();
    await list.getByRole("button", { name: "task", exact: true }).waitFor({ state: "detached" });
  });
});

describe("A graph that is hard to draw", () => {
  it("shows names of all kinds as what they are, and which of them it did not have", async () => {
    const page = await showDrawn(graphRun(graphs.odd));
    for (const name of Object.values(oddNames)) {
      const title = await page.locator("[data-node]").filter({ hasText: name }).locator("title").textContent();
      expect(title?.startsWith(`${name}, `)).toBe(true);
    }
    await page.getByText("Not in the graph that was recorded, and marked ?: late.").waitFor();
    expect(await node(page, "late").textContent()).toContain("?");
    const titles = await page.locator("[data-edge] title").allTextContents();
    expect(titles.filter((title) => title.includes("one of 3 transitions between the two"))).toHaveLength(3);
  });

  it("is what ran, where none was recorded", async () => {
    const page = await showDrawn(`/p/${graphs.odd}/r/~/bare`);
    await page.getByText("The log of this run has no graph").waitFor();
    expect(await page.locator("[data-node]").count()).toBe(7);
    opened.problems.expect(/404.*graph/);
  });

  it("has boxes for tags and a name on hover, where there are many actions", async () => {
    const page = await showDrawn(`/p/${graphs.tagged}/graph`);
    expect(
      await page
        .locator("svg text")
        .filter({ hasText: /^stage/ })
        .count(),
    ).toBe(8);
    await node(page, "action_010").hover({ force: true });
    await page.locator("svg text").filter({ hasText: "action_010" }).filter({ visible: true }).waitFor();
  });

  it("is a table, where there are more than a thousand", async () => {
    const page = await show(graphRun(graphs.huge));
    await page.getByText("1,500 actions are too many to draw").waitFor();
    const list = page.getByRole("region", { name: "Graph as a list" });
    expect(await list.getByRole("listitem").count()).toBeLessThan(120);
    await list.getByRole("button", { name: "action_001" }).first().click();
    await page.waitForURL(/s=1/);
  });
});

const views = [
  { name: "graph-project", path: `/p/${graphs.several}/graph` },
  { name: "graph-odd", path: `${graphRun(graphs.odd)}?s=6&tab=graph` },
  { name: "graph-bare", path: `/p/${graphs.odd}/r/~/bare?s=6&tab=graph` },
  { name: "graph-many-ways", path: `${graphRun(graphs.dense)}?s=30&tab=graph` },
  { name: "graph-tags", path: `/p/${graphs.tagged}/graph` },
  { name: "graph-table", path: `${graphRun(graphs.huge)}?s=3&tab=graph` },
  { name: "graph-nested", path: `${graphRun(graphs.nested)}?s=1&tab=graph` },
] as const;

it(
  "axe finds no fault with graphs inside of nodes, in both themes and at all widths",
  { timeout: 60_000 },
  async () => {
    const page = await show(`${graphRun(graphs.nested)}?s=1&tab=graph`);
    for (const name of ["inquire", "task"]) await page.locator(`[data-toggle="${name}"]`).click();
    await node(page, "rate").waitFor();
    const found = await findFaults(page, "graph-inside", [...sizes, { width: 1000, height: 800 }]);
    expect(found.join("\n")).toBe("");
  },
);

it.each(views)("axe finds no fault with $name, in both themes and at all widths", { timeout: 60_000 }, async (view) => {
  const page = await show(view.path);
  const found = await findFaults(page, view.name, [...sizes, { width: 1000, height: 800 }]);
  expect(found.join("\n")).toBe("");
});
