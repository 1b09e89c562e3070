import type { StepState } from "@burrjs/protocol";
import type { StepColumns } from "../step-columns.ts";

/** What there is to say of many steps of one action in one row. Durations in milliseconds. */
export interface RepeatsFacts {
  readonly action: string;
  readonly count: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly startedMs: number;
  /** From the first beginning to the last end; `null`: the last one runs. */
  readonly durationMs: number | null;
  readonly shortestMs: number;
  readonly medianMs: number;
  readonly longestMs: number;
  readonly tokens: number;
  readonly failed: number;
  /** The worst of all. */
  readonly status: StepState;
}

const severity: readonly StepState[] = ["completed", "suspended", "running", "aborted", "stalled", "lost", "failed"];

/** The facts of the steps from one place to another, both included. */
export function repeatsFacts(steps: StepColumns, from: number, to: number): RepeatsFacts {
  const durations: number[] = [];
  let [tokens, failed, status]: [number, number, StepState] = [0, 0, "completed"];
  for (let n = from; n <= to; n += 1) {
    const step = steps.at(n);
    if (step === undefined) continue;
    if (step.durationMs !== null) durations.push(step.durationMs);
    tokens += step.tokens;
    if (step.status === "failed") failed += 1;
    if (severity.indexOf(step.status) > severity.indexOf(status)) ({ status } = step);
  }
  const sorted = durations.toSorted((one, other) => one - other);
  const first = steps.at(from);
  const last = steps.at(to);
  const startedMs = first?.startedMs ?? 0;
  return {
    action: first?.action ?? "",
    count: to - from + 1,
    firstId: first?.sequenceId ?? 0,
    lastId: last?.sequenceId ?? 0,
    startedMs,
    durationMs: last === undefined || last.durationMs === null ? null : last.startedMs + last.durationMs - startedMs,
    shortestMs: sorted[0] ?? 0,
    medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    longestMs: sorted.at(-1) ?? 0,
    tokens,
    failed,
    status,
  };
}
