import type { Note, NoteContent, NotePlace } from "@burrjs/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../data/api.ts";
import { changeNote, createNote, deleteNote, notesKey } from "../../data/notes.ts";
import { toast } from "../../shell/toasts.tsx";

/** What can be done with notes. Each tells whether it was done; what went wrong is said in a message. */
export interface NoteActions {
  readonly create: (place: NotePlace, content: NoteContent) => Promise<boolean>;
  readonly change: (note: Note, content: NoteContent) => Promise<boolean>;
  /** Undo makes the note again. */
  readonly remove: (note: Note) => Promise<boolean>;
}

/** What can be done with the notes of a project; lists are fetched anew afterwards. */
export function useNoteActions(project: string): NoteActions {
  const client = useQueryClient();
  const refresh = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: notesKey(project) });
    // Runs say how many notes they have.
    await client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === "run" && queryKey[1] === project && queryKey.at(-1) === "header",
    });
  };
  const tried = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      toast(
        error instanceof ApiError && error.status === 412
          ? "Somebody else has changed this note: look at it again."
          : `Not ${what}: ${error instanceof Error ? error.message : ""}`,
      );
      return false;
    } finally {
      void refresh();
    }
  };
  const create: NoteActions["create"] = (place, content) => tried("saved", () => createNote(project, place, content));
  return {
    create,
    change: (note, content) => tried("saved", () => changeNote(project, note, content)),
    async remove(note) {
      const isDone = await tried("deleted", () => deleteNote(project, note));
      if (isDone) toast("Note deleted.", () => void create(note, note));
      return isDone;
    },
  };
}
