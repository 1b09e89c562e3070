import { BurrError } from "../errors.ts";

/** What an item of a `streamingAction` is: a chunk, or the final. */
export type PairItem = { readonly chunk: unknown } | { readonly final: readonly [unknown, unknown] };

/** Reads one item of Burr's protocol. Throws when it is no pair, or follows the final. */
export function readPair(action: string, item: unknown, final: unknown): PairItem {
  if (final !== undefined) {
    throw new BurrError(
      "item-after-final",
      `Action "${action}" yielded another item after its final. The first pair whose update is not null ends the stream: yield it last.`,
      { action },
    );
  }
  if (!Array.isArray(item) || item.length !== 2) {
    throw new BurrError(
      "not-a-pair",
      `Action "${action}" must yield pairs: [chunk, null] for each partial result, and [result, update] at the end. ` +
        "To yield plain chunks and return the final, use b.action().",
      { action },
    );
  }
  const [first, update] = item as [unknown, unknown];
  return update === null || update === undefined ? { chunk: first } : { final: [first, update] };
}

/** The error of a stream that ended without a final. */
export function noFinal(action: string, yieldsPairs: boolean): BurrError {
  const remedy = yieldsPairs
    ? "The last yield must be [result, update], with an update that is not null: a patch, or the state that update() gives."
    : "After its last yield, a generator must return its final: an update, or [result, update].";
  return new BurrError("no-final", `The stream of action "${action}" ended without a final. ${remedy}`, { action });
}
