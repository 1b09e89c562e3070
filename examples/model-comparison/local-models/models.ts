/** What goes wrong with one request. */
export type Fault =
  /** The answer is 500. */
  | "error"
  /** The answer is 429: come back later. */
  | "busy"
  /** The connection breaks off in the middle of the answer. */
  | "lost"
  /** The answer stops in the middle, and stays open. */
  | "silent";

/** A model of straw: it says what stands here, word by word. */
export interface LocalModel {
  readonly name: string;
  /** Between two words. */
  readonly wordMs: number;
  readonly says: (prompt: string) => string;
  /** Of the first requests with a prompt, in order; `undefined`: that one goes well. */
  readonly faults?: (prompt: string) => readonly (Fault | undefined)[];
}

/** What the models have something to say about. */
export const prompts = ["Why is the sky blue?", "What is a mutex?", "Why do we yawn?"] as const;
const [sky, mutex, yawning] = prompts;

/** Four models, each in its own way. */
export const localModels: readonly LocalModel[] = [
  {
    name: "swift-1b",
    wordMs: 12,
    says: answers({
      [sky]: "Air scatters blue light more than red light.",
      [mutex]: "A lock that one thread holds at a time.",
      [yawning]: "To cool the brain, perhaps.",
    }),
  },
  {
    name: "poet-7b",
    wordMs: 30,
    says: answers({
      [sky]: "The sun pours every colour down; the blue gets lost, and fills the town.",
      [mutex]: "One key, one door, and those outside are patient, for the room is not that wide.",
      [yawning]: "One opens wide, and then another will; the reason is a riddle still.",
    }),
  },
  {
    name: "moody-8b",
    wordMs: 22,
    says: answers({
      [sky]:
        "Short waves are scattered by air, and blue is shorter than red. As you would know had you paid attention.",
      [mutex]: "It keeps two threads from doing the same thing at once. Nobody keeps people from asking me at once.",
      [yawning]: "Because of your questions.",
    }),
    faults: (prompt) =>
      prompt === mutex ? ["busy", "lost"] : prompt === yawning ? ["error", "error", "error"] : ["error"],
  },
  {
    name: "scholar-70b",
    wordMs: 55,
    says: answers({
      [sky]:
        "Molecules of air are far smaller than the waves of light. They scatter it by the fourth power of its frequency, " +
        "as Rayleigh found, so blue comes from all sides. Violet is scattered even more, but our eyes see little of it.",
      [mutex]:
        "A mutex (mutual exclusion) has an owner or none. Whoever wants it while it is owned waits until it is released. " +
        "What it protects is thus changed by one at a time.",
      [yawning]: "There are several hypotheses. The first of them was put forward by Hippocrates, who held that",
    }),
    faults: (prompt) => (prompt === yawning ? ["silent", "silent", "silent"] : []),
  },
];

function answers(known: Readonly<Record<string, string>>): LocalModel["says"] {
  return (prompt) => known[prompt] ?? `I am made of straw, and have no answer to “${prompt}”.`;
}
