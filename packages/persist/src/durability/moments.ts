import type { Moment } from "./life.ts";

/** How long an undisturbed run is. */
export interface RunLength {
  /** Facts that it tells. */
  readonly facts: number;
  /** Calls of the database client that it makes. */
  readonly calls: number;
}

const whens = ["before", "during", "after"] as const;

/**
 * The moments of death for many runs, a list for each run. The first of each list goes through the whole run, from fact to
 * fact and from call to call; those after it come early in the life of the next process. Several may take lists from it:
 * when one of them fails, there are no more for the others.
 */
export function* deaths({ facts, calls }: RunLength, random: () => number): Generator<Moment[], void, void> {
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const early = (): Moment =>
    random() < 0.5 ? { facts: 1 + upTo(6), turns: upTo(4) } : { call: 4 + upTo(20), when: whens[upTo(3)] ?? "before" };
  // The last fact is the end.
  for (let told = 1; told < facts; told += 1) yield [{ facts: told, turns: told % 2 === 0 ? upTo(50) : 0 }, early()];
  const stride = Math.max(1, Math.floor(calls / 20));
  for (let call = 1; call <= calls; call += stride) {
    yield [{ call: call + upTo(stride), when: whens[upTo(3)] ?? "before" }, early(), early()];
  }
}

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
