import type { DecisionView, TrialView } from "@burrjs/protocol";

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** What a table of conditions says, in a sentence. */
export function decisionText({ tried, to }: Pick<DecisionView, "tried" | "to">): string {
  const failed = tried.findIndex(({ result }) => typeof result === "object" && result !== null);
  const held = tried.findIndex(({ result }) => result === true);
  if (failed >= 0 && held < 0) return `the ${ordinal(failed)} condition threw an error.`;
  if (to === null || held < 0) return tried.length === 0 ? "there was no way to go on." : "no condition held.";
  if (tried.length === 1) return isDefault(tried[0]) ? "there was one way to go on." : "the only condition held.";
  if (held === 0)
    return isDefault(tried[0])
      ? "the first way has no condition."
      : "conditions were tried in order. The first one held.";
  if (isDefault(tried[held])) return "conditions were tried in order. None held before the default.";
  return `conditions were tried in order. The ${ordinal(held)} was the first true one.`;
}

/** Whether a transition has no condition. */
export function isDefault(trial: Pick<TrialView, "condition"> | undefined): boolean {
  return trial?.condition === "default";
}

function ordinal(index: number): string {
  return ordinals[index] ?? `${index + 1}th`;
}
