// Analyses a large CSV file. Ctrl+C stops it, and asks whether to go on from the last checkpoint.
import { localTracker } from "@burrjs/tracker";
import { datasetApplication } from "./application.ts";
import { createDisplay } from "./display.ts";
import { megabytes } from "./format.ts";
import { cachedSales, type Options, parseOptions, usage } from "./options.ts";
import { runSession } from "./session.ts";
import { terminalPerson } from "./terminal.ts";

/** The exit code of a program that Ctrl+C ended. */
const interrupted = 130;

async function main({ file, maxInvalidShare, ...sales }: Options): Promise<number> {
  const display = createDisplay(process.stdout);
  const path = file ?? (await cachedSales(sales, display.line));
  const app = datasetApplication({ maxInvalidShare, tracker: localTracker({ project: "dataset" }) });
  const isDone = await runSession(app, { path, display, person: terminalPerson() });
  const { maxRSS: peakKilobytes } = process.resourceUsage();
  display.line(`\nPeak memory of the process: ${megabytes(peakKilobytes * 1_024)}.`);
  return isDone ? 0 : interrupted;
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
process.exitCode = options === undefined ? 2 : await main(options);
