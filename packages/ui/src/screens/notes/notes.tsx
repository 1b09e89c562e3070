import type { Note } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState } from "react";
import { notesExportPath, notesQuery } from "../../data/notes.ts";
import { visibleText } from "../../format/visible-text.ts";
import { countText } from "../../format/quantities.ts";
import { filteredNotes, hasExpected, noteFacets } from "../../model/notes/notes-filter.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Segments } from "../../parts/segments.tsx";
import { SavedViews, savedViews } from "../../parts/saved-views.tsx";
import { StaleNote } from "../../parts/stale-note.tsx";
import { CommandKey } from "../../shell/command-key.tsx";
import { useCommands } from "../../shell/commands.ts";
import { type NotesSearch, readNotesSearch } from "../../shell/search.ts";
import { EditNoteDialog } from "./edit-note.tsx";
import { NoteFacets } from "./note-facets.tsx";
import { NoteList } from "./note-list.tsx";
import styles from "./notes.module.css";
import { useNotesLive } from "./use-notes-live.ts";

const kinds = [
  { value: "all", text: "All notes" },
  { value: "expected", text: "With an expected value" },
] as const;

const views = savedViews("burr-notes-views", readNotesSearch);

/** The notes of a project, and those that can become tests. */
export function Notes() {
  const { project } = useParams({ from: "/p/$project/notes" });
  const search = useSearch({ from: "/p/$project/notes" });
  const navigate = useNavigate({ from: "/p/$project/notes" });
  const { data, error, isPending, refetch } = useQuery(notesQuery(project));
  const [edited, setEdited] = useState<Note | undefined>(undefined);
  const [isEditing, setEditing] = useState(false);
  useNotesLive(project);
  const { q = "", tag = [], action = [], only } = search;
  const set = (change: { readonly [TKey in keyof NotesSearch]: NotesSearch[TKey] | undefined }): void => {
    const all = Object.entries({ ...search, ...change }).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    );
    void navigate({ search: Object.fromEntries(all), replace: true });
  };
  useCommands("notes", {
    "notes-filter": () => document.querySelector<HTMLInputElement>('[name="notes-text"]')?.focus(),
  });
  const edit = (note: Note): void => {
    setEdited(note);
    setEditing(true);
  };
  const all = data ?? [];
  const shown = filteredNotes(all, { tags: tag, actions: action, text: q, onlyExpected: only === "expected" });
  const isFiltered = q !== "" || tag.length > 0 || action.length > 0 || only !== undefined;
  return (
    <>
      <PageHeader
        crumbs={[
          { text: "Projects", to: "/p" },
          { text: project, to: `/p/${encodeURIComponent(project)}` },
          { text: "Notes" },
        ]}
        actions={<Downloads project={project} search={search} count={all.length} />}
        isLate
      >
        {data !== undefined && (
          <>
            <StaleNote error={error} />
            <span>
              <b>{countText(all.length)}</b> {all.length === 1 ? "note" : "notes"}
            </span>
            <span>
              <b>{countText(all.filter((note) => hasExpected(note)).length)}</b> with an expected value
            </span>
          </>
        )}
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        {error !== null && data === undefined && <ErrorBox error={error} retry={() => void refetch()} />}
        {data?.length === 0 && <NoNotes />}
        {isPending && <p className={styles["loading"]}>Reading the notes …</p>}
        {all.length > 0 && (
          <>
            <NoteFacets
              tags={noteFacets(all, "tags")}
              actions={noteFacets(all, "actions")}
              chosenTags={tag}
              chosenActions={action}
              onTags={(next) => set({ tag: next })}
              onActions={(next) => set({ action: next })}
            />
            <div className={styles["content"]}>
              <div className={styles["tools"]}>
                <input
                  className={styles["text"]}
                  name="notes-text"
                  type="search"
                  aria-label="Words in the notes"
                  placeholder="words in the notes, run, author …"
                  value={q}
                  onChange={(event) => set({ q: event.target.value })}
                />
                <Segments
                  label="Which notes"
                  options={kinds}
                  value={only ?? "all"}
                  onChange={(next) => set({ only: next === "expected" ? next : undefined })}
                />
                <SavedViews
                  kept={views}
                  search={search}
                  onOpen={(next) => void navigate({ search: next })}
                  of="the notes"
                  what="words, tags, actions and kind"
                />
                <span className={styles["count"]}>
                  {countText(shown.length)} of {countText(all.length)}
                </span>
              </div>
              {shown.length === 0 ? (
                <EmptyState title="No note is like that">
                  <p>
                    Take a tag, an action or a word away
                    {isFiltered && (
                      <>
                        , or{" "}
                        <button
                          type="button"
                          className={styles["inline"]}
                          onClick={() => void navigate({ search: {} })}
                        >
                          look at all notes
                        </button>
                      </>
                    )}
                    .
                  </p>
                </EmptyState>
              ) : (
                <NoteList project={project} notes={shown} onEdit={edit} />
              )}
            </div>
          </>
        )}
        <EditNoteDialog
          project={project}
          note={edited}
          isOpen={isEditing}
          close={() => setEditing(false)}
          knownTags={noteFacets(all, "tags").map(([name]) => name)}
        />
      </main>
    </>
  );
}

/** The server's downloads know one tag and one action: with more chosen, they have all notes. */
function Downloads({
  project,
  search: { tag = [], action = [] },
  count,
}: {
  readonly project: string;
  readonly search: NotesSearch;
  readonly count: number;
}) {
  if (count === 0) return null;
  const canFilter = tag.length <= 1 && action.length <= 1;
  const filter = canFilter ? { tag: tag[0], action: action[0] } : {};
  const what =
    canFilter && (tag.length === 1 || action.length === 1)
      ? `notes with ${visibleText([...tag, ...action].join(" and "))}`
      : "all notes";
  return (
    <>
      {(["jsonl", "csv"] as const).map((format) => (
        <a
          key={format}
          className={styles["download"]}
          href={notesExportPath(project, format, filter)}
          download
          title={`Download ${what} as ${format.toUpperCase()}`}
        >
          <Download size={14} strokeWidth={1.5} aria-hidden />
          {format.toUpperCase()}
          <span className="hidden-text">: {what}</span>
        </a>
      ))}
    </>
  );
}

function NoNotes() {
  return (
    <EmptyState title="No note yet">
      <p>
        Open a step of a run and press <CommandKey of="note-new" />: say whether it was good, tag it, and write down
        what would have been right. Notes with an expected value can become tests.
      </p>
    </EmptyState>
  );
}
