import type { ChunkIterator } from "./effects.ts";

/** The iterator of a streaming action's output, and whether it is async; `undefined` when `output` is no stream. */
export function chunksOf(output: unknown): { readonly iterator: ChunkIterator; readonly isAsync: boolean } | undefined {
  if (typeof output !== "object" || output === null) return undefined;
  const iterable = output as { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown; next?: unknown }; // looked at, not trusted
  if (typeof iterable[Symbol.asyncIterator] === "function") {
    const iterator =
      typeof iterable.next === "function" ? iterable : (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    return { iterator: iterator as ChunkIterator, isAsync: true };
  }
  if (typeof iterable.next !== "function" || typeof iterable[Symbol.iterator] !== "function") return undefined;
  return { iterator: iterable as ChunkIterator, isAsync: false };
}
