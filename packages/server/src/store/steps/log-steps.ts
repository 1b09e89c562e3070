import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";

/** A step in one of the indexes of a log. */
export interface Spot {
  readonly index: RunIndex;
  readonly step: number;
  /** Its position in the list of all steps. While a log is read, those of its end move up. */
  readonly n: number;
}

/** What is known of a log after a moment has passed: reading on may have got to where the end that was read first begins. */
export function settled(view: LogView): LogView {
  const { head, tail, sizeBytes } = view;
  if (tail === undefined || head.facts.scanned <= tail.from) return view;
  return { ...view, tail: undefined, indexed: Math.min(1, head.facts.scanned / Math.max(1, sizeBytes)) };
}

/** How many steps are known. */
export function countSteps({ head, tail }: LogView): number {
  return head.steps.count + (tail?.steps.count ?? 0);
}

/** The step at a position; `undefined` when there is none. */
export function spotAt({ head, tail }: LogView, n: number): Spot | undefined {
  if (n < 0) return undefined;
  if (n < head.steps.count) return { index: head, step: n, n };
  const step = n - head.steps.count;
  return tail !== undefined && step < tail.steps.count ? { index: tail, step, n } : undefined;
}

/**
 * The last step with an id, or the one with that `repeat`.
 *
 * @returns `undefined`: there is none as far as the log has been looked through.
 */
export function findStep(view: LogView, sequenceId: number, repeat?: number): Spot | undefined {
  const { head, tail } = view;
  // How often an id occurs is only known at the end.
  const inTail = repeat === undefined ? tail?.stepOf(sequenceId) : undefined;
  if (tail !== undefined && inTail !== undefined) return { index: tail, step: inTail, n: head.steps.count + inTail };
  const step = head.stepOf(sequenceId, repeat);
  return step === undefined ? undefined : { index: head, step, n: step };
}

/** Where the first line of a step is in the log: what tells steps apart while the log grows. */
export function offsetOf(index: RunIndex, step: number): number {
  const begin = index.steps.get("begin", step);
  return index.entries.get("offset", begin >= 0 ? begin : index.steps.get("end", step));
}

/** The first step whose line is not before `offset`. */
export function stepFrom(index: RunIndex, offset: number): number {
  let low = 0;
  let high = index.steps.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsetOf(index, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the index of a step knows the states around it: that of a log's end may begin with patches. */
export function isTold({ indexed }: LogView, { index, step }: Spot): boolean {
  if (indexed >= 1) return true;
  const before = index.steps.get("stateBefore", step);
  const after = index.steps.get("state", step);
  return (
    index.from === 0 ||
    (before >= 0 &&
      index.states.get("keyframe", before) >= 0 &&
      (after < 0 || index.states.get("keyframe", after) >= 0))
  );
}
