import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { HeapReport } from "./heap-child.ts";
import type { Effort } from "./measure.ts";
import type { Findings, Row } from "./table.ts";

const megabyte = 1_000_000;

/** Whether memory stays flat over many runs and many chunks, each in a process of its own. */
export async function measure({ rounds }: Effort): Promise<Findings> {
  const isQuick = rounds < 10;
  const runs = inChild("runs", isQuick ? 2_000 : 10_000);
  const chunks = inChild("chunks", isQuick ? 200_000 : 1_000_000);
  return {
    rows: [
      growth(`heap: growth in ${runs.count} runs and broken-off streams`, runs),
      growth(`heap: growth in ${chunks.count} chunks of one stream`, chunks),
      {
        benchmark: "heap: listeners left on a signal that all runs and streams shared",
        unit: "listeners",
        ours: runs.listeners + chunks.listeners,
        targets: [{ text: "0 listeners", isMet: runs.listeners + chunks.listeners === 0 }],
      },
    ],
    notes: ["Heap: used memory after a full collection, at the end less after a tenth of the work."],
  };
}

function growth(benchmark: string, { earlyBytes, lateBytes }: HeapReport): Row {
  const grownMegabytes = (lateBytes - earlyBytes) / megabyte;
  return {
    benchmark,
    unit: "MB",
    ours: grownMegabytes,
    targets: [{ text: "± 2 MB", isMet: Math.abs(grownMegabytes) <= 2 }],
  };
}

function inChild(what: "runs" | "chunks", count: number): HeapReport {
  const program = join(import.meta.dirname, "heap-child.ts");
  const output = execFileSync(process.execPath, ["--expose-gc", program, what, String(count)], { encoding: "utf8" });
  return JSON.parse(output) as HeapReport; // what the program prints
}
