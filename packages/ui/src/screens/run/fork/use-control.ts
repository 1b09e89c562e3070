import type { ControlAction } from "@burrjs/protocol";
import { useRef, useState } from "react";
import { ApiError } from "../../../data/api.ts";
import type { RunKey } from "../../../data/run-key.ts";
import { postControl } from "../../../data/runner-queries.ts";

/** Asks the runner of a run for something. */
export interface Control {
  readonly isBusy: boolean;
  /** Resolves when the runner has done it. Throws why it has not, for people. */
  readonly ask: (action: ControlAction) => Promise<void>;
}

/** What a run can be asked for. The same once more, since nobody has answered, is not done twice. */
export function useControl(run: RunKey): Control {
  const [isBusy, setBusy] = useState(false);
  const unanswered = useRef<{ readonly text: string; readonly key: string } | undefined>(undefined);
  return {
    isBusy,
    async ask(action) {
      const text = JSON.stringify(action);
      const asked = unanswered.current?.text === text ? unanswered.current : { text, key: crypto.randomUUID() };
      unanswered.current = asked;
      setBusy(true);
      try {
        await postControl(run, action, asked.key);
        unanswered.current = undefined;
      } catch (error) {
        if (error instanceof ApiError && error.status !== 504) unanswered.current = undefined;
        throw new Error(refusedText(error), { cause: error });
      } finally {
        setBusy(false);
      }
    },
  };
}

function refusedText(error: unknown): string {
  if (!(error instanceof ApiError)) return "The server does not answer. Try again: it is not done twice.";
  if (error.code === "runner_silent")
    return `${error.message} It does it as soon as it can; press again to hear how it went, it is not done twice.`;
  return `${error.message}${error.hint === undefined ? "" : ` ${error.hint}`}`;
}
