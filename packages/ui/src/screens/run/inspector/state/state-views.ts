import type { StatePlace } from "../../../../data/step-queries.ts";
import type { RunKey } from "../../../../data/run-key.ts";

/** How the state is shown, by what stands in the address. */
export const stateViews = [
  { value: "after", text: "After" },
  { value: "before", text: "Before" },
  { value: "diff", text: "Diff" },
  { value: "b", text: "Compare with B" },
] as const;

/** The step that cursor B is at: `@41` (`@41~1`: 41′) of this run, `app@41` of this partition, `partition/app@41` of the project. */
export function cursorB(text: string | undefined, { partition, app }: RunKey): StatePlace | undefined {
  const [, part, name, step, repeat] = /^(?:([^/@]+)\/)?([^/@]*)@(-?\d{1,15})(?:~(\d{1,9}))?$/.exec(text ?? "") ?? [];
  if (step === undefined) return undefined;
  const place = {
    sequenceId: Number(step),
    ...(repeat === undefined ? {} : { repeat: Number(repeat) }),
    at: "after" as const,
  };
  if (name === undefined || name === "") return { ...place, partition, app };
  return {
    ...place,
    partition: part === undefined ? partition : part === "~" ? null : decoded(part),
    app: decoded(name),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // typed by hand
  }
}
