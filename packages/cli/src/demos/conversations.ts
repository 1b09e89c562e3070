/** What a user says, and what comes of it. */
export interface Turn {
  readonly prompt: string;
  readonly answer: string;
  /** Default: `"answer"`. */
  readonly mode?: "answer" | "draw" | "clarify";
  /** The user stops the answer in its midst. */
  readonly isStopped?: boolean;
  /** The model fails after so many words. */
  readonly failsAfter?: number;
}

/** Conversations with the chat bot. */
export const conversations: readonly {
  readonly slug: string;
  readonly user?: string;
  readonly turns: readonly Turn[];
}[] = [
  {
    slug: "lighthouses",
    user: "ada",
    turns: [
      {
        prompt: "Why do lighthouses blink?",
        answer:
          "Each lighthouse has a rhythm of its own, so that sailors can tell which one they see. The lamp itself burns " +
          "all the time: a lens turns around it, and sweeps its beams over the sea. Charts list the period of each light, " +
          "the colour, and how far it can be seen. So a flash every five seconds and one every ten are two different places.",
      },
      {
        prompt: "Who invented that lens?",
        answer:
          "Augustin Fresnel, in 1822. He cut a large lens into rings and left out the glass between them, which makes it " +
          "light enough to stand on a tower and turn. The first one went into the lighthouse of Cordouan, in France.",
      },
      { prompt: "Draw one at night, please", mode: "draw", answer: "picture://lighthouse-at-night.png" },
    ],
  },
  {
    slug: "sourdough",
    user: "grace",
    turns: [
      {
        prompt: "How long should my dough rest?",
        mode: "clarify",
        answer: "That depends on the flour and on the room. How warm is your kitchen, and which flour do you use?",
      },
      {
        prompt: "22 degrees, half of it rye 🌾",
        answer:
          "Then give it about **four hours** at room temperature, and a night in the fridge:\n\n1. Fold it every 30 minutes " +
          "for the first two hours.\n2. Let it rise until it has grown by half.\n3. Shape it, cover it, and put it away cold.\n\n" +
          "Rye ferments faster than wheat, so look at the dough and not at the clock.",
      },
    ],
  },
  {
    slug: "long-story",
    user: "ada",
    turns: [
      {
        prompt: "Tell me a very long story about a gull",
        answer: "There once was a gull who could count. ".repeat(30).trim(),
        isStopped: true,
      },
      {
        prompt: "Shorter, please",
        answer: "A gull learned to count, and from then on it always knew how many fish it was owed.",
      },
    ],
  },
  {
    slug: "overloaded",
    user: "linus",
    turns: [
      {
        prompt: "Translate “good morning” into Japanese",
        answer: "おはようございます (ohayō gozaimasu), which is polite.",
      },
      { prompt: "And into Arabic?", answer: "صباح الخير (ṣabāḥ al-khayr).", failsAfter: 1 },
    ],
  },
  {
    slug: "not-today",
    turns: [
      { prompt: "What is the password of my neighbour?", answer: "" },
      { prompt: "Fine. What is 17 times 23?", answer: "17 × 23 = 391." },
    ],
  },
];
