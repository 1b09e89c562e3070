import { burr } from "@burrjs/core";

/** What technical support works on. */
const b = burr<{
  complaint: string;
  fault: string;
  /** For the customer, a step each. */
  steps: readonly string[];
}>();

/** What helps, by what is wrong. */
const remedies: Readonly<Record<string, readonly string[]>> = {
  "does not turn on": ["Charge it for an hour.", "Hold the button for ten seconds.", "Let go when the lamp blinks."],
  "has no connection": ["Move it closer to the router.", "Turn both off and on again."],
};

const symptoms: readonly (readonly [RegExp, string])[] = [
  [/turn on|dead|black/i, "does not turn on"],
  [/wi-?fi|connect|offline/i, "has no connection"],
];

/** The graph of the specialist for devices. */
export function technicalGraph() {
  const diagnose = b.action({
    reads: ["complaint"],
    writes: ["fault"],
    run({ complaint }) {
      const [, fault = "unknown"] = symptoms.find(([words]) => words.test(complaint)) ?? [];
      return [{ said: fault === "unknown" ? "that is new" : `it ${fault}` }, { fault }];
    },
  });

  // A streaming action: its chunks come out of the outermost application, with `path: ["technical"]`.
  const advise = b.action({
    reads: ["fault"],
    writes: ["steps"],
    *run({ fault }) {
      const steps = remedies[fault] ?? [];
      yield* steps;
      return { steps };
    },
  });

  const escalate = b.action({
    reads: [],
    writes: ["steps"],
    run: () => [{ said: "an engineer will call" }, { steps: ["An engineer will call you."] }],
  });

  return b.graph({
    actions: { diagnose, advise, escalate },
    transitions: [
      ["diagnose", "escalate", b.when({ fault: "unknown" })],
      ["diagnose", "advise"],
    ],
  });
}
