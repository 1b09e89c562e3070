import type { DiffEntry, ValuePreview } from "@burrjs/protocol";
import { dataImage } from "./data-image.ts";
import { type DiffPiece, wordDiff, wordDiffLength } from "../text/text-diff.ts";
import { pointerText } from "./pointer-text.ts";

/** A difference between two states as a row. */
export interface DiffRow {
  readonly kind: "add" | "remove" | "change" | "move";
  /** `+`, `−`, `~` or `→`: kinds are not told by colour alone. */
  readonly mark: string;
  readonly pointer: string;
  /** The pointer for people. */
  readonly path: string;
  /** Of a move: where it was, for people. */
  readonly from?: string;
  readonly before?: ValuePreview;
  readonly after?: ValuePreview;
  /** Of numbers: by how much, with its sign. */
  readonly delta?: string;
  /** Of long texts that are there as a whole: what differs, by word. */
  readonly words?: readonly DiffPiece[];
  /** Too large to say what in it differs. */
  readonly isCoarse: boolean;
}

const marks = { add: "+", remove: "−", change: "~", move: "→" } as const;

/** Differences as rows. */
export function diffRows(entries: readonly DiffEntry[]): readonly DiffRow[] {
  return entries.map((entry) => diffRow(entry));
}

/** One difference as a row. */
export function diffRow(entry: DiffEntry): DiffRow {
  const { op, path, from, before, after, coarse } = entry;
  const delta = op === "change" ? deltaText(before, after) : undefined;
  const words = op === "change" ? wordsOf(before, after) : undefined;
  return {
    kind: op,
    mark: marks[op],
    pointer: path,
    path: pointerText(path),
    ...(from === undefined ? {} : { from: pointerText(from) }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(delta === undefined ? {} : { delta }),
    ...(words === undefined ? {} : { words }),
    isCoarse: coarse === true,
  };
}

/** How many of each kind, as `+1 ~2 −0`; moves are counted where there are any. */
export function diffCounts(rows: readonly DiffRow[]): string {
  const count = (kind: DiffRow["kind"]): number => rows.filter((row) => row.kind === kind).length;
  const moves = count("move");
  return `+${count("add")} ~${count("change")} −${count("remove")}${moves === 0 ? "" : ` →${moves}`}`;
}

function deltaText(before: ValuePreview | undefined, after: ValuePreview | undefined): string | undefined {
  const [was, is] = [before?.value, after?.value];
  if (typeof was !== "number" || typeof is !== "number") return undefined;
  const change = Number((is - was).toPrecision(12));
  return change < 0 ? `−${-change}` : `+${change}`;
}

function wordsOf(before: ValuePreview | undefined, after: ValuePreview | undefined): readonly DiffPiece[] | undefined {
  const [was, is] = [before?.value, after?.value];
  if (typeof was !== "string" || typeof is !== "string" || Math.max(was.length, is.length) <= wordDiffLength)
    return undefined;
  // Of what was empty, or became so, all is new, or gone.
  if (was.trim() === "" || is.trim() === "") return undefined;
  if (dataImage(was) !== undefined || dataImage(is) !== undefined) return undefined;
  const words = wordDiff(was, is);
  // Of texts that have little in common, words tell nothing.
  const same = words.reduce((sum, { kind, text }) => sum + (kind === "same" ? text.trim().length : 0), 0);
  return same < leastCommon * Math.min(was.length, is.length) ? undefined : words;
}

const leastCommon = 0.3;
