import type { RunClock } from "./run-clock.ts";
import type { StepColumns, StepSketch } from "./step-columns.ts";
import { goesOn } from "./going-on.ts";

/** A column of the overview, some pixels wide. */
interface OverviewColumn {
  /** The longest step that ran in it. */
  readonly durationMs: number;
  /** The worst of what ran in it. */
  readonly tone: "plain" | "model" | "stream" | "running" | "failed";
  /** Tokens and chunks that fall into it; those of a long step are spread over all of its columns. */
  readonly tokens: number;
  readonly chunks: number;
  /** Whether a step begins in it, and not only goes on. */
  readonly begins: boolean;
}

/** What the overview draws. */
export interface Overview {
  /** `undefined`: nothing ran. */
  readonly columns: readonly (OverviewColumn | undefined)[];
  readonly longestMs: number;
  readonly mostTokens: number;
  readonly mostChunks: number;
}

interface OverviewOptions {
  /** How many columns. */
  readonly count: number;
  readonly clock: RunClock;
  /** Along the numbers of steps, and not along the time. */
  readonly byStep: boolean;
  /** In milliseconds since 1970: what counts as the end of what still runs. */
  readonly endMs: number;
}

/** Puts the steps of a run into columns. */
export function overviewOf(steps: StepColumns, { count, clock, byStep, endMs }: OverviewOptions): Overview {
  const columns: (OverviewColumn | undefined)[] = Array.from({ length: count });
  const placeOf = (share: number): number => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  const atTime = (ms: number): number => placeOf(clock.toShown(ms) / clock.lengthMs);
  let [longestMs, mostTokens, mostChunks] = [0, 0, 0];
  for (let n = 0; n < steps.length; n += 1) {
    const step = steps.sketchAt(n);
    const lengthMs = step.durationMs ?? Math.max(0, endMs - step.startedMs);
    const first = byStep ? placeOf(n / steps.length) : atTime(step.startedMs);
    const end = byStep
      ? Math.min(count, Math.ceil(((n + 1) / steps.length) * count)) - 1
      : atTime(step.startedMs + lengthMs);
    const last = Math.max(first, end);
    longestMs = Math.max(longestMs, lengthMs);
    for (let place = first; place <= last; place += 1) {
      const column = joined(columns[place], step, { lengthMs, share: 1 / (last - first + 1), begins: place === first });
      columns[place] = column;
      mostTokens = Math.max(mostTokens, column.tokens);
      mostChunks = Math.max(mostChunks, column.chunks);
    }
  }
  return { columns, longestMs, mostTokens, mostChunks };
}

interface Part {
  readonly lengthMs: number;
  /** How much of the step falls into the column. */
  readonly share: number;
  readonly begins: boolean;
}

function joined(
  before: OverviewColumn | undefined,
  step: StepSketch,
  { lengthMs, share, begins }: Part,
): OverviewColumn {
  return {
    durationMs: Math.max(before?.durationMs ?? 0, lengthMs),
    tone: worse(before?.tone, toneOf(step)),
    tokens: (before?.tokens ?? 0) + step.tokens * share,
    chunks: (before?.chunks ?? 0) + step.chunks * share,
    begins: begins || before?.begins === true,
  };
}

function toneOf({ status, kind, tokens }: StepSketch): OverviewColumn["tone"] {
  if (status === "failed" || status === "lost") return "failed";
  if (goesOn(status)) return "running";
  if (kind === "stream") return "stream";
  return tokens > 0 ? "model" : "plain";
}

const order = ["plain", "model", "stream", "running", "failed"] as const;

function worse(one: OverviewColumn["tone"] | undefined, other: OverviewColumn["tone"]): OverviewColumn["tone"] {
  return one !== undefined && order.indexOf(one) > order.indexOf(other) ? one : other;
}

/** How tall a column is, from 0 to 1: not in proportion, since steps differ by orders of magnitude. */
export function tallness(durationMs: number, longestMs: number): number {
  return Math.max(0.06, Math.min(1, (durationMs / Math.max(1e-6, longestMs)) ** 0.4));
}

/** Round places for an axis of this length in milliseconds, some six of them. */
export function ticksOf(lengthMs: number): readonly number[] {
  const rough = lengthMs / 6;
  const units = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000]; // prettier-ignore
  const step = units.find((unit) => unit >= rough) ?? Math.ceil(rough / 86_400_000) * 86_400_000;
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}

/** Places for an axis of so many steps, from 0 to their number: some six, of round numbers. */
export function stepTicksOf(count: number): readonly number[] {
  const rough = Math.max(1, count / 6);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.max(1, Math.ceil(count / step)) }, (_, index) => index * step);
}
