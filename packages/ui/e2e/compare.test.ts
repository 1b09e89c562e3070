import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { findFaults, sizes } from "./harness/axe.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { testStage } from "./harness/test-stage.ts";
import { type LiveRun, startLiveRun } from "./worlds/live-run.ts";
import { writeTwoRuns } from "./worlds/two-runs.ts";

const stage = testStage(writeTwoRuns);
const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** A run with so many finished steps, all with the same words. */
function liveRun(name: string, steps: number): LiveRun {
  const run = startLiveRun(stage.dir, name);
  open.push({ close: async () => await run[Symbol.asyncDispose]() });
  for (let n = 0; n < steps; n += 1) {
    run.say(`word ${n}`);
    run.step();
  }
  return run;
}

it("a run under way differs in nothing that it has not come to", { timeout: 60_000 }, async () => {
  const whole = liveRun("whole", 3);
  whole.say("word 3");
  whole.end();
  const going = liveRun("going", 1);
  const { page, context, problems } = await stage.open("/p/live/compare?a=~/whole&b=~/going");
  open.push({ close: async () => await context.close() });
  const head = page.getByRole("region", { name: "Both runs", exact: true });
  await head.getByText("No difference so far: all steps have equal calls, attempts, results and changes.").waitFor();
  await head.getByText("1 equal · 3 not known yet").waitFor();
  await shoot(page, "compare-going");
  going.say("word 1");
  going.step();
  await head.getByText("2 equal · 2 not known yet").waitFor();
  going.say("another word");
  going.step();
  await head.getByText(/First difference: step 2, listen/).waitFor();
  await head.getByText("2 equal · 1 changed · 1 not known yet").waitFor();
  going.end();
  await head.getByText(/2 equal · 2 changed/).waitFor();
  expect(problems.take()).toEqual([]);
});

const pair = "/p/pairs/compare?a=~/left&b=~/right";

async function openPair(more = ""): Promise<OpenPage> {
  const opened = await stage.open(pair + more);
  open.push({ close: async () => await opened.context.close() });
  await opened.page.getByRole("table", { name: "Steps of A and B" }).waitFor();
  await settled(opened.page);
  return opened;
}

/** What the cells of a row say, but for the first, without the spaces that only look well. */
async function cellsOf(page: Page, step: string): Promise<readonly string[]> {
  const row = page.getByRole("row").filter({ hasText: step });
  const texts = await row.getByRole("cell").allTextContents();
  return texts.slice(1).map((text) => text.replaceAll(/\s/g, " "));
}

it("duration, tokens and cost of each step and of both runs, with what B has more", { timeout: 60_000 }, async () => {
  const { page, problems } = await openPair();
  // What a side has used stands beside its step; in the list as well where there is room.
  const answer = page.getByRole("region", { name: "Differences of the row" });
  await answer.getByText("1,700 tokens, $0.009").waitFor();
  await page.setViewportSize({ width: 1920, height: 900 });
  // gpt-4o: $2.5 for a million tokens of input, $1.25 where they were kept, $10 for output.
  // A: (1,000 × 2.5 + 500 × 10) / 1e6 = 0.0075. B: (600 × 2.5 + 400 × 1.25 + 700 × 10) / 1e6 = 0.009.
  expect((await cellsOf(page, "1answer")).join(" | ")).toBe(
    "1answer | 400 ms | 1,500 | $0.0075 | 1answer | 600 ms | 1,700 | $0.009 | ↑ +200 ms | ↑ +200 | ↑ +$0.0015",
  );
  expect(await cellsOf(page, "3review")).toEqual(["3review", "50 ms", "–", "–", "–", "", "", "", "–", "–", "–"]);
  const head = page.getByRole("region", { name: "Both runs", exact: true });
  const text = ((await head.textContent()) ?? "").replaceAll(/\s/g, " ");
  expect(text).toContain("First difference: step 1, answer");
  expect(text).toContain("2 equal · 2 changed · 1 only A · 1 only B");
  expect(text).toMatch(/1,700 tokens ↑ \+200/);
  expect(text).toMatch(/\$0.009 ↑ \+\$0.0015/);
  await shoot(page, "compare-figures");
  expect(problems.take()).toEqual([]);
});

it("what differs in a step: state, the streamed text with both lanes, spans", { timeout: 60_000 }, async () => {
  const { page } = await openPair();
  await page.getByRole("button", { name: /^1\s*answer/ }).click();
  const detail = page.getByRole("region", { name: "Differences of the row" });
  const text = async (): Promise<string> => ((await detail.textContent()) ?? "").replaceAll(/\s/g, " ");
  await detail.getByText("1 value differs").waitFor();
  await detail.getByRole("img", { name: /Times of the items/ }).waitFor();
  expect(await text()).toContain("only A: boats only B: ships");
  expect(await text()).toContain("First item: A 100 ms, B 150 ms · whole stream: A 300 ms, B 450 ms");
  expect(await text()).toContain("chat gpt-4o300 ms450 ms↑ +150 ms");
});

it("N goes from one difference to the next, and says when there is none", { timeout: 60_000 }, async () => {
  const { page } = await openPair();
  const current = async (): Promise<string> => (await page.locator('[role="row"][aria-current]').textContent()) ?? "";
  const seen: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    seen.push(/\d(ask|answer|decide|review|draw)/.exec(await current())?.[1] ?? "");
    await page.keyboard.press("n");
    await settled(page);
  }
  expect(seen).toEqual(["answer", "decide", "review", "draw"]);
  await page.getByText("There is no difference after this row.").waitFor();
});

it("A and B change places, by the button as by the key, and what is looked at stays", { timeout: 60_000 }, async () => {
  const { page } = await openPair();
  const address = () => new URL(page.url()).searchParams;
  await page.keyboard.press("g");
  await page.waitForURL(/show=graph/);
  const [a, b] = [address().get("a"), address().get("b")];
  await page.keyboard.press("x");
  await expect.poll(() => [address().get("a"), address().get("b"), address().get("show")]).toEqual([b, a, "graph"]);
  await page.getByRole("button", { name: "Swap A and B" }).click();
  await expect.poll(() => [address().get("a"), address().get("b"), address().get("show")]).toEqual([a, b, "graph"]);
});

it("the graph shows the ways of both: A's solid, B's dashed, those of both dark", { timeout: 60_000 }, async () => {
  const { page, problems } = await openPair();
  await page.keyboard.press("g");
  await page.waitForURL(/show=graph/);
  const graph = page.getByRole("region", { name: "Graph of both runs" });
  await graph.waitFor();
  const edges = await graph.locator("[data-edge]").evaluateAll((all) =>
    all.map((edge) => {
      const { strokeDasharray, stroke } = getComputedStyle(edge.querySelector("path")!);
      return [edge.getAttribute("data-edge"), edge.getAttribute("data-side"), strokeDasharray === "none" ? "solid" : "dashed", stroke]; // prettier-ignore
    }),
  );
  const token = async (name: string): Promise<string> =>
    await page.evaluate((variable) => {
      const probe = document.createElement("i");
      document.body.append(probe);
      probe.style.color = `var(${variable})`;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }, name);
  const [a, b, dark] = [await token("--a"), await token("--b"), await token("--text-primary")];
  expect(edges).toEqual([
    ["ask answer", "both", "solid", dark],
    ["answer decide", "both", "solid", dark],
    ["decide review", "a", "solid", a],
    ["decide draw", "b", "dashed", b],
    ["review ask", "a", "solid", a],
    ["draw ask", "b", "dashed", b],
  ]);
  await shoot(page, "compare-graph");
  await graph.getByRole("button", { name: /^draw/ }).click();
  await page.waitForURL(/b=[^&]*%403|b=[^&]*@3/);
  await page.keyboard.press("g");
  await page.getByRole("region", { name: "Differences of the row" }).waitFor();
  expect(problems.take()).toEqual([]);
});

it("two tries of one step are compared by their own links", { timeout: 60_000 }, async () => {
  const twice = "/p/pairs/compare?a=~/twice@1~0&b=~/twice@1";
  const opened = await stage.open(twice);
  open.push({ close: async () => await opened.context.close() });
  const { page, problems } = opened;
  const detail = page.getByRole("region", { name: "Differences of the row" });
  await detail.getByRole("link", { name: "Step 1", exact: true }).waitFor();
  await detail.getByRole("link", { name: "Step 1′", exact: true }).waitFor();
  await detail.getByText("only A: boats").waitFor();
  await detail.getByRole("link", { name: "Step 1", exact: true }).click();
  await page.waitForURL(/s=1&r=0/);
  await settled(page);
  await page.keyboard.press("b");
  await page.waitForURL(/b=%401(?:~|%7E)0/);
  await page.goto(`${page.url()}&view=b&tab=state`.replace("s=1&r=0", "s=1"));
  await page.getByRole("region", { name: "Differences" }).getByText("text").first().waitFor();
  expect(problems.take()).toEqual([]);
});

it(
  "steps that are equal are not called that where they started runs: these are compared, too",
  { timeout: 60_000 },
  async () => {
    const { page, context, problems } = await stage.open("/p/pairs/compare?a=~/up&b=~/down");
    open.push({ close: async () => await context.close() });
    const head = page.getByRole("region", { name: "Both runs", exact: true });
    const first = head.getByRole("link", { name: "in a child run: 1 step differs, the first is step 0, ask" });
    await first.waitFor();
    await page.getByRole("row").filter({ hasText: "2 runs" }).filter({ hasText: "3 runs" }).waitFor();
    const rows = page.getByRole("region", { name: "Differences of the row" }).locator("ol > li");
    await rows.filter({ hasText: /1 step differs, the first is step 0, ask$/ }).waitFor();
    expect((await rows.allTextContents()).map((text) => text.replaceAll(/\s/g, " "))).toEqual([
      "up-0 ↔ down-0equal",
      "up-1 ↔ down-11 step differs, the first is step 0, ask",
      "down-2only in B",
    ]);
    expect((await findFaults(page, "compare-children", sizes)).join("\n")).toBe("");
    const before = page.url();
    await rows.nth(1).getByRole("link").last().focus();
    await page.keyboard.press("Enter");
    await page.getByText(/First difference: step 0/).waitFor();
    const there = page.url();
    await page.reload();
    await page.getByText(/First difference: step 0/).waitFor();
    expect(page.url()).toBe(there);
    await page.goBack();
    await rows.first().waitFor();
    expect(page.url()).toBe(before);
    await first.click();
    await page.waitForURL(/a=[^&]*up-1(@|%40)0/);
    await page.goBack();
    await rows.first().waitFor();
    expect(problems.take()).toEqual([]);
  },
);

it("says when child runs could not be compared", { timeout: 60_000 }, async () => {
  const { page, context } = await stage.open("/p");
  open.push({ close: async () => await context.close() });
  const error = { code: "not_found", message: "There is no such run." };
  await page.route("**/align?*up-0*", async (route) => await route.fulfill({ status: 404, json: { error } }));
  await page.goto("/p/pairs/compare?a=~/up&b=~/down");
  const head = page.getByRole("region", { name: "Both runs", exact: true });
  const text = "The child runs could not be compared: There is no such run.";
  await expect.poll(async () => await head.getByRole("heading").textContent()).toContain(text);
});

it("a button is off where there is no difference to go to", { timeout: 60_000 }, async () => {
  const { page, context, problems } = await stage.open(pair);
  open.push({ close: async () => await context.close() });
  await settled(page);
  const isOff = async (name: string): Promise<string | null> =>
    await page.getByRole("button", { name, exact: true }).getAttribute("aria-disabled");
  expect([await isOff("Previous difference"), await isOff("Next difference")]).toEqual(["true", "false"]);
  const next = page.getByRole("button", { name: "Next difference", exact: true });
  for (let pressed = 0; pressed < 12 && (await isOff("Next difference")) === "false"; pressed += 1) {
    const before = page.url();
    await next.click();
    await expect.poll(() => page.url()).not.toBe(before);
    await settled(page);
  }
  expect([await isOff("Previous difference"), await isOff("Next difference")]).toEqual(["false", "true"]);
  expect(problems.take()).toEqual([]);
});

it("the longest cost fits its column, whatever the width", { timeout: 60_000 }, async () => {
  const { page } = await openPair();
  for (const address of ["/p/pairs", pair]) {
    for (const width of [1920, 768, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(new URL(address, page.url()).href);
      await settled(page);
      if (width === 1920) await page.getByRole("cell", { name: "$0.0075", exact: true }).waitFor();
      const cut = await page.getByRole("cell").evaluateAll((cells) => {
        const costs = cells.filter((cell) => cell.textContent.startsWith("$") && cell.clientWidth > 0);
        for (const cell of costs) cell.textContent = "$0.000123";
        return costs.filter((cell) => cell.scrollWidth > cell.clientWidth).length;
      });
      expect([address, width, cut]).toEqual([address, width, 0]);
    }
  }
});
