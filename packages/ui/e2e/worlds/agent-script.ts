/** A word of an answer, and how long it takes to come, in milliseconds. */
interface TimedWord {
  readonly text: string;
  readonly afterMs: number;
}

/** What is asked, and what comes of it. */
export interface Turn {
  readonly prompt: string;
  readonly mode: "answer" | "image";
  readonly words: readonly TimedWord[];
  /** The search for documents fails. */
  readonly hasNoIndex?: boolean;
  /** So many tries of the answer fail. */
  readonly failedTries?: number;
}

const answers = [
  "A lighthouse turns its lens and not its lamp, so that each beam sweeps over the sea at a rhythm of its own.",
  "Augustin Fresnel cut the lens into rings in 1822, which made it light enough to turn on a tower.",
  "Charts list the period, the colour and the range of each light along the coast.",
] as const;

/** The words of a text with the pauses of a model: a long one first, and now and then a stall. */
function timed(text: string, stallAt: number): readonly TimedWord[] {
  return (text.match(/\S+\s*/g) ?? []).map((word, index) => ({
    text: word,
    afterMs: index === 0 ? 921 : index === stallAt ? 1187 : 18 + ((index * 7) % 23),
  }));
}

function answered(index: number): Turn {
  return {
    prompt: `Question ${index + 1}: how do lighthouses work?`,
    mode: "answer",
    words: timed(answers[index % answers.length] ?? "", 9),
  };
}

/** The conversation of the run that most tests look at: step 41 streams the answer to the seventh question. */
export const turns: readonly Turn[] = [
  ...Array.from({ length: 5 }, (_, index) => answered(index)),
  { prompt: "Draw one at night, please", mode: "image", words: [] },
  { ...answered(6), prompt: "How does the hand of a keeper light the lamp?" },
  ...[7, 8, 9].map((index): Turn => ({ ...answered(index), hasNoIndex: true })),
  { ...answered(10), prompt: "And once more, please?", failedTries: 2 },
];
