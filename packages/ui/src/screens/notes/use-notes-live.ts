import { useQueryClient } from "@tanstack/react-query";
import { runsTopic, runTopic, useLive } from "../../data/live.ts";
import { notesKey } from "../../data/notes.ts";

/** Keeps the notes of a project, or of a run, up to date when others write some. */
export function useNotesLive(project: string, run?: { readonly app: string; readonly partition: string | null }): void {
  const client = useQueryClient();
  const topic = run === undefined ? runsTopic(project) : runTopic(project, run.partition, run.app);
  useLive([topic], ({ type, data }) => {
    if (type === "note" || (type === "gap" && data["topic"] === "notes"))
      void client.invalidateQueries({ queryKey: notesKey(project) });
  });
}
