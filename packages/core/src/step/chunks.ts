import type { ChunkIterator, Chunks } from "../run/effects.ts";
import { enter } from "./call-action.ts";
import type { Step } from "./step.ts";

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

/** The stream that an action has given, if it did; where hooks stand around the action's code, each step of it is inside of them. */
export function chunksIn(step: Step, output: unknown): Chunks | undefined {
  const chunks = chunksOf(output);
  if (chunks === undefined || step.entry === undefined) return chunks;
  const { iterator, isAsync } = chunks;
  const entered: ChunkIterator = {
    next: () => enter(step, () => iterator.next()) as ReturnType<ChunkIterator["next"]>, // what was called gives that
    ...(iterator.return === undefined
      ? {}
      : { return: (value: unknown) => enter(step, () => iterator.return?.(value)) }),
  };
  return { iterator: entered, isAsync };
}
