import { useEffect, useRef, useState } from "react";
import { bytesText, countText } from "../../../format/quantities.ts";
import { draftKeys, mostOfWhole, type StateDraft, switched } from "../../../model/fork/state-draft.ts";
import { Button } from "../../../parts/button.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { DiffList } from "../../../parts/value/diff-list.tsx";
import { diffRows } from "../../../model/value/diff-rows.ts";
import { KeyEditor } from "./key-editor.tsx";
import { StateKeys } from "./state-keys.tsx";
import styles from "./state-field.module.css";
import type { DraftFacts } from "./use-draft.ts";
import { UnknownKeys } from "./unknown-keys.tsx";
import { WholeState } from "./whole-state.tsx";

interface StateFieldProps {
  readonly draft: StateDraft;
  readonly facts: DraftFacts;
  readonly onChange: (draft: StateDraft) => void;
  /** What the server says against a key. */
  readonly refusal: { readonly key: string; readonly text: string } | undefined;
  /** The keys that the first action writes anew. */
  readonly overwritten: ReadonlySet<string>;
  /** That action. */
  readonly start: string | null;
  /** The keys that the application of the runner begins with. */
  readonly initialKeys: readonly string[];
}

const ways = [
  { value: "key", text: "By key" },
  { value: "whole", text: "Whole state" },
] as const;

/** The state that the run begins with: as it was recorded at the left, as it will be at the right, and below what is changed. */
export function StateField({ draft, facts, onChange, refusal, overwritten, start, initialKeys }: StateFieldProps) {
  const [way, setWay] = useState<"key" | "whole">(draft.by);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  // Whoever wants to give a value is led to where it is written.
  const [isGiving, setGiving] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isGiving) return;
    setGiving(false);
    const editor = box.current?.querySelector<HTMLTextAreaElement>(`textarea:not([readonly])`);
    editor?.focus();
    editor?.select();
  }, [isGiving]);
  const keys = draftKeys(draft);
  const refused = refusal?.key;
  useEffect(() => {
    if (refused !== undefined) setChosen(refused);
  }, [refused]);
  const key = chosen !== undefined && keys.includes(chosen) ? chosen : keys[0];
  const isLarge = facts.length > mostOfWhole;
  const change = (next: "key" | "whole"): void => {
    // A text that says nothing is put right first: nothing of it may get lost.
    const other = isLarge && next === "whole" ? draft : switched(draft, next);
    if (other.by === next || (isLarge && next === "whole")) setWay(next);
    if (other !== draft) onChange(other);
  };
  const rows = diffRows(facts.entries);
  return (
    <div className={styles["field"]} ref={box}>
      <div className={styles["bar"]}>
        <Segments label="How the state is edited" options={ways} value={way} onChange={change} />
        <span className={styles["size"]}>
          {countText(Object.keys(draft.base).length)} keys, {bytesText(facts.length)}
        </span>
        {facts.isEdited && (
          <Button kind="ghost" onClick={() => onChange({ base: draft.base, by: "key", edits: new Map() })}>
            Put all back
          </Button>
        )}
      </div>
      {way === "whole" ? (
        <WholeState draft={draft} problem={facts.problem} onChange={onChange} />
      ) : (
        <div className={styles["keys"]}>
          <StateKeys
            draft={draft}
            keys={keys}
            chosen={key}
            wrong={facts.wrongKey ?? refusal?.key}
            onChoose={setChosen}
            onChange={onChange}
          />
          {key === undefined ? (
            <p className={styles["none"]}>The state is empty here. Add a key to begin with something.</p>
          ) : (
            <KeyEditor
              key={key}
              draft={draft}
              name={key}
              problem={facts.wrongKey === key ? facts.problem : undefined}
              note={
                overwritten.has(key)
                  ? `${start ?? ""} writes it without having read it: a change here has no effect on that.`
                  : ""
              }
              onChange={onChange}
            />
          )}
        </div>
      )}
      {refusal !== undefined && (
        <p className={styles["wrong"]} role="alert">
          <b>{refusal.key}</b>: {refusal.text}
        </p>
      )}
      <UnknownKeys
        draft={draft}
        facts={facts}
        initialKeys={initialKeys}
        onChange={onChange}
        onGive={(name) => {
          change("key");
          setChosen(name);
          setGiving(true);
        }}
      />
      {rows.length > 0 && (
        <section className={styles["patch"]} aria-label="Changes of the state">
          <h4 className={styles["patchTitle"]}>
            Changes <span className="muted">{countText(rows.length)}, as the new run logs them</span>
          </h4>
          {/* What scrolls has to be reached by keyboard. */}
          <div
            className={`${styles["changes"]} inset-focus`}
            {...(rows.length > 6 ? { tabIndex: 0, role: "region", "aria-label": "All changes" } : {})}
          >
            <DiffList rows={rows} />
          </div>
        </section>
      )}
    </div>
  );
}
