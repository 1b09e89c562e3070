import { burr, input } from "../index.ts";

/** The state of the type tests of graphs and applications. */
export interface Chat {
  prompt: string;
  safe: boolean;
  count: number;
}
/** Makes the actions below. */
export const b = burr<Chat>();
/** Sync, with an input. */
export const ask = b.action({
  reads: [],
  writes: ["prompt"],
  tags: ["entry", "quick"],
  inputs: { question: input<string>() },
  run: (state, { question }) => state.update({ prompt: question }),
});
/** Async, with a result. */
export const answer = b.action({
  reads: ["prompt"],
  writes: ["count"],
  tags: ["quick"],
  run: async (state) => [{ n: 1 }, state.update({ count: 1 })],
});
/** Reads a key that no action writes. */
export const stop = b.action({ reads: ["count", "safe"], writes: [], run: (state) => state });
