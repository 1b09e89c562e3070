import { commonSubsequence, type ValuePreview } from "@burrjs/protocol";

/** The step that wrote a message. `action` "": it was written between steps. */
export interface Writer {
  readonly sequenceId: number;
  readonly action: string;
}

/** A step that changed a list. */
export interface ListChange {
  readonly sequence_id: number;
  readonly action: string;
  readonly change: { readonly before?: ValuePreview; readonly after?: ValuePreview };
}

/**
 * Who wrote each item of a list, from the steps that changed it: an item that was there before stays with whom it was, and the rest is
 * the step's. Where a value is too large to be given, its length alone tells: what was added is the step's.
 *
 * @param changes - In the order of the run.
 * @param untilId - Only those up to the step with this id.
 */
export function writersOf(changes: readonly ListChange[], untilId: number): readonly (Writer | undefined)[] {
  let writers: readonly (Writer | undefined)[] = [];
  for (const { sequence_id: sequenceId, action, change } of changes) {
    if (sequenceId > untilId) break;
    const next: (Writer | undefined)[] = Array.from({ length: lengthOf(change.after) }, () => ({ sequenceId, action }));
    // What was there before the first change that is known is nobody's.
    for (const [from, to] of keptItems(change.before, change.after)) next[to] = writers[from];
    writers = next;
  }
  return writers;
}

/** Where each item that was kept was, and is. */
function keptItems(
  before: ValuePreview | undefined,
  after: ValuePreview | undefined,
): readonly (readonly [from: number, to: number])[] {
  const [old, next] = [itemsOf(before), itemsOf(after)];
  if (old !== undefined && next !== undefined) {
    const numbers = new Map<string, number>();
    const numberOf = (item: unknown): number => {
      const text = JSON.stringify(item);
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    };
    return commonSubsequence(
      old.map((item) => numberOf(item)),
      next.map((item) => numberOf(item)),
    );
  }
  const [were, are] = [lengthOf(before), lengthOf(after)];
  // As many as before: it is the last one that a step adds to.
  const kept = were === are ? Math.max(0, were - 1) : Math.min(were, are);
  return Array.from({ length: kept }, (_, index) => [index, index] as const);
}

function lengthOf(preview: ValuePreview | undefined): number {
  return preview?.type === "array" ? (preview.length ?? 0) : 0;
}

function itemsOf(preview: ValuePreview | undefined): readonly unknown[] | undefined {
  if (preview === undefined || preview.type !== "array") return [];
  return Array.isArray(preview.value) ? (preview.value as readonly unknown[]) : undefined;
}
