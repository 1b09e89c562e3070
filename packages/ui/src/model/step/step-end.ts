import type { RunHeader, StepDetail } from "@burrjs/protocol";
import type { StepCells } from "../step-columns.ts";
import { isDefault } from "./decision-text.ts";

/** What became of a run after a step. */
export interface StepEnd {
  readonly text: string;
  readonly tone: "plain" | "err" | "warn" | "wait" | "run";
  /** The step that came next, if there is one. */
  readonly next?: StepCells;
  /** The condition that led there; of a way without one, nothing. */
  readonly since?: string;
  /** Whether it is only that the log does not say: then the graph tells what there was to choose from. */
  readonly isUnknown?: true;
}

type Header = Pick<RunHeader, "status" | "process">;

/** What happened after a step, or why nothing did. `next`: the step behind it in the list. */
export function stepEnd(step: StepDetail, next: StepCells | undefined, header: Header | undefined): StepEnd {
  const chosen = step.next?.to ?? null;
  if (next !== undefined) {
    const held = chosen === next.action ? step.next?.tried.find(({ result }) => result === true) : undefined;
    const since = held === undefined || isDefault(held) ? {} : { since: held.condition };
    return { ...afterText(step, chosen, next), next, ...since };
  }
  const place =
    header === undefined || header.process === null
      ? "Its process"
      : `Process ${header.process.pid} on ${header.process.host}`;
  switch (step.status) {
    case "running":
      return { text: "It is still running.", tone: "run" };
    case "stalled":
      return { text: `${place} has given no sign of life for a while. The step has not ended.`, tone: "warn" };
    case "lost":
      return { text: `${place} is gone. The step has never ended; the state is as it was before it.`, tone: "err" };
    case "failed":
      return { text: `It failed, and the run ended with its error.${laterText(chosen)}`, tone: "err" };
    case "aborted":
      return {
        text: step.committed
          ? `It was aborted, kept what it had, and the run stopped.${laterText(chosen)}`
          : "It was aborted, and the run stopped.",
        tone: "plain",
      };
    case "suspended":
      return { text: "It waits for an answer. The run goes on once there is one.", tone: "wait" };
    default:
      return lastText(step, chosen, header);
  }
}

/** Without a transition on error, a failure ends its run: the next step is of another one, or undoes. */
const endedAndLater = "It failed, and the run ended with its error. Later it went on with";

function laterText(chosen: string | null): string {
  return chosen === null ? "" : ` ${chosen} comes next, should it go on.`;
}

function afterText(step: StepDetail, chosen: string | null, next: StepCells): Omit<StepEnd, "next"> {
  const isAgain = next.action === step.action && next.action !== chosen;
  if (step.status === "failed") {
    return isAgain
      ? { text: "It failed, and was tried again", tone: "err" }
      : { text: chosen === null ? endedAndLater : "It failed. The run went on with", tone: "err" };
  }
  if (step.status === "aborted" || step.status === "suspended" || step.status === "lost") {
    const what = { aborted: "It was aborted", suspended: "It waited for an answer", lost: "Its process was gone" }[
      step.status
    ];
    return {
      text: isAgain ? `${what}, and the same action ran again` : `${what}. The run went on with`,
      tone: "plain",
    };
  }
  if (chosen !== null && chosen !== next.action)
    return { text: `${chosen} was chosen, but the run was told to go on with`, tone: "warn" };
  return { text: chosen === null ? "The run went on with" : "It led to", tone: "plain" };
}

function lastText(step: StepDetail, chosen: string | null, header: Header | undefined): StepEnd {
  const isRunning = header?.status === "running";
  if (chosen !== null) {
    return isRunning
      ? { text: `${chosen} comes next.`, tone: "run" }
      : { text: `${chosen} would come next: the run was told to stop here.`, tone: "plain" };
  }
  if (step.next !== null) {
    const hasThrown = step.next.tried.some(({ result }) => typeof result === "object" && result !== null);
    if (hasThrown) return { text: "A condition threw an error: the run ended with it.", tone: "err" };
    return step.next.tried.length === 0
      ? { text: "Nothing follows this action: the run has ended.", tone: "plain" }
      : { text: "No condition held: the run is stuck here.", tone: "warn" };
  }
  if (header?.status === "suspended") return { text: "The run waits for an answer.", tone: "wait" };
  if (header?.status === "failed") {
    return {
      text: "The run failed before another step began: a condition threw an error, or something outside of the steps did.",
      tone: "err",
      isUnknown: true,
    };
  }
  if (header?.status === "aborted") return { text: "The run was aborted before another step began.", tone: "plain" };
  return isRunning
    ? { text: "What comes next is not decided yet.", tone: "run" }
    : { text: "It was the last step of the run.", tone: "plain" };
}
