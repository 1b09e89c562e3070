import { setTimeout as sleep } from "node:timers/promises";
import { startBusyRun } from "./logs.ts";
import { countBytes, firstRowsMs } from "./probes.ts";
import { p95, type UiRow } from "./report.ts";
import type { Bench } from "./visitor.ts";

const idleSeconds = 10;

/** What a run that goes on costs: how late its steps are on the page, and what it takes when nothing happens and when much does. */
export async function measureLive({ dir, rounds, visit }: Bench): Promise<UiRow[]> {
  const run = await startBusyRun(dir);
  try {
    for (let n = 0; n < 5; n += 1) await run.step();
    await using opened = await visit();
    const { page, session } = opened;
    await opened.goto("/p/live/r/~/run");
    await firstRowsMs(page);
    await page.getByText("Live, following").waitFor();
    const late: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const shown = page.evaluate(async () => {
        const slider = document.querySelector('[role="slider"]');
        const before = slider?.getAttribute("aria-valuemax");
        while (slider?.getAttribute("aria-valuemax") === before)
          await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
        return performance.timeOrigin + performance.now();
      });
      await page.evaluate(() => {}); // it waits
      const startedMs = performance.timeOrigin + performance.now();
      await run.step();
      late.push((await shown) - startedMs);
      await sleep(100 + round * 13); // at any moment of the server's and the tracker's beats
    }
    await sleep(2000);
    const bytes = await countBytes(session);
    await session.send("Performance.enable");
    const taskSeconds = async (): Promise<number> =>
      (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ??
      Number.NaN;
    const before = await taskSeconds();
    await sleep(idleSeconds * 1000);
    const idleShare = ((await taskSeconds()) - before) / idleSeconds;
    const idleBytes = bytes.take(() => true);
    await page.evaluate(() => {
      window.burrLongTasks = [];
    });
    await run.busy(50, 6);
    await sleep(500);
    const longest = Math.max(0, ...(await page.evaluate(() => window.burrLongTasks)));
    return [
      { what: "new step of a live run: on the page, p95", unit: "ms", value: p95(late), most: 300 },
      { what: "idle live run: network in 10 s", unit: "B", value: idleBytes, most: 1000 },
      { what: "idle live run: main thread of the page", unit: "%", value: idleShare * 100, most: 1 },
      { what: "50 steps and 100 items a second: longest task of the page", unit: "ms", value: longest, most: 50 },
    ];
  } finally {
    await run.close();
  }
}
