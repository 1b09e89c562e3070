import { type DiffEntry, visibleLine } from "@burrjs/protocol";
import type { Cli } from "../cli.ts";
import { cutText, textWidth } from "../terminal/text-width.ts";
import { pointerText } from "../values/pointer.ts";
import { previewText } from "../values/value-text.ts";

/** Differences, one or two lines each. Signs tell them apart, also without colours. */
export function differenceLines(
  differences: readonly DiffEntry[],
  { style, width }: Pick<Cli, "style" | "width">,
): string[] {
  if (differences.length === 0) return [style.dim("none")];
  const fit = (text: string): string => (width === undefined ? text : cutText(text, width - 4));
  return differences.flatMap((one) => {
    const path = visibleLine(pointerText(one.path)) || "the whole";
    const [before, after] = [previewText(one.before ?? null), previewText(one.after ?? null)];
    switch (one.op) {
      case "add":
        return [style.green(fit(`+ ${path}: ${after}`))];
      case "remove":
        return [style.red(fit(`- ${path}: ${before}`))];
      case "move":
        return [style.yellow(fit(`> ${path}: was ${visibleLine(pointerText(one.from ?? ""))}`))];
      case "change":
      default:
        return [style.red(fit(`- ${path}: ${before}`)), style.green(fit(`+ ${" ".repeat(textWidth(path))}  ${after}`))];
    }
  });
}
