import { beginOf, type RunSummary, type StepState, type TokenCounts } from "@burrjs/protocol";
import type { StepColumns } from "../step-columns.ts";

/** What insights need to know of a run. */
export interface RunFacts {
  readonly run: RunSummary;
  readonly steps: readonly StepFact[];
  /** Tokens by model; steps are places in `steps`. */
  readonly usage: readonly ModelUsage[];
  readonly errors: readonly ErrorFact[];
  /** Steps before those of `steps`, which were left out. */
  readonly leftOut: number;
}

/** What insights need to know of a step. */
export interface StepFact {
  readonly action: string;
  readonly status: StepState;
  readonly startedMs: number;
  readonly durationMs: number | null;
  readonly firstChunkMs: number | null;
}

/** The tokens that a model used in a run. */
export interface ModelUsage {
  /** "": the log does not say which. */
  readonly model: string;
  readonly tokens: TokenCounts;
  readonly steps: readonly StepFact[];
}

/** A step that failed. */
export interface ErrorFact {
  readonly sequenceId: number;
  readonly action: string;
  readonly atMs: number;
  readonly text: string;
}

/** The steps of columns, as insights need them: without those that undid others. */
export function stepFacts(columns: StepColumns, from: number): readonly StepFact[] {
  const facts: StepFact[] = [];
  for (let n = from; n < columns.length; n += 1) {
    const step = columns.at(n);
    if (step === undefined || step.isUndo) continue;
    const { action, status, startedMs, durationMs, firstChunkMs } = step;
    facts.push({ action, status, startedMs, durationMs, firstChunkMs });
  }
  return facts;
}

/**
 * The kind of an error: the name of its class, as in `RateLimitError: 429 …`, or else how its text begins, with numbers left out, so
 * that the same error is one kind wherever it stands.
 */
export function errorKind(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  const named = /^(?:Uncaught )?((?:[\p{L}_$][\p{L}\p{N}_$]*\.)*[\p{L}_$][\p{L}\p{N}_$]*)(?:: |:$|$)/u.exec(line)?.[1];
  if (named !== undefined && /^[A-Z]/.test(named.split(".").at(-1) ?? "")) return named;
  // Python's own text ends with the line that names the error.
  const last = text.trim().split("\n").at(-1) ?? "";
  const ofPython = /^((?:\w+\.)*[A-Z]\w*)(?:: |$)/.exec(last)?.[1];
  if (text.includes("Traceback") && ofPython !== undefined) return ofPython;
  const plain = line.replaceAll(/\d+/g, "#").trim();
  return plain === "" ? "unknown" : plain.length > 60 ? `${beginOf(plain, 60)}…` : plain;
}
