import type { RunSummary } from "@burrjs/protocol";
import type { Paint, Style } from "../terminal/style.ts";

const marks: Readonly<Record<RunSummary["status"], readonly [mark: string, color: Exclude<keyof Style, "isOn">]>> = {
  completed: ["✓", "green"],
  halted: ["‖", "yellow"],
  failed: ["✗", "red"],
  aborted: ["◌", "yellow"],
  suspended: ["‖", "magenta"],
  running: ["●", "blue"],
  stalled: ["●", "yellow"],
  lost: ["✗", "yellow"],
  empty: ["–", "dim"],
};

/** A status with its mark and its colour: shape and word tell it as well. */
export function statusCell(
  status: RunSummary["status"],
  style: Style,
): { readonly text: string; readonly paint: Paint } {
  const [mark, color] = marks[status];
  return { text: `${mark} ${status}`, paint: style[color] };
}

/** The mark of a status alone, coloured. */
export function statusMark(status: RunSummary["status"], style: Style): string {
  const [mark, color] = marks[status];
  return style[color](mark);
}
