import type { CallMode } from "@burrjs/protocol";
import type { StepColumns } from "../step-columns.ts";

/** The actions that `mixed` runs unless somebody says otherwise: those whose recorded steps asked a model; if none did, those that stream. */
export function modelActions(steps: StepColumns, sideEffects: readonly string[]): ReadonlySet<string> {
  const [models, streams] = [new Set<string>(), new Set<string>()];
  for (let n = 0; n < Math.min(steps.length, mostSteps); n += 1) {
    const step = steps.at(n);
    if (step === undefined || sideEffects.includes(step.action)) continue;
    if (step.tokens > 0) models.add(step.action);
    if (step.kind === "stream") streams.add(step.action);
  }
  return models.size > 0 ? models : streams;
}

const mostSteps = 5000;

/** The actions with effects in the world that may come to run, so that each needs a tick. */
export function effectsToAllow(
  mode: CallMode,
  live: ReadonlySet<string>,
  sideEffects: readonly string[],
): readonly string[] {
  if (mode === "tape") return [];
  return mode === "live" ? sideEffects : sideEffects.filter((action) => live.has(action));
}
