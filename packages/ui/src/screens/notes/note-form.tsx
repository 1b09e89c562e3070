import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { streamedTextQuery } from "../../data/compare-queries.ts";
import { authorSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import type { RunKey } from "../../data/run-key.ts";
import { stateQuery, stepQuery } from "../../data/step-queries.ts";
import { visibleText } from "../../format/visible-text.ts";
import {
  emptyObservation,
  isEmptyDraft,
  type NoteDraft,
  usualTags,
  withObservation,
  withTag,
  withThumb,
} from "../../model/notes/note-draft.ts";
import { pointerChoices } from "../../model/notes/note-pointers.ts";
import { Button } from "../../parts/button.tsx";
import { useCommands } from "../../shell/commands.ts";
import styles from "./note-form.module.css";
import { ObservationFields } from "./observation-fields.tsx";
import { ScopeField } from "./scope-field.tsx";
import { TagField } from "./tag-field.tsx";

interface NoteFormProps {
  readonly run: RunKey;
  /** `null`: of a note on the whole run. */
  readonly sequenceId: number | null;
  readonly action: string;
  readonly draft: NoteDraft;
  readonly onDraft: (draft: NoteDraft) => void;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  readonly isSaving: boolean;
  /** Tags that the project uses besides the usual ones. */
  readonly knownTags: readonly string[];
  /** A value that is selected in the state. */
  readonly pointer?: string;
  readonly isNew: boolean;
  /** Without a frame of its own, as in a dialog, which also says where the focus goes. */
  readonly isPlain?: boolean;
}

/** Writes a note. Ctrl+Enter saves; keys in the fields stay there. */
export function NoteForm({
  run,
  sequenceId,
  action,
  draft,
  onDraft,
  onSave,
  onCancel,
  isSaving,
  knownTags,
  pointer = "",
  isNew,
  isPlain = false,
}: NoteFormProps) {
  const author = useStored(authorSetting);
  const first = useRef<HTMLTextAreaElement>(null);
  const step = { sequenceId: sequenceId ?? 0 };
  const hasStep = sequenceId !== null;
  const { data: detail } = useQuery({ ...stepQuery(run, step), enabled: hasStep });
  const { data: state } = useQuery({ ...stateQuery(run, step, { at: "after" }), enabled: hasStep, retry: false });
  const { data: streamed } = useQuery({
    ...streamedTextQuery(run, step),
    enabled: hasStep && (detail?.chunks ?? 0) > 0,
  });
  const stateKeys = useMemo(() => state?.node.children?.map(({ key }) => key) ?? [], [state]);
  const choices = useMemo(
    () => pointerChoices(stateKeys, detail?.sequence_id === sequenceId ? detail : undefined),
    [stateKeys, detail, sequenceId],
  );
  const proposed = useMemo(
    () => [...usualTags, ...knownTags.filter((tag) => !usualTags.some((usual) => usual === tag)).slice(0, 12)],
    [knownTags],
  );
  const isEmpty = isEmptyDraft(draft);
  useEffect(() => {
    if (!isPlain) first.current?.focus();
  }, [isPlain]);
  const thumb = (isUp: boolean) => () => onDraft(withThumb(draft, isUp));
  useCommands("noteForm", {
    "note-up": thumb(true),
    "note-down": thumb(false),
    "note-save": () => !isEmpty && !isSaving && onSave(),
  });
  const [given] = useState(draft);
  return (
    <form
      className={`${styles["form"]} ${isPlain ? "" : styles["framed"]}`}
      aria-label={isNew ? "New note" : "Edit note"}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !isSaving) onSave();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || (isPlain && draft === given)) return;
        event.stopPropagation();
        if (isEmpty) onCancel();
      }}
    >
      <ScopeField
        scope={draft.scope}
        stepText={sequenceId === null ? "the run" : `step ${sequenceId}, ${visibleText(action)}`}
        spans={detail?.sequence_id === sequenceId ? detail.spans_list : []}
        streamed={streamed?.text}
        pointer={pointer}
        isFixed={!isNew}
        onChange={(scope) => onDraft({ ...draft, scope })}
      />
      <TagField tags={draft.tags} proposed={proposed} onToggle={(tag) => onDraft(withTag(draft, tag))} />
      {draft.observations.map((observation, index) => (
        <ObservationFields
          key={index}
          observation={observation}
          number={draft.observations.length > 1 ? index + 1 : undefined}
          choices={choices}
          noteRef={index === 0 ? first : undefined}
          onChange={(change) => onDraft(withObservation(draft, index, change))}
          onRemove={
            draft.observations.length > 1
              ? () => onDraft({ ...draft, observations: draft.observations.filter((_, place) => place !== index) })
              : undefined
          }
        />
      ))}
      <div className={styles["buttons"]}>
        <Button type="submit" kind="primary" disabled={isEmpty || isSaving}>
          {isSaving ? "Saving …" : "Save note"}
        </Button>
        <Button kind="ghost" onClick={onCancel}>
          {isNew ? "Discard" : "Cancel"}
        </Button>
        <Button
          kind="ghost"
          onClick={() => onDraft({ ...draft, observations: [...draft.observations, emptyObservation] })}
        >
          Add an observation
        </Button>
        <span className={styles["author"]}>{author.trim() === "" ? "" : `as ${visibleText(author)}`}</span>
      </div>
    </form>
  );
}
