import type { StreamSummary } from "@burrjs/protocol";
import type { StepCells } from "../step-columns.ts";

/** A part of a step's time. `wait`: for the first chunk; `stream`: chunks come; `reduce`: behind the stream. */
export interface BarPhase {
  readonly kind: "whole" | "wait" | "stream" | "reduce";
  /** In milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

type Timed = Pick<StepCells, "kind" | "startedMs" | "durationMs" | "firstChunkMs">;

/**
 * What a step's bar is made of.
 *
 * @param openEndMs - What counts as the end of a step that has none.
 * @param stream - The last stream of the step, where that is known: the list of steps does not tell when it ended.
 */
export function barPhases(
  step: Timed,
  { openEndMs, stream }: { readonly openEndMs: number; readonly stream: StreamSummary | undefined },
): readonly BarPhase[] {
  const fromMs = step.startedMs;
  const toMs = Math.max(fromMs, step.durationMs === null ? openEndMs : fromMs + step.durationMs);
  if (step.kind !== "stream") return [{ kind: "whole", fromMs, toMs }];
  const opened = stream?.opened_ms ?? fromMs;
  const first =
    stream === undefined ? (step.firstChunkMs === null ? null : opened + step.firstChunkMs) : stream.first_item_ms;
  // One that gave nothing has nothing that could have been waited for; one that still runs is waiting.
  if (first === null) return [{ kind: step.durationMs === null ? "wait" : "whole", fromMs, toMs }];
  const within = (at: number): number => Math.min(toMs, Math.max(fromMs, at));
  const firstMs = within(first);
  const endedMs = Math.max(firstMs, within(stream?.ended_ms ?? toMs));
  const phases: readonly BarPhase[] = [
    { kind: "wait", fromMs, toMs: firstMs },
    { kind: "stream", fromMs: firstMs, toMs: endedMs },
    { kind: "reduce", fromMs: endedMs, toMs },
  ];
  return phases.filter((phase) => phase.toMs > phase.fromMs);
}
