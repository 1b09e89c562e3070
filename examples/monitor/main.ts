// Shows the processors and the memory of this machine until Ctrl+C, or for --samples N.
import { parseArgs } from "node:util";
import { localTracker } from "@burrjs/tracker";
import { monitorApplication } from "./application.ts";
import { liveScreen } from "./live-screen.ts";
import { plainScreen } from "./plain-screen.ts";
import { readMachine } from "./reading.ts";
import { summaryText } from "./text.ts";
import { ticks } from "./ticks.ts";
import { watch } from "./watch.ts";

const usage = `Options:
  --samples 100     stop after so many samples; without it, Ctrl+C stops
  --interval 1000   milliseconds from one sample to the next
  --threshold 80    percentage of processor time above which a sample is hot
  --patience 3      hot samples in a row that raise an alert`;

interface Options {
  readonly samples: number;
  readonly intervalMs: number;
  readonly threshold: number;
  readonly patience: number;
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(): Options | undefined {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const options = { samples: text("Infinity"), interval: text("1000"), threshold: text("80"), patience: text("3") };
  try {
    const { values } = parseArgs({ options });
    const [samples = 0, intervalMs = 0, threshold = 0, patience = 0] = [
      values.samples,
      values.interval,
      values.threshold,
      values.patience,
    ].map(Number);
    if ([samples, intervalMs, threshold, patience].every((value) => value >= 1))
      return { samples, intervalMs, threshold: threshold / 100, patience };
    console.error(`Each option must be a number that is at least 1.\n\n${usage}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  return undefined;
}

const hideCursor = "\u001b[?25l";
const showCursor = "\r\u001b[2K\u001b[?25h"; // and takes away the ^C that the terminal has written

async function main({ intervalMs, threshold, patience, samples }: Options): Promise<void> {
  const tracker = localTracker({ project: "monitor" });
  const app = monitorApplication({ read: readMachine, now: Date.now, threshold, patience, samples, tracker });
  const { stdout } = process;
  const write = (text: string): unknown => stdout.write(text);
  const stopping = new AbortController();
  process.once("SIGINT", () => {
    stopping.abort();
  });
  const isLive = stdout.isTTY && stdout.columns >= 80;
  const screen = isLive ? liveScreen(write, threshold) : plainScreen(write);
  if (isLive) write(hideCursor);
  try {
    await watch(app, { screen, nextTick: ticks(intervalMs), signal: stopping.signal });
  } finally {
    if (isLive) write(showCursor);
  }
  const { history = [], taken = 0, alerts = 0 } = app.state;
  write(`${summaryText({ history, taken, alerts })}\n`);
}

const options = readOptions();
if (options === undefined) process.exitCode = 2;
else await main(options);
