import type { Audit } from "./audit.ts";
import type { SequenceEnd } from "./exploration.ts";
import type { Entry } from "./ledger.ts";
import type { WorkerEnd } from "./run-worker.ts";

/** A line about one worker: how far it got, and how it ended. */
export function workerLine(place: number, end: WorkerEnd, added: readonly Entry[]): string {
  const placesOf = (wanted: Entry["what"]): string[] =>
    added.filter(({ what }) => what === wanted).map(({ start, step }) => `${start}:${step}`);
  const failed = placesOf("failed");
  const why = [
    ...placesOf("killed").map((one) => `killed at ${one}`),
    ...(failed.length === 0 ? [] : [`failed at ${failed.join(", ")}`]),
  ];
  const steps = String(placesOf("ran").length).padStart(3);
  return `worker ${String(place).padEnd(3)} ${steps} steps   ${why.length === 0 ? end : why.join("; ")}`;
}

/** The sequences, a line each. */
export function endLines(ends: readonly SequenceEnd[]): string[] {
  return ends.map(({ start, steps, highest }) => {
    const [count, top] = [String(steps).padStart(3), highest.toLocaleString("en").padStart(5)];
    return `${start} → 1 ${count} steps, up to ${top}`;
  });
}

/** What was counted in the ledger. */
export function auditLines({ sequences, begins, steps, repeats, wrong }: Audit): string[] {
  return [
    `${sequences} sequences: their first actions ran ${begins} times.`,
    `${steps} steps, and ${repeats} repetitions: a worker was killed between the work of a step and its commit.`,
    ...(wrong.length === 0 ? ["No step ran after its commit, and none is missing."] : wrong),
  ];
}
