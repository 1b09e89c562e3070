/** What is written down in the company, by whoever. */
export const notes = [
  "Workshop: an hour on the road is enough for Firefly to shine for five.",
  "Canteen: there will be soup on Thursday.",
  "Workshop: the wheel charges Firefly, it needs no plug.",
  "Sales: Firefly is 39 euros.",
  "Sales: Owl will not be ready this year.",
];
