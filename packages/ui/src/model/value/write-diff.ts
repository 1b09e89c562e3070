import { type DiffEntry, diffJson, type ValuePreview } from "@burrjs/protocol";
import { type DiffRow, diffRow } from "./diff-rows.ts";

/** What a write of a value changed in it: the first difference, by the way from that value on, and how many more there are. */
export interface WriteDiff {
  readonly row: DiffRow;
  readonly more: number;
}

/** Whether a write is known only as a whole, though parts of the value may be as they were: then its parts have to be asked for. */
export function needsParts({ op, before, after }: DiffEntry): boolean {
  return (
    op === "change" &&
    isContainer(before) &&
    isContainer(after) &&
    (before?.truncated === true || after?.truncated === true)
  );
}

/**
 * A write in short.
 *
 * @param change - The write, as the history of a value tells it.
 * @param parts - What differs inside of the value, where that had to be asked for; paths begin at the top of the state.
 */
export function writeDiff(change: DiffEntry, parts?: readonly DiffEntry[]): WriteDiff {
  const entries = (parts ?? partsOf(change)).map((entry) => relative(entry, parts === undefined ? "" : change.path));
  const [first = { ...change, path: "" }] = entries;
  return {
    row: first.path === "" ? { ...diffRow(first), path: "" } : diffRow(first),
    more: Math.max(0, entries.length - 1),
  };
}

function partsOf({ op, before, after }: DiffEntry): readonly DiffEntry[] {
  const isKnown = before?.truncated !== true && after?.truncated !== true;
  return op === "change" && isKnown && isContainer(before) && isContainer(after)
    ? diffJson(before?.value, after?.value)
    : [];
}

function isContainer(preview: ValuePreview | undefined): boolean {
  return preview?.type === "array" || preview?.type === "object";
}

function relative(entry: DiffEntry, path: string): DiffEntry {
  const { from } = entry;
  return {
    ...entry,
    path: entry.path.slice(path.length),
    ...(from === undefined ? {} : { from: from.slice(path.length) }),
  };
}
