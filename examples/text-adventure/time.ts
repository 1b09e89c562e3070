import { b } from "./game.ts";

const warnings: Readonly<Record<number, string>> = {
  10: "Your lantern burns lower than before.",
  5: "Your lantern flickers. It will not last long.",
  1: "The flame is a blue bead. One more turn, and it is gone.",
};

/** A turn passes, and the lantern burns. When its oil is used up, the engine ends the run: there is nobody to tell it to. */
export const burn = b.action({
  reads: ["said"],
  writes: ["said"],
  run({ said }, _inputs, { spend }) {
    const warning = warnings[spend("oil", 1)];
    return { said: warning === undefined ? said : `${said}\n\n${warning}` };
  },
});

/** Waits a moment between two words; rejects when the signal aborts. */
export type Pace = (signal: AbortSignal) => Promise<unknown>;

/** The action that tells what has happened, word by word. It can be cut short; the game goes on all the same. */
export function narrator(pace: Pace | undefined) {
  return b.action({
    reads: ["said"],
    writes: [],
    terminal: true,
    async *run({ said }, _inputs, { signal }) {
      for (const word of said.match(/\s*\S+/g) ?? []) {
        await pace?.(signal);
        yield word;
      }
      return {};
    },
    onAbort: () => ({}),
  });
}
