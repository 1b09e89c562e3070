import type { Progress } from "./application.ts";
import { count, megabytes, money } from "./format.ts";

/** Where a display writes: `process.stdout`, or a fake. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows text, and under it how far the analysis is. */
export interface Display {
  /** The latest progress: redrawn in place on a terminal, else a line whenever another tenth is done. */
  readonly progress: (progress: Progress) => void;
  /** A line that stays. */
  readonly line: (text: string) => void;
}

/** A display on `output`. */
export function createDisplay(output: Output): Display {
  let drawn = "";
  let tenth = -1;
  return {
    progress(progress) {
      if (output.isTTY === true) {
        drawn = `${progressBar(progress.percent)} ${progressText(progress)}`.slice(0, (output.columns ?? 80) - 1);
        output.write(`\r\u001b[2K${drawn}`);
      } else if (Math.floor(progress.percent / 10) !== tenth) {
        tenth = Math.floor(progress.percent / 10);
        output.write(`  ${progressText(progress)}\n`);
      }
    },
    line(text) {
      output.write(`${drawn === "" ? "" : "\n"}${text}\n`);
      drawn = "";
    },
  };
}

/** One line about the progress, most important things first. */
function progressText({ percent, rowsPerSecond, summary }: Progress): string {
  const { rows, endBytes, invalid, regions } = summary;
  const groups = Object.values(regions);
  const sales = groups.reduce((sum, group) => sum + group.count, 0);
  const cents = groups.reduce((sum, group) => sum + group.sumCents, 0);
  const aggregates = `mean ${money(sales === 0 ? 0 : cents / sales)} · ${count(invalid)} invalid`;
  const amounts = `${count(rows).padStart(9)} rows · ${megabytes(endBytes)} · ${count(rowsPerSecond)} rows/s`;
  return `${percent.toFixed(1).padStart(5)} % · ${amounts} · ${aggregates}`;
}

function progressBar(percent: number): string {
  const filled = Math.round((percent / 100) * barWidth);
  return "█".repeat(filled) + "░".repeat(barWidth - filled);
}

const barWidth = 20;
