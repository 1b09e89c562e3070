import { type RefObject, type UIEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { jsonLineTokens } from "../../../model/fork/json-tokens.ts";
import tones from "../../../parts/value/value-text.module.css";
import styles from "./json-editor.module.css";

interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  /** Absent: it can only be read. */
  readonly onChange?: (value: string) => void;
  readonly problem?: JsonProblem | undefined;
  /** Lines to mark, counted from 0. */
  readonly marks?: ReadonlySet<number>;
  readonly mark?: "add" | "remove";
  /** At least and at most so many lines are in sight. */
  readonly rows?: readonly [least: number, most: number];
  readonly describedBy?: string;
}

const lineHeight = 18;
const padding = 8;
const signs = { add: "+", remove: "−" } as const;

/**
 * JSON to be read or edited: a text field with the same text in colours behind it, of which only the lines in sight are made, so
 * that a megabyte stays quick.
 */
export function JsonEditor({
  label,
  value,
  onChange,
  problem,
  marks,
  mark = "add",
  rows = [3, 14],
  describedBy,
}: JsonEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const messageId = useId();
  const lines = useMemo(() => value.split("\n"), [value]);
  const [least, most] = rows;
  const height = Math.max(least, Math.min(lines.length, most));
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const onScroll = ({ currentTarget: { scrollTop: top, scrollLeft: left } }: UIEvent<HTMLTextAreaElement>): void =>
    setScroll({ top, left });
  useLayoutEffect(() => {
    // Another text in the same field does not begin where the last one was scrolled to.
    if (field.current !== null) setScroll({ top: field.current.scrollTop, left: field.current.scrollLeft });
  }, [label]);
  const first = Math.max(0, Math.floor((scroll.top - padding) / lineHeight) - 1);
  const shown = lines.slice(first, first + height + 4);
  const described = [describedBy, problem === undefined ? undefined : messageId]
    .filter((id) => id !== undefined)
    .join(" ");
  return (
    <div className={styles["editor"]}>
      <div
        className={`${styles["box"]} ${onChange === undefined ? styles["readonly"] : ""} ${problem === undefined ? "" : styles["bad"]}`}
      >
        <div className={styles["lines"]} aria-hidden>
          {shown.map((line, index) => {
            const at = first + index;
            const isWrong = problem?.line === at + 1;
            const isMarked = marks?.has(at) === true;
            const top = padding + at * lineHeight - scroll.top;
            return (
              <div
                key={at}
                className={`${styles["line"]} ${isWrong ? styles["wrong"] : isMarked ? styles[mark] : ""}`}
                style={{ top }}
              >
                <span className={styles["gutter"]}>
                  {isWrong ? "✕" : isMarked ? signs[mark] : ""} {at + 1}
                </span>
                <span className={styles["code"]}>
                  <span className={styles["text"]} style={{ left: -scroll.left }}>
                    {jsonLineTokens(line).map(({ kind, text }, place) => (
                      <span key={place} className={tones[kind]}>
                        {text}
                      </span>
                    ))}
                  </span>
                </span>
              </div>
            );
          })}
        </div>
        <textarea
          ref={field}
          className={`${styles["field"]} inset-focus`}
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={described === "" ? undefined : described}
          value={value}
          readOnly={onChange === undefined}
          rows={height}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onScroll={onScroll}
          onChange={(event) => onChange?.(event.target.value)}
        />
      </div>
      {problem !== undefined && <ProblemLine id={messageId} problem={problem} field={field} />}
    </div>
  );
}

interface ProblemLineProps {
  readonly id: string;
  readonly problem: JsonProblem;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

function ProblemLine({ id, problem, field }: ProblemLineProps) {
  const { line, column, message, offset } = problem;
  const go = (): void => {
    field.current?.focus();
    field.current?.setSelectionRange(offset, offset + 1);
    if (field.current !== null) field.current.scrollTop = Math.max(0, (line - 4) * lineHeight);
  };
  return (
    <p id={id} className={styles["problem"]}>
      <button type="button" className={styles["place"]} onClick={go}>
        Line {line}, column {column}
      </button>
      : {message}
    </p>
  );
}
