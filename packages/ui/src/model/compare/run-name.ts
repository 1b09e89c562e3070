import type { StepColumns } from "../step-columns.ts";
import { stepPlace } from "../step-place.ts";

/** A run, and a step of it, as the address of the compare page names them. */
export interface RunName {
  readonly partition: string | null;
  readonly app: string;
  /** The step under the cursor of that side; absent: none. */
  readonly sequenceId?: number;
  /** Of steps with one id: 0 for the first, 1 for the second (`41′`). Absent: the last. */
  readonly repeat?: number;
}

/** A run as the address and the server's API have it: `{partition}/{app}@{step}`, ids percent-encoded, `~` for no partition; `@41~1` is 41′. */
export function runName({ partition, app, ...step }: RunName): string {
  const at = stepName(step);
  return `${partition === null ? "~" : encodeURIComponent(partition)}/${encodeURIComponent(app)}${at}`;
}

/** The end of such a name: `@41`, or `@41~1` for 41′. */
export function stepName({ sequenceId, repeat }: Pick<RunName, "sequenceId" | "repeat">): string {
  return sequenceId === undefined ? "" : `@${sequenceId}${repeat === undefined ? "" : `~${repeat}`}`;
}

/** What names the step at a place in the list. */
export function stepAt(steps: StepColumns, n: number): Pick<RunName, "sequenceId" | "repeat"> {
  const place = stepPlace(steps, n);
  if (place === undefined) return {};
  return { sequenceId: place.s, ...(place.r === undefined ? {} : { repeat: place.r }) };
}

/** Reads such a name, also where somebody has typed it without encoding; `undefined`: it names no run. */
export function parseRunName(text: string): RunName | undefined {
  const [, whole = "", step, repeat] = /^(.*?)(?:@(-?\d{1,15})(?:~(\d{1,9}))?)?$/s.exec(text) ?? [];
  const slash = whole.indexOf("/");
  const partition = slash < 0 ? "~" : whole.slice(0, slash);
  const app = decoded(whole.slice(slash + 1));
  if (app === "" || partition === "") return undefined;
  return {
    partition: partition === "~" ? null : decoded(partition),
    app,
    ...(step === undefined ? {} : { sequenceId: Number(step) }),
    ...(repeat === undefined ? {} : { repeat: Number(repeat) }),
  };
}

/** Whether two names are of one run. */
export function isSameRun(one: RunName, other: RunName): boolean {
  return one.app === other.app && one.partition === other.partition;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // typed as it is
  }
}
