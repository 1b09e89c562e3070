import type { StepRow, StepState, TokenCounts } from "@burrjs/protocol";
import { stepStates } from "../index/index-tables.ts";
import { zoneMinutes } from "../index/log-clock.ts";
import { usageOf } from "../index/usage.ts";
import { countSteps, type Spot } from "./log-steps.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";
import { type Liveness, liveState, type WritingProcess } from "../runs/run-status.ts";

/** What rows of steps show besides what is in the index. */
export interface RowContext {
  readonly view: LogView;
  /** What a step without an end is, if the program may still be in it. */
  readonly live: StepState;
  readonly zoneMinutes: number;
  /** How many applications each step has spawned, or were forked from it, by its id. */
  readonly children: ReadonlyMap<number, number>;
}

/** What is needed for the rows of a log as it is now. */
export function rowContext(view: LogView, children: ReadonlyMap<number, number>, liveness: Liveness): RowContext {
  const last = view.tail ?? view.head;
  return {
    view,
    live: liveState(writerOf(last), view.modifiedAtMs, liveness),
    zoneMinutes: zoneMinutes(view.head),
    children,
  };
}

/** Who has written the last run of a log; `null` when it does not say. */
export function writerOf({ runs, texts }: RunIndex): WritingProcess | null {
  const run = runs.count - 1;
  return run < 0 ? null : { pid: runs.get("pid", run), host: texts.text(runs.get("host", run)) };
}

/** A step as a list shows it. */
export function stepRow(context: RowContext, { index, step, n }: Spot): StepRow {
  const { steps, texts } = index;
  const id = steps.get("sequence", step);
  const role = steps.get("role", step);
  const error = steps.get("error", step);
  const model = steps.get("model", step);
  const from = steps.get("from", step);
  return {
    sequence_id: id,
    repeat: steps.get("repeat", step),
    n,
    action: texts.text(steps.get("action", step)),
    kind: index.hasFlag(step, "stream") ? "stream" : "action",
    role: role === 0 ? null : texts.text(role),
    status: stepState(context, { index, step, n }),
    attempt: steps.get("attempt", step),
    started_ms: startedMs(context, index, step),
    duration_ms: msOrNull(steps.get("durationUs", step)),
    first_chunk_ms: msOrNull(steps.get("firstChunkUs", step)),
    chunks: steps.get("chunks", step),
    spans: steps.get("spans", step),
    children: context.children.get(id) ?? 0,
    tokens: tokensOf(index, step),
    model: model === 0 ? null : texts.text(model),
    usage: usageOf(index, step),
    error: error === 0 ? null : texts.text(error),
    gap: index.hasFlag(step, "gap"),
    from: from === 0 ? null : texts.text(from),
  };
}

/** How a step stands. Without an end: what the process is doing, if it can still be in that step, else `lost`. */
export function stepState({ view, live }: RowContext, { index, step, n }: Spot): StepState {
  const state = stepStates[index.steps.get("status", step)] ?? "open";
  if (state !== "open") return state;
  const run = index.runs.count - 1;
  const isInLastRun = run < 0 || (index.runs.get("steps", run) <= step && index.runs.get("status", run) === 0);
  return n === countSteps(view) - 1 && isInLastRun ? live : "lost";
}

/** When a step began, in milliseconds since 1970. */
export function startedMs(context: RowContext, index: RunIndex, step: number): number {
  const ms = index.steps.get("started", step);
  return index.hasFlag(step, "naiveStart") ? ms - context.zoneMinutes * 60_000 : ms;
}

function tokensOf({ steps }: RunIndex, step: number): TokenCounts | null {
  const tokens = {
    input: steps.get("inputTokens", step),
    output: steps.get("outputTokens", step),
    cached: steps.get("cachedTokens", step),
    reasoning: steps.get("reasoningTokens", step),
  };
  return tokens.input + tokens.output + tokens.cached + tokens.reasoning === 0 ? null : tokens;
}

function msOrNull(us: number): number | null {
  return Number.isNaN(us) ? null : us / 1000;
}
