import { stat } from "node:fs/promises";
import { burr, type Hooks, input } from "@burrjs/core";
import { readRows } from "./read-rows.ts";
import { reportText } from "./report-text.ts";
import { columns } from "./sale.ts";
import { emptySummary, type Summary, Tally } from "./summary.ts";

/** A file that is ready to be read. */
interface DataFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Where the first row after the header begins. */
  readonly bodyBytes: number;
}

/** The state of the application. */
interface Analysis {
  file: DataFile;
  summary: Summary;
  /** The share of rows, from 0 to 1, that may be invalid before the application warns. */
  maxInvalidShare: number;
  warning: string | undefined;
}

/** A partial result of the analysis: how far it is, and what it knows by then. */
export interface Progress {
  readonly percent: number;
  /** Of this attempt. */
  readonly rowsPerSecond: number;
  /** Rows that this attempt did not read, since they are in the checkpoint that it began with. */
  readonly resumedAtRow: number;
  /** Rows in the last checkpoint: where the next attempt would begin. */
  readonly savedAtRow: number;
  readonly summary: Summary;
}

/** What an application can be made with. */
export interface DatasetOptions {
  readonly maxInvalidShare?: number;
  /** Rows from one partial result to the next. */
  readonly progressEveryRows?: number;
  /** Rows from one checkpoint to the next: what an attempt loses at most. */
  readonly checkpointEveryRows?: number;
  readonly now?: () => number;
  readonly read?: typeof readRows;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

const b = burr<Analysis>();

/** `load` → `analyse` (streaming) → `report`, by way of `warn` when too many rows are invalid. */
export function datasetApplication(options: DatasetOptions = {}) {
  const { maxInvalidShare = 0.01, progressEveryRows = 10_000, checkpointEveryRows = 50_000 } = options;
  const { now = Date.now, read = readRows, tracker = {} } = options;

  const load = b.action({
    reads: [],
    writes: ["file"],
    inputs: { path: input<string>() },
    async run(_state, { path }, { signal }) {
      const { size: sizeBytes } = await stat(path);
      for await (const { fields, endBytes } of read(path, { startBytes: 0, signal })) {
        if (fields.join() !== columns.join()) break;
        return { file: { path, sizeBytes, bodyBytes: endBytes } };
      }
      throw new Error(`${path} does not begin with the columns of a file of sales: ${columns.join()}.`);
    },
  });

  const analyse = b.action({
    reads: ["file"],
    writes: ["summary"],
    async *run({ file }, _inputs, context) {
      const { signal, resumed } = context;
      const tally = new Tally(resumed?.summary ?? emptySummary(file.bodyBytes));
      const resumedAtRow = tally.rows;
      const startedAtMs = now();
      let savedAtRow = tally.rows;
      const progress = (): Progress => ({
        percent: (tally.endBytes / file.sizeBytes) * 100,
        rowsPerSecond: ((tally.rows - resumedAtRow) / Math.max(1, now() - startedAtMs)) * 1_000,
        resumedAtRow,
        savedAtRow,
        summary: tally.snapshot(),
      });
      for await (const row of read(file.path, { startBytes: tally.endBytes, signal })) {
        tally.add(row);
        if (tally.rows % checkpointEveryRows === 0) {
          context.checkpoint({ summary: tally.snapshot() });
          savedAtRow = tally.rows;
        }
        if (tally.rows % progressEveryRows === 0) yield progress();
      }
      yield progress();
      return [{ rowsRead: tally.rows - resumedAtRow }, { summary: tally.snapshot() }];
    },
  });

  const warn = b.action({
    reads: ["summary", "maxInvalidShare"],
    writes: ["warning"],
    run({ summary, maxInvalidShare: limit }) {
      const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
      return {
        warning: `${percent(summary.invalid / summary.rows)} of the rows are invalid; ${percent(limit)} may be.`,
      };
    },
  });

  const report = b.action({
    reads: ["summary", "warning"],
    writes: [],
    run: (state) => [{ text: reportText(state.summary, state.warning) }, {}],
  });

  const isSuspect = b.check(
    ["summary", "maxInvalidShare"],
    ({ summary, maxInvalidShare: limit }) => summary.invalid > limit * summary.rows,
    "too many invalid rows",
  );
  return b.application({
    actions: { load, analyse, warn, report },
    transitions: [
      ["load", "analyse"],
      ["analyse", "warn", isSuspect],
      [["analyse", "warn"], "report"],
    ],
    entrypoint: "load",
    state: { maxInvalidShare, warning: undefined },
    tracker,
  });
}

/** The application that `datasetApplication()` makes. */
export type DatasetApplication = ReturnType<typeof datasetApplication>;
