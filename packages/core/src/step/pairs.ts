import { BurrError } from "../errors.ts";

/**
 * Reads Burr's protocol: a function that turns each item of a generator of pairs into what a generator that returns its
 * final would give, and into `undefined` for the final itself, after which the generator is advanced once more.
 */
export function pairReader(
  action: string,
): (item: IteratorResult<unknown, unknown>) => IteratorResult<unknown, unknown> | undefined {
  let final: readonly [unknown, unknown] | undefined;
  return (item) => {
    if (item.done === true) return { done: true, value: final };
    if (final !== undefined) {
      throw new BurrError(
        "item-after-final",
        `Action "${action}" yielded another item after its final. The first pair whose update is not null ends the stream: yield it last.`,
        { action },
      );
    }
    if (!Array.isArray(item.value) || item.value.length !== 2) {
      throw new BurrError(
        "not-a-pair",
        `Action "${action}" must yield pairs: [chunk, null] for each partial result, and [result, update] at the end. ` +
          "To yield plain chunks and return the final, use b.action().",
        { action },
      );
    }
    const [first, update] = item.value as [unknown, unknown];
    if (update === null || update === undefined) return { done: false, value: first };
    final = [first, update];
    return undefined;
  };
}

/** The error of a stream that ended without a final. */
export function noFinal(action: string, yieldsPairs: boolean): BurrError {
  const remedy = yieldsPairs
    ? "The last yield must be [result, update], with an update that is not null: a patch, or the state that update() gives."
    : "After its last yield, a generator must return its final: an update, or [result, update].";
  return new BurrError("no-final", `The stream of action "${action}" ended without a final. ${remedy}`, { action });
}
