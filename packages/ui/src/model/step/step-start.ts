import type { RunHeader, StepDetail, StepPointer } from "@burrjs/protocol";
import type { StepCells } from "../step-columns.ts";

/** Why a step ran that no transition led to. */
export interface StepStart {
  readonly text: string;
  /** The step that it goes back to, of another run. */
  readonly origin?: StepPointer;
  /** The step before it, of the same run. */
  readonly previous?: StepCells;
  /** Whether it is only that the log does not say: then the graph tells what there was to choose from. */
  readonly isUnknown?: true;
}

type Header = Pick<RunHeader, "parent" | "spawned_by" | "format">;

/** Why a step without a recorded decision ran. `previous`: the step before it in the list. */
export function stepStart(step: StepDetail, previous: StepCells | undefined, header: Header | undefined): StepStart {
  if (previous === undefined) {
    if (header !== undefined && header.parent !== null)
      return { text: "The run begins here. It was forked from", origin: header.parent };
    if (header !== undefined && header.spawned_by !== null)
      return { text: "The run begins here. It was started by", origin: header.spawned_by };
    if (step.sequence_id > 0)
      return { text: "The log begins here: the run was resumed from a state that was kept elsewhere." };
    return { text: "The run begins here: it is the entry point." };
  }
  if (previous.sequenceId > step.sequence_id)
    return { text: "The run began anew here, at its entry point, after", previous };
  if (step.role === "undo")
    return { text: "It undid what the action had done: the run was told to compensate, after", previous };
  if (previous.sequenceId === step.sequence_id) return { text: "The step was tried again after", previous };
  if (previous.action === step.action && previous.status !== "completed") {
    if (step.role === "answer" && previous.status === "suspended")
      return { text: "An answer came: it went on with that, after it had waited since", previous };
    const ended = { failed: "failed", aborted: "was aborted", suspended: "waited for an answer", lost: "never ended", stalled: "never ended", running: "never ended" }[previous.status]; // prettier-ignore
    return { text: `The state did not change since the same action ${ended}: it ran again after`, previous };
  }
  if (header?.format === "python")
    return { text: "The log does not say which conditions were tried. It came after", previous, isUnknown: true };
  return { text: "No transition led here: the run was resumed, or told to go on at this action, after", previous };
}
