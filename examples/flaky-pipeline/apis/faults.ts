/** Where something can go wrong. */
export type Endpoint =
  | "search"
  | "book flight"
  | "book hotel"
  | "cancel flight"
  | "cancel hotel"
  | "rate"
  | "charge"
  | "refund"
  | "mail"
  | "note";

/** What goes wrong with one request. */
type Fault =
  /** Nothing is done, and the answer is 500. */
  | "error"
  /** Nothing is done, and the answer is 429: come back later. */
  | "busy"
  /** It is done, and the connection breaks off before the answer. */
  | "lost"
  /** Nothing is done, and there is no answer. */
  | "silent"
  /** A stream stops in the middle, and stays open. */
  | "stall";

/** Gives the fault of the next request to an endpoint; `undefined`: all goes well. */
export type Faults = (endpoint: Endpoint) => Fault | undefined;

/** Everything goes well. */
export const noFaults: Faults = () => undefined;

type Script = Partial<Record<Endpoint, readonly (Fault | undefined)[]>>;

/** The faults of the first requests to each endpoint, in order; `undefined`: that one goes well. */
export function scriptedFaults(script: Script): Faults {
  const left = new Map(Object.entries(script).map(([endpoint, faults]) => [endpoint, [...faults]]));
  return (endpoint) => left.get(endpoint)?.shift();
}

/** A bad day on which, with patience, everything can be had. */
export const badDay: Script = {
  search: ["stall"],
  "book flight": ["error", "error"],
  "book hotel": [undefined, "lost"],
  rate: ["silent", "error"],
  charge: ["busy", "lost"],
  note: ["error"],
  "cancel hotel": ["error"],
  "cancel flight": ["lost"],
};

/** Faults at random, the same for the same seed: of five requests some two go wrong. */
export function seededFaults(seed: number): Faults {
  const random = seededRandom(seed);
  return (endpoint) => {
    const all: readonly Fault[] =
      endpoint === "search" ? ["error", "busy", "stall"] : ["error", "busy", "lost", "silent"];
    return random() < 0.4 ? all[Math.floor(random() * all.length)] : undefined;
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
