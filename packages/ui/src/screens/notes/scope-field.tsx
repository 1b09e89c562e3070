import type { SpanView } from "@burrjs/protocol";
import { ownSpanId, tryNames } from "../../model/step/span-try.ts";
import type { NoteScope } from "../../model/notes/note-draft.ts";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./note-form.module.css";

interface ScopeFieldProps {
  readonly scope: NoteScope;
  readonly stepText: string;
  readonly spans: readonly SpanView[];
  /** What the step has streamed; `undefined`: nothing. */
  readonly streamed: string | undefined;
  /** The value that is selected in the state, to begin with. */
  readonly pointer: string;
  /** A note that is there already stays with its step, or its run. */
  readonly isFixed: boolean;
  readonly onChange: (scope: NoteScope) => void;
}

const excerptLength = 160;

/** What a note is about: the step, the run, a span, a value in the state, or a part of the streamed text. */
export function ScopeField({ scope, stepText, spans, streamed, pointer, isFixed, onChange }: ScopeFieldProps) {
  const value = scope.kind === "span" ? `span:${scope.spanId}` : scope.kind;
  const choose = (next: string): void => {
    if (next.startsWith("span:")) onChange({ kind: "span", spanId: next.slice("span:".length) });
    else if (next === "state") onChange({ kind: "state", pointer });
    else if (next === "stream") onChange({ kind: "stream", from: 0, to: streamed?.length ?? 0 });
    else onChange({ kind: next === "run" ? "run" : "step" });
  };
  const tryName = tryNames(spans);
  const isKnownSpan = scope.kind !== "span" || spans.some(({ span_id: id }) => id === scope.spanId);
  return (
    <div className={styles["scope"]}>
      <label className={styles["about"]}>
        <span className={styles["label"]}>On</span>
        <select className={styles["select"]} value={value} onChange={(event) => choose(event.target.value)}>
          {!(isFixed && scope.kind === "run") && <option value="step">{visibleText(stepText)}</option>}
          {(!isFixed || scope.kind === "run") && <option value="run">the whole run</option>}
          {!(isFixed && scope.kind === "run") && <option value="state">a value in the state</option>}
          {(streamed !== undefined || scope.kind === "stream") && (
            <option value="stream">a part of the streamed text</option>
          )}
          {!isKnownSpan && <option value={value}>{visibleText(value)}</option>}
          {spans.length > 0 && (
            <optgroup label="Spans">
              {spans.map(({ span_id: id, name }) => (
                <option key={id} value={`span:${id}`}>
                  {visibleText(name)} (
                  {[ownSpanId(id), tryName({ span_id: id })].filter((text) => text !== "").join(", ")})
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      {scope.kind === "state" && (
        <label className={styles["about"]}>
          <span className="muted">path</span>
          <input
            className={`${styles["select"]} mono`}
            placeholder="/history/0"
            value={scope.pointer}
            onChange={(event) => onChange({ kind: "state", pointer: event.target.value })}
          />
        </label>
      )}
      {scope.kind === "stream" && (
        <>
          <label className={styles["about"]}>
            <span className="muted">from character</span>
            <input
              className={styles["count"]}
              type="number"
              min={0}
              max={streamed?.length}
              value={scope.from}
              onChange={(event) => onChange({ ...scope, from: whole(event.target.value) })}
            />
          </label>
          <label className={styles["about"]}>
            <span className="muted">to</span>
            <input
              className={styles["count"]}
              type="number"
              min={0}
              max={streamed?.length}
              value={scope.to}
              onChange={(event) => onChange({ ...scope, to: whole(event.target.value) })}
            />
          </label>
          {streamed !== undefined && (
            <textarea
              className={`${styles["text"]} ${styles["excerpt"]} mono`}
              readOnly
              rows={3}
              aria-label="The streamed text: what is selected here is what the note is about"
              value={visibleLength(streamed)}
              onSelect={({ currentTarget: { selectionStart: from, selectionEnd: to } }) =>
                to > from && onChange({ kind: "stream", from, to })
              }
            />
          )}
          <p className={styles["quote"]}>{visibleText(excerptOf(streamed ?? "", scope))}</p>
        </>
      )}
    </div>
  );
}

/** The text of the field has to have the positions of the text itself: marks would move them. */
function visibleLength(text: string): string {
  return text.replaceAll("\r\n", " \n").replaceAll("\r", "\n");
}

function excerptOf(text: string, { from, to }: { readonly from: number; readonly to: number }): string {
  const part = text.slice(Math.min(from, to), Math.max(from, to));
  return part.length > excerptLength ? `“${part.slice(0, excerptLength)}…”` : `“${part}”`;
}

function whole(text: string): number {
  return Math.max(0, Math.floor(Number(text)) || 0);
}
