// How fast a store of logs answers about a log of 100,000 steps, and about 10,000 logs: never looked at before, and again.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";
import type { StoreReport } from "./tracking-store-child.ts";

const mostMegabytes = 200;

export async function measure({ rounds }: Effort): Promise<Findings> {
  const isQuick = rounds < 10;
  const [steps, runs] = isQuick ? [20_000, 2000] : [100_000, 10_000];
  const dir = await mkdtemp(join(tmpdir(), "burr-bench-store-"));
  try {
    const megabytes = (inChild("make", dir, steps).figures["bytes"] ?? 0) / 1e6;
    inChild("make-many", dir, runs);
    const log = `log of ${steps / 1000},000 steps, ${megabytes.toFixed(0)} MB`;
    const list = `list of ${runs / 1000},000 runs`;
    // In this order: the first leaves the index that the second finds.
    const reports = {
      cold: inChild("cold", dir, steps),
      warm: inChild("warm", dir, steps),
      states: inChild("states", dir, steps),
      search: inChild("search", dir, steps),
      tails: inChild("tails", dir, steps),
      listCold: inChild("list", dir, runs),
      listWarm: inChild("list", dir, runs),
    };
    const idleShare = reports.tails.figures["share"] ?? Number.NaN;
    return {
      rows: [
        row(`${log}: never opened before, first and last rows`, reports.cold.figures["first"], 1000),
        row(`${log}: never opened before, all of it`, reports.cold.figures["complete"], 3000),
        row(`${log}: opened again by another process`, reports.warm.figures["first"], 100),
        row(`${log}: any state, 95th percentile`, reports.states.figures["state"], 100),
        row(`${log}: search, first hit at the end of it`, reports.search.figures["hit"], 300),
        row(`${list}: first page, never listed before`, reports.listCold.figures["page"], 3000),
        row(`${list}: with a filter, never listed before`, reports.listCold.figures["all"], 3000),
        row(`${list}: listed again by another process`, reports.listWarm.figures["page"], 300),
        {
          benchmark: "100 watchers of a log in which nothing happens, share of a core",
          unit: "×",
          ours: idleShare,
          targets: [atMost(idleShare, 0.1, "× core")],
        },
        ...Object.entries(reports).map(([name, { peakMegabytes }]): Row => ({
          benchmark: `memory of the whole process at most: ${name}`,
          unit: "MB",
          ours: peakMegabytes,
          targets: [atMost(peakMegabytes, mostMegabytes, "MB")],
        })),
      ],
      notes: ["Store: each line is measured in a process of its own, whose start is not counted."],
    };
  } finally {
    await rm(dir, { recursive: true });
  }
}

function row(benchmark: string, ours = Number.NaN, limitMs = 0): Row {
  return { benchmark, unit: "ms", ours, targets: [atMost(ours, limitMs, "ms")] };
}

function inChild(what: string, dir: string, count: number): StoreReport {
  const program = join(import.meta.dirname, "tracking-store-child.ts");
  const output = execFileSync(process.execPath, [program, what, dir, String(count)], { encoding: "utf8" });
  return JSON.parse(output) as StoreReport; // what the program prints
}
