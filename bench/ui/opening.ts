import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { countBytes, firstRowsMs } from "./probes.ts";
import { p95, type UiRow } from "./report.ts";
import type { Bench } from "./visitor.ts";

const path = "/p/big/r/~/run";

/** What it takes to open a run of 100,000 steps, and the page itself. */
export async function measureOpening({ assets, rounds, visit, openCold }: Bench): Promise<UiRow[]> {
  const cold: number[] = [];
  const complete: number[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    const { visit: visitCold, close } = await openCold("big");
    {
      await using fresh = await visitCold();
      await fresh.goto(path);
      cold.push(await firstRowsMs(fresh.page));
      await fresh.page.waitForFunction(
        () => document.querySelector('[role="slider"]')?.getAttribute("aria-valuemax") === "99999",
        undefined,
        { polling: 50, timeout: 60_000 },
      );
      complete.push(await fresh.page.evaluate(() => performance.now()));
    }
    await close();
  }
  await using warm = await visit();
  await warm.goto(path);
  await firstRowsMs(warm.page);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await warm.goto(path);
    times.push(await firstRowsMs(warm.page));
  }
  await using other = await visit();
  const bytes = await countBytes(other.session);
  await other.goto(path);
  await firstRowsMs(other.page);
  await other.page.getByText("What it read").waitFor();
  const data = bytes.take((url) => url.includes("/api/"));
  await other.session.send("HeapProfiler.enable");
  await other.session.send("HeapProfiler.collectGarbage");
  await other.session.send("Performance.enable");
  const { metrics } = await other.session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  return [
    { what: "100,000 steps, index warm: first rows painted, p95", unit: "ms", value: p95(times), most: 500 },
    { what: "100,000 steps, index cold: first rows painted, p95", unit: "ms", value: p95(cold), most: 1000 },
    { what: "100,000 steps, index cold: all steps there, p95", unit: "ms", value: p95(complete), most: 3000 },
    { what: "100,000 steps: bytes of data to open it", unit: "kB", value: data / 1000, most: 600 },
    { what: "100,000 steps: heap of the page", unit: "MB", value: heap / 1e6, most: 80 },
    {
      what: "first load, up to the list of runs: JavaScript, gzip",
      unit: "kB",
      value: (await scriptBytes(assets, visit)) / 1000,
      most: 180,
    },
  ];
}

/** The compressed bytes of the scripts that are loaded before somebody opens a run. */
async function scriptBytes(assets: string, visit: Bench["visit"]): Promise<number> {
  await using fresh = await visit();
  const scripts = new Set<string>();
  for (const place of ["/p", "/p/big"]) {
    await fresh.goto(place);
    await fresh.page.locator("main a[href]").first().waitFor();
    const names = await fresh.page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
    );
    for (const name of names) if (name.endsWith(".js")) scripts.add(name);
  }
  const sizes = await Promise.all(
    [...scripts].map(async (name) => gzipSync(await readFile(join(assets, name))).length),
  );
  return sizes.reduce((sum, one) => sum + one, 0);
}
