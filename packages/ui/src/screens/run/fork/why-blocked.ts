import { pointerText } from "../../../model/value/pointer-text.ts";
import type { DraftFacts } from "./use-draft.ts";
import type { ForkForm } from "./use-fork-form.ts";

/** What stands in a dialog. */
export interface BlockParts {
  readonly form: ForkForm;
  readonly facts: Pick<DraftFacts, "problem" | "wrongKey" | "unknown">;
  readonly isStateThere: boolean;
  readonly takesNone: boolean;
}

/** Why it cannot be run as it is; `undefined`: it can. */
export function whyBlocked({ form, facts, isStateThere, takesNone }: BlockParts): string | undefined {
  if (form.places.places.length === 0) return form.places.why;
  if (takesNone) return "This server takes no runners.";
  if (!isStateThere) return "The state is not there yet.";
  if (facts.problem !== undefined)
    return `The state is no JSON yet${facts.wrongKey === undefined ? "" : `: look at ${facts.wrongKey}`}.`;
  const [unknown] = facts.unknown;
  if (unknown !== undefined) return `A value of the state is not known: ${pointerText(unknown.at)}.`;
  if (form.inputs.missing.length > 0) return `Give ${form.inputs.missing.join(", ")} under Inputs.`;
  if ("problem" in form.inputs.parsed) return "The inputs are no JSON object yet.";
  if (form.runner === undefined) return "Waiting for a runner.";
  return undefined;
}
