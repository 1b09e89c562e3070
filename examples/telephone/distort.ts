/** A source of numbers in [0, 1). */
export type Random = () => number;

/** What a person may take a word for. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  keeper: ["sailor", "beekeeper"],
  sailor: ["pirate", "tailor"],
  pirate: ["parrot"],
  beekeeper: ["bear"],
  tailor: ["teacher"],
  cat: ["dog", "hat"],
  dog: ["fox", "wolf"],
  hat: ["crown"],
  fox: ["letter box"],
  boat: ["ship", "goat"],
  ship: ["sheep", "whale"],
  goat: ["ghost"],
  storm: ["rain", "night"],
  rain: ["train"],
  night: ["light"],
  feeds: ["greets", "needs"],
  greets: ["paints"],
  needs: ["reads to"],
  comes: ["sails", "swims"],
  swims: ["sings"],
};

/** What a person adds who sees a scene before their eyes. */
const adjectives = ["old", "grey", "small", "red", "tired", "golden", "wet", "proud", "sleepy", "enormous", "polite"];

/** A scene in few words: no adjectives, and some things are taken for others. */
export function describe(text: string, random: Random): string {
  return text
    .split(" ")
    .filter((word) => !adjectives.includes(word))
    .map((word) => (random() < 0.2 ? (oneOf(mistakes[word] ?? [], random) ?? word) : word))
    .join(" ");
}

/** A scene as somebody sees it who was told of it: with adjectives of their own. */
export function imagine(description: string, random: Random): string {
  return description.replaceAll(/\bthe\b/g, (the) => (random() < 0.6 ? `${the} ${oneOf(adjectives, random)}` : the));
}

/** How much two texts have in common: the share of their words, each counted once, that are in both. */
export function similarity(one: string, other: string): number {
  const [words, others] = [new Set(one.split(" ")), new Set(other.split(" "))];
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared / (words.size + others.size - shared);
}

/** Numbers that are the same for the same text (FNV-1a, mulberry32). */
export function randomOf(text: string): Random {
  let state = 0x811c9dc5;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function oneOf<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random() * list.length)];
}
