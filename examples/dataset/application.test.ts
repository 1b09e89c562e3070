import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type DatasetApplication, type DatasetOptions, datasetApplication } from "./application.ts";
import { collect } from "./collect.ts";
import { readRows } from "./read-rows.ts";
import { writeSales } from "./sales-file.ts";
import type { Summary } from "./summary.ts";
import { tempFolder } from "./temp-folder.ts";

const path = join(tempFolder(), "sales.csv");
const rows = 1_000;
const small: DatasetOptions = { progressEveryRows: 30, checkpointEveryRows: 100, now: () => 0 };

beforeAll(() => writeSales(path, { rows, seed: 7, invalidShare: 0.02 }));

async function uninterrupted(): Promise<Summary | undefined> {
  const { state } = await datasetApplication(small).run({ inputs: { path } });
  return state.summary;
}

describe("the analysis", () => {
  it("counts every row, valid or not, up to the end of the file", async () => {
    const { state } = await datasetApplication(small).run({ inputs: { path } });
    const sold = Object.values(state.summary!.regions).reduce((sum, { count }) => sum + count, 0);
    expect(state.summary).toMatchObject({ rows, endBytes: state.file!.sizeBytes });
    expect(sold + state.summary!.invalid).toBe(rows);
  });

  it("reports progress as it reads", async () => {
    const stream = await datasetApplication(small).streamResult({ haltAfter: "analyse", inputs: { path } });
    const seen: number[] = [];
    for await (const { percent, summary } of stream) seen.push(summary.rows, percent);
    expect(seen.slice(0, 1)).toEqual([30]);
    expect(seen.slice(-2)).toEqual([rows, 100]);
    expect((await stream.get()).result).toEqual({ rowsRead: rows });
  });

  it("ends with the same summary, wherever and however it was stopped and resumed", async () => {
    const expected = await uninterrupted();
    const stop = fc.record({ afterChunks: fc.nat(40), how: fc.constantFrom("abort", "signal", "break") });
    const stops = fc.array(stop, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(stops, async (moments) => {
        const app = datasetApplication(small);
        for (const { afterChunks, how } of moments) await runAndStop(app, afterChunks, how);
        const { state } = await app.run({ inputs: { path } });
        expect(state.summary).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("reads on from the byte offset of its last checkpoint", async () => {
    const starts: number[] = [];
    const read: typeof readRows = (file, options) => {
      starts.push(options.startBytes);
      return readRows(file, options);
    };
    const app = datasetApplication({ ...small, read });
    await runAndStop(app, 20, "abort"); // at row 600
    const next = await app.streamResult({ haltAfter: "analyse", inputs: { path } });
    const { result } = await next.get();
    const [header, body, resumed] = starts;
    expect(header).toBe(0);
    expect(body).toBe(app.state.file?.bodyBytes);
    expect(resumed).toBe(await endOfRow(600));
    expect(result).toEqual({ rowsRead: rows - 600 });
  });

  it("commits nothing when it is stopped: the same action is next", async () => {
    const app = datasetApplication(small);
    expect(await runAndStop(app, 20, "abort")).toMatchObject({ status: "aborted", committed: false, closed: true });
    expect(app.state.summary).toBeUndefined();
    expect(app.nextAction).toBe("analyse");
  });
});

describe("the graph", () => {
  it.each([
    { maxInvalidShare: 0.01, way: ["load", "analyse", "warn", "report"] },
    { maxInvalidShare: 0.5, way: ["load", "analyse", "report"] },
  ])("goes $way when a share of $maxInvalidShare may be invalid", async ({ maxInvalidShare, way }) => {
    const taken: string[] = [];
    for await (const { action } of datasetApplication({ ...small, maxInvalidShare }).iterate({ inputs: { path } }))
      taken.push(action);
    expect(taken).toEqual(way);
  });

  it("puts the warning into the report", async () => {
    const { result } = await datasetApplication(small).run({ inputs: { path }, haltAfter: "report" });
    expect(result).toMatchObject({ text: expect.stringContaining("of the rows are invalid; 1.0 % may be.") });
  });

  it("refuses a file with other columns", async () => {
    const other = join(tempFolder(), "other.csv");
    writeFileSync(other, "a,b\n1,2\n");
    await expect(datasetApplication().run({ inputs: { path: other } })).rejects.toThrow("does not begin with");
  });
});

/** Runs until the analysis gave so many chunks, then stops in one of the ways a consumer can; or to its end. */
async function runAndStop(app: DatasetApplication, afterChunks: number, how: "abort" | "signal" | "break") {
  const controller = new AbortController();
  const stream = app.stream({ inputs: { path }, signal: controller.signal, haltAfter: "analyse" });
  let chunks = 0;
  try {
    for await (const event of stream) {
      if (event.type !== "chunk" || (chunks += 1) < afterChunks) continue;
      if (how === "break") break;
      if (how === "signal") controller.abort(stopped);
      else void stream.abort(stopped);
    }
  } catch (error) {
    if (error !== stopped) throw error;
  }
  return stream.outcome;
}

const stopped = new Error("stopped");

async function endOfRow(row: number): Promise<number | undefined> {
  const all = await collect(readRows(path, { startBytes: 0, signal: new AbortController().signal }));
  return all[row]?.endBytes; // the header is the first
}
