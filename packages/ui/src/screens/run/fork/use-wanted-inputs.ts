import type { JobSummary } from "@burrjs/protocol";
import { useState } from "react";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { givenInputs, inputsToFill, namesWithoutValue } from "../../../model/fork/wanted-inputs.ts";

/** The inputs that a run asks for before it goes on, and what stands in their editor. */
export interface WantedInputs {
  readonly isAsked: boolean;
  readonly text: string;
  readonly isUntouched: boolean;
  /** Told from when somebody has tried to go on. */
  readonly problem: JsonProblem | undefined;
  readonly missing: readonly string[];
  readonly change: (text: string) => void;
  /** What was given; `undefined`: it is not ready, and the editor says why. */
  readonly take: () => Readonly<Record<string, unknown>> | undefined;
}

/** Each time that the run stands still, the editor begins anew. */
export function useWantedInputs({ job_id: id, changed_ms: changedMs, inputs }: JobSummary): WantedInputs {
  const at = `${id} ${changedMs}`;
  const [draft, setDraft] = useState<{ readonly at: string; readonly text?: string; readonly isTried: boolean }>();
  const { text, isTried = false } = draft?.at === at ? draft : {};
  const shown = text ?? inputsToFill(namesWithoutValue(inputs));
  const given = givenInputs(shown, inputs);
  return {
    isAsked: inputs.length > 0,
    text: shown,
    isUntouched: text === undefined,
    problem: isTried && "problem" in given ? given.problem : undefined,
    missing: isTried && "missing" in given ? given.missing : [],
    change: (next) => setDraft({ at, text: next, isTried: false }),
    take() {
      if ("inputs" in given) return given.inputs;
      setDraft({ at, ...(text === undefined ? {} : { text }), isTried: true });
      return undefined;
    },
  };
}
