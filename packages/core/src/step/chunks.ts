import type { ChunkIterator, Chunks } from "../run/effects.ts";

/** The iterator of a streaming action's output, and whether it is async; `undefined` when `output` is no stream. */
export function chunksOf(output: unknown): Chunks | undefined {
  if (typeof output !== "object" || output === null) return undefined;
  // Symbols first: a state throws when it is asked for a key that it does not have.
  if (Symbol.asyncIterator in output) {
    const iterable = output as AsyncIterableIterator<unknown, unknown>; // `next` is looked for, not trusted
    const isIterator = typeof iterable.next === "function";
    return { iterator: isIterator ? iterable : iterable[Symbol.asyncIterator](), isAsync: true };
  }
  if (!(Symbol.iterator in output && "next" in output)) return undefined;
  return { iterator: output as unknown as ChunkIterator, isAsync: false };
}
