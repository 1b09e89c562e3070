/** What is researched, and what is found. */
export interface Topic {
  readonly slug: string;
  readonly title: string;
  /** The queries of each round. */
  readonly rounds: readonly (readonly string[])[];
  /** What is known of each query; `""`: the model fails. */
  readonly findings: Readonly<Record<string, string>>;
}

/** The topics of the demo. */
export const topics: readonly Topic[] = [
  {
    slug: "lamps",
    title: "How did lighthouses become brighter?",
    rounds: [
      ["lamps before 1800", "the Fresnel lens", "electric light at sea"],
      ["gas and the sun valve", "who kept the lamps burning"],
    ],
    findings: {
      "lamps before 1800":
        "Open fires of wood and coal came first, then candles: Smeaton's tower on the Eddystone burned twenty-four of them. " +
        "Argand's lamp of 1780, with a round wick and a glass chimney, gave the light of seven.",
      "the Fresnel lens":
        "In 1822 Augustin Fresnel replaced mirrors by rings of glass prisms, which gather four fifths of the light into beams. " +
        "Ships saw it more than thirty kilometres away.",
      "electric light at sea":
        "South Foreland had an arc lamp in 1858, driven by Faraday's advice and a steam engine. Filament lamps followed in the " +
        "1920s, and light-emitting diodes in our time.",
      "gas and the sun valve":
        "Gustaf Dalén's sun valve of 1907 opened the gas at dusk and closed it at dawn. Lights burned for a year on their own; " +
        "he was given the Nobel Prize for it.",
      "who kept the lamps burning":
        "Keepers trimmed wicks every four hours, wound the clockwork of the lens, and wrote down each ship. The last ones left " +
        "their towers in the 1990s.",
    },
  },
  {
    slug: "tea",
    title: "Why does tea taste different at altitude?",
    rounds: [["boiling point and altitude", "what dissolves at which temperature"]],
    findings: {
      "boiling point and altitude":
        "Water boils at about one degree less for every 300 metres. At 3,000 metres it never gets hotter than 90 °C.",
      "what dissolves at which temperature":
        "Caffeine and bitter tannins dissolve best above 95 °C; what smells sweet and floral comes out at 70 °C already.",
    },
  },
  {
    slug: "unanswered",
    title: "What will the weather be in a hundred years?",
    rounds: [["models of climate", "models of next week", "crystal balls"]],
    findings: {
      "models of climate": "They tell of averages over decades, not of days.",
      "models of next week": "They lose the thread after some ten days.",
      "crystal balls": "",
    },
  },
];
