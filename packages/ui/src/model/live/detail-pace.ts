import type { StepRow } from "@burrjs/protocol";
import type { StepCells } from "../step-columns.ts";

/** Of a step that runs, what changes inside of it is looked at so often at most. */
const everyMs = 1000;

/**
 * When to ask for the details of steps anew: at once where a step begins, ends or is tried again, for anything else inside of it once
 * a second. That only more chunks came changes nothing that is not told by itself.
 */
export class DetailPace {
  /** When the details of steps were last asked for. */
  readonly #askedMs = new Map<number, number>();
  /** When those that wait are due. */
  readonly #dueMs = new Map<number, number>();

  /**
   * Takes a row that has come.
   *
   * @param before - The step as it was shown until now.
   */
  hear(row: StepRow, before: StepCells | undefined, nowMs: number): void {
    const { sequence_id: id } = row;
    if (before !== undefined && isOnlyChunks(before, row)) return;
    const isAtOnce = before?.repeat !== row.repeat || before.status !== row.status || before.attempt !== row.attempt;
    const soonMs = Math.max(nowMs, (this.#askedMs.get(id) ?? Number.NEGATIVE_INFINITY) + everyMs);
    const dueMs = isAtOnce ? nowMs : soonMs;
    this.#dueMs.set(id, Math.min(dueMs, this.#dueMs.get(id) ?? dueMs));
  }

  /** The ids of the steps whose details are due, once. */
  take(nowMs: number): ReadonlySet<number> {
    for (const [id, askedMs] of this.#askedMs) if (nowMs - askedMs >= everyMs) this.#askedMs.delete(id);
    const due = new Set([...this.#dueMs].flatMap(([id, dueMs]) => (dueMs > nowMs ? [] : [id])));
    for (const id of due) {
      this.#dueMs.delete(id);
      this.#askedMs.set(id, nowMs);
    }
    return due;
  }

  /** When the next ones are due; `undefined`: none waits. */
  get nextMs(): number | undefined {
    return this.#dueMs.size === 0 ? undefined : Math.min(...this.#dueMs.values());
  }
}

function isOnlyChunks(before: StepCells, row: StepRow): boolean {
  const tokens = row.tokens === null ? 0 : row.tokens.input + row.tokens.output;
  return (
    // The first one tells when the stream began to give.
    before.chunks > 0 &&
    before.chunks !== row.chunks &&
    before.sequenceId === row.sequence_id &&
    before.repeat === row.repeat &&
    before.status === row.status &&
    before.attempt === row.attempt &&
    before.kind === row.kind &&
    before.durationMs === row.duration_ms &&
    before.firstChunkMs === row.first_chunk_ms &&
    before.spans === row.spans &&
    before.children === row.children &&
    before.tokens === tokens &&
    before.hasError === (row.error !== null)
  );
}
