import type { StepDetail } from "@burrjs/protocol";

/** A side of a step that a run can begin at. */
interface ForkPlace {
  readonly at: "before" | "after";
  /** What beginning there means. */
  readonly text: string;
}

/** Where a run can begin at a step, and why not on the other side. */
export interface ForkPlaces {
  readonly places: readonly ForkPlace[];
  /** `""`: both sides are there. */
  readonly why: string;
}

/**
 * The sides of a step that a new run can begin at, as the server sees it too: before it, unless the application waited for an answer
 * there; after it, once it has changed something.
 */
export function forkPlaces(
  step: Pick<StepDetail, "sequence_id" | "action" | "role" | "status" | "committed">,
): ForkPlaces {
  const { action, role, status, committed } = step;
  if (role === "undo") return { places: [], why: "This step has undone another one: no run can begin at it." };
  const before: ForkPlace = { at: "before", text: `${action} runs again, with the state that it found` };
  const after: ForkPlace = { at: "after", text: `what follows ${action}, with the state that it left` };
  const isAnswer = role === "answer";
  const places = [...(isAnswer ? [] : [before]), ...(committed ? [after] : [])];
  const why = [
    ...(isAnswer ? ["Before this step the application waited for an answer: no run can begin there."] : []),
    ...(committed ? [] : [status === "running" ? "The step has not ended: no run can begin after it yet." : "The step has changed nothing: no run can begin after it."]), // prettier-ignore
  ];
  return { places, why: why.join(" ") };
}
