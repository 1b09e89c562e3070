import { keyToPaintMs } from "./probes.ts";
import { p95, type UiRow } from "./report.ts";
import type { Bench } from "./visitor.ts";

const statePath = "/api/v1/projects/wide/runs/~/run/steps/1/state?at=after&page=0";

/** What large states, the difference of two, and a graph of 50 nodes cost. */
export async function measureViews({ rounds, visit, openCold }: Bench): Promise<UiRow[]> {
  const diffs: number[] = [];
  const layouts: number[] = [];
  const drawings: number[] = [];
  const states: number[] = [];
  let longest = 0;
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    const { visit: visitCold, close } = await openCold("wide");
    {
      await using cold = await visitCold();
      states.push(
        await cold.page.evaluate(async (path) => {
          // Not while the page itself still begins.
          await new Promise((idle) => requestIdleCallback(idle));
          const startMs = performance.now();
          await (await fetch(path)).json();
          return performance.now() - startMs;
        }, statePath),
      );
    }
    await close();
  }
  for (let round = 0; round < Math.min(rounds, 8); round += 1) {
    await using wide = await visit();
    await wide.goto("/p/wide/r/~/run?s=1&tab=state&view=after");
    await wide.page.getByText("chat_history").first().waitFor();
    await wide.page.evaluate(() => {
      window.burrLongTasks = [];
    });
    diffs.push(await keyToPaintMs(wide.page, "d", () => document.querySelector('[role="tabpanel"]:not([hidden]) [aria-label="Differences"]')?.textContent?.includes("Something else") === true)); // prettier-ignore
    longest = Math.max(longest, ...(await wide.page.evaluate(() => window.burrLongTasks)));
    await using graph = await visit();
    await graph.goto("/p/net/r/~/run?s=10");
    const drawn = await graph.page.waitForFunction(
      () => (document.querySelectorAll("[data-node]").length >= 50 ? performance.now() : undefined),
      undefined,
      { polling: "raf" },
    );
    const answered = await graph.page.evaluate(
      () =>
        performance
          .getEntriesByType("resource")
          .find(({ name }) => name.includes("/run/graph"))
          ?.toJSON() as { readonly responseEnd: number },
    );
    layouts.push(...(await graph.page.evaluate(() => window.burrAnswers.slice(0, 1))));
    drawings.push(((await drawn.jsonValue()) ?? Number.NaN) - answered.responseEnd);
  }
  return [
    { what: "state of 1 MB, never read before: answer, p95", unit: "ms", value: p95(states), most: 100 },
    { what: "difference of two states of 1 MB: key to paint, p95", unit: "ms", value: p95(diffs), most: 100 },
    { what: "difference of two states of 1 MB: longest task of the page", unit: "ms", value: longest, most: 50 },
    { what: "graph of 50 nodes and 150 edges: layout in a worker, never used before, p95", unit: "ms", value: p95(layouts), most: 150 }, // prettier-ignore
    { what: "graph of 50 nodes and 150 edges: answer of the server to drawing, p95", unit: "ms", value: p95(drawings), most: 150 }, // prettier-ignore
  ];
}
