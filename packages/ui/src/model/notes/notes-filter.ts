import type { Note } from "@burrjs/protocol";
import { fieldText } from "./note-draft.ts";

/** Which notes are wanted. */
export interface NotesFilter {
  /** All of them. */
  readonly tags: readonly string[];
  /** Any of them; none: all actions. */
  readonly actions: readonly string[];
  /** Words, each of which stands somewhere in the note. */
  readonly text: string;
  /** Only those with an expected value: they can become tests. */
  readonly onlyExpected: boolean;
}

/** Notes that a filter lets through, the one that was changed last first. */
export function filteredNotes(
  notes: readonly Note[],
  { tags, actions, text, onlyExpected }: NotesFilter,
): readonly Note[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return notes
    .filter(
      (note) =>
        tags.every((tag) => note.tags.includes(tag)) &&
        (actions.length === 0 || actions.includes(note.step_name)) &&
        (!onlyExpected || hasExpected(note)) &&
        containsAll(note, words),
    )
    .toSorted((one, other) => other.updated.localeCompare(one.updated) || other.id - one.id);
}

/** Whether a note says what would have been right. */
export function hasExpected({ observations }: Note): boolean {
  return observations.some((one) => fieldText(one, "ground_truth") !== "");
}

/** How many notes have each tag, or are on each action, the most first. */
export function noteFacets(
  notes: readonly Note[],
  field: "tags" | "actions",
): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const note of notes) {
    const names = field === "tags" ? new Set(note.tags) : note.step_name === "" ? [] : [note.step_name];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted(([one, many], [other, more]) => more - many || one.localeCompare(other));
}

function containsAll(note: Note, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const texts = note.observations.flatMap((one) => [
    fieldText(one, "note"),
    fieldText(one, "ground_truth"),
    ...one.data_pointers.map(({ field_name: name }) => name),
  ]);
  const whole = [note.app_id, note.partition_key ?? "", note.step_name, note.author ?? "", ...note.tags, ...texts]
    .join("\n")
    .toLowerCase();
  return words.every((word) => whole.includes(word));
}
