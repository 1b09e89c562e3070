import { similarity } from "./distort.ts";
import type { Telling } from "./player.ts";

/** A tree of texts, a line each; in front, how much of the original is left. */
export function treeLines(original: string, { text, branches }: Telling, own = "", below = ""): string[] {
  return [
    `${shareOf(original, text)}  ${own}${text}`,
    ...branches.flatMap((branch, place) => {
      const isLast = place === branches.length - 1;
      return treeLines(original, branch, below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
    }),
  ];
}

/** The leaves that are nearest to the original, and farthest from it. */
export function leavesLines(original: string, told: Telling): string[] {
  const leaves = leavesOf(told).toSorted((one, other) => similarity(original, other) - similarity(original, one));
  const [nearest = "", farthest = ""] = [leaves.at(0), leaves.at(-1)];
  return [
    `Of ${leaves.length} leaves, the nearest to the original (${shareOf(original, nearest).trim()}): “${nearest}”`,
    `The farthest (${shareOf(original, farthest).trim()}): “${farthest}”`,
  ];
}

/** The texts of those who have passed nothing on. */
function leavesOf({ text, branches }: Telling): string[] {
  return branches.length === 0 ? [text] : branches.flatMap(leavesOf);
}

function shareOf(original: string, text: string): string {
  return `${(similarity(original, text) * 100).toFixed(0).padStart(3)} %`;
}
