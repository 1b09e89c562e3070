import type { RunIndex } from "./run-index.ts";

/**
 * Takes note of the way that led to a step: the one of the choice that was recorded last. Where none was, as in logs of Python, or
 * another action was chosen, since the state was changed in between: the way from the step before, if that was committed.
 */
export function noteWay(index: RunIndex, step: number): void {
  const { steps, facts } = index;
  const { openChoice: choice } = facts;
  facts.openChoice = null;
  if (choice !== null && choice.to === steps.get("action", step)) {
    steps.set("why", step, choice.entry);
    steps.set("from", step, choice.from);
  } else if (hasLedOn(index, step - 1) && steps.get("sequence", step - 1) + 1 === steps.get("sequence", step)) {
    steps.set("from", step, steps.get("action", step - 1));
  }
}

/** What undoes a step goes back to what came before that. */
function hasLedOn(index: RunIndex, step: number): boolean {
  return step >= 0 && index.hasFlag(step, "committed") && !isUndo(index, step);
}

/** Whether a step undid another one: it is no visit of its action. */
export function isUndo({ steps, texts }: RunIndex, step: number): boolean {
  const role = steps.get("role", step);
  return role !== 0 && texts.text(role) === "undo";
}
