import type { StepDetail, ValuePreview } from "@burrjs/protocol";
import { visibleText } from "../../../format/visible-text.ts";
import { type InputRow, inputRows } from "../../../model/compare/input-rows.ts";
import { ValuePreviewText } from "../../../parts/value/value-text.tsx";
import { SideMark } from "../side-mark.tsx";
import styles from "./detail.module.css";

interface InputsDifferenceProps {
  readonly a: StepDetail | undefined;
  readonly b: StepDetail | undefined;
  /** Whether there are two steps to compare. */
  readonly isPair: boolean;
}

/** Inputs, answers, result and error of both steps; what is equal stands there once. */
export function InputsDifference({ a, b, isPair }: InputsDifferenceProps) {
  if (isPair ? a === undefined || b === undefined : a === undefined && b === undefined) return null;
  const rows = inputRows(a, b);
  if (rows.length === 0) return null;
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h3>Inputs and result</h3>
        {isPair && <span className="muted">{rows.every(({ isEqual }) => isEqual) ? "all equal" : ""}</span>}
      </div>
      <ul className={styles["entries"]}>
        {rows.map((row) => (
          <li key={`${row.kind} ${row.name}`} className={styles["entry"]}>
            <code className={styles["path"]}>
              {visibleText(row.kind === "input" ? row.name : `${row.kind} ${row.name}`.trim())}
            </code>
            <Values row={row} isPair={isPair} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Values({ row, isPair }: { readonly row: InputRow; readonly isPair: boolean }) {
  if (row.isEqual || !isPair) {
    return (
      <span className={styles["value"]}>
        {isPair && <span className="muted">both</span>}
        <Value value={row.a ?? row.b} />
      </span>
    );
  }
  return (
    <>
      <span className={styles["value"]}>
        <SideMark side="a" />
        <Value value={row.a} />
      </span>
      <span className={styles["value"]}>
        <SideMark side="b" />
        <Value value={row.b} />
      </span>
    </>
  );
}

function Value({ value }: { readonly value: ValuePreview | string | undefined }) {
  if (value === undefined) return <span className="muted">none</span>;
  return typeof value === "string" ? (
    <span className={styles["error"]}>{visibleText(value)}</span>
  ) : (
    <ValuePreviewText preview={value} limit={240} />
  );
}
