import type { Pace } from "./answer.ts";
import { createLibrary } from "./library.ts";

const boats = `# Boats

Welcome to the boats.

## Sails

A sail catches the wind and pulls the boat forward. Hoist the sail slowly.

To lower a sail, release the halyard with both hands.

\`\`\`
hoist(sail);
\`\`\`

## Anchors

An anchor keeps the boat in its place. Drop the anchor in calm water only.

| tool | use |
| --- | --- |
| \`winch\` | raises the anchor |
`;

const birds = `# Birds

## Gulls

Gulls follow the boat for fish. They cry all day.
`;

/** Two documents about boats and birds. */
export const testDocuments = [
  { file: "birds.md", markdown: birds },
  { file: "guide/boats.md", markdown: boats },
];

/** A library of `testDocuments`. */
export const testLibrary = createLibrary(testDocuments);

/** A pace without pauses. */
export const atOnce: Pace = async () => {};

/** A pace that a test sets: each word waits until it is allowed. */
export function manualPace(): { readonly pace: Pace; allow(words: number): void; isWaiting(): boolean } {
  let allowed = 0;
  let wake: (() => void) | undefined;
  return {
    pace: (signal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener(
          "abort",
          () => {
            wake = undefined;
            reject(signal.reason as Error); // the engine's own, or that of the test
          },
          { once: true },
        );
        wake = () => {
          if (allowed === 0) return;
          allowed -= 1;
          wake = undefined;
          resolve();
        };
        wake();
      }),
    allow(words) {
      allowed += words;
      wake?.();
    },
    isWaiting: () => wake !== undefined,
  };
}
