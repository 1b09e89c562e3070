import { invalidArgument } from "../cli-error.ts";

/** A step that was asked for. `repeat` tells steps with one id apart, 0 being the first; absent: the last. */
export type StepTarget = "first" | "last" | { readonly sequenceId: number; readonly repeat?: number };

/** What was asked for: an application, and perhaps one of its steps, or several. */
export interface RunTarget {
  readonly project: string;
  /** An id, the beginning of one, or `latest`. */
  readonly app: string;
  /** The text behind the `@`, if there is one that names steps. */
  readonly at?: string;
  /** What was written. */
  readonly text: string;
}

/** Reads `<project>/<app>` or `<project>/<app>@<step>`. */
export function parseRunTarget(text: string): RunTarget {
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1) {
    throw invalidArgument(
      "run",
      `"${text}" names no run. Write <project>/<app id>, such as chat/7f3a, or chat/latest; "burr list" shows what there is.`,
    );
  }
  const [project, rest] = [text.slice(0, slash), text.slice(slash + 1)];
  const [, app, at] = /^(.+)@((?:first|last|-?\d+(?:\.\d+)?)(?:\.\.(?:last|\d+))?)$/s.exec(rest) ?? [];
  return app === undefined || at === undefined ? { project, app: rest, text } : { project, app, at, text };
}

/** Reads the step in `<run>@<step>`: `41`, `41.1` for the second with that id, `first`, `last`. */
export function parseStep(at: string): StepTarget {
  if (at === "first" || at === "last") return at;
  const [, id, repeat] = /^(-?\d+)(?:\.(\d+))?$/.exec(at) ?? [];
  if (id === undefined) {
    throw invalidArgument("step", `"@${at}" names no step. Write @12, @first or @last; @12.1 is the second step with the id 12.`); // prettier-ignore
  }
  return { sequenceId: Number(id), ...(repeat === undefined ? {} : { repeat: Number(repeat) }) };
}

/** Reads the steps in `<run>@<from>..<to>`, both of them included. */
export function parseStepRange(at: string): { readonly from: number; readonly to: number | "last" } | undefined {
  const [, from, to] = /^(first|\d+)\.\.(last|\d+)$/.exec(at) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const range = { from: from === "first" ? 0 : Number(from), to: to === "last" ? ("last" as const) : Number(to) };
  if (range.to === "last" || range.from <= range.to) return range;
  throw invalidArgument("step", `"@${at}" ends before it begins. Write the earlier step first: @${to}..${from}.`);
}
