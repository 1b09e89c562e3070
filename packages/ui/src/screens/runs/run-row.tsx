import type { RunSummary } from "@burrjs/protocol";
import { Link, useNavigate } from "@tanstack/react-router";
import { GitFork } from "lucide-react";
import { useRef } from "react";
import { originText } from "../../format/origin-text.ts";
import { shortId } from "../../format/short-id.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { Price } from "@burrjs/protocol";
import { StatusBadge } from "../../parts/badge.tsx";
import type { Column } from "./columns.tsx";
import styles from "./runs.module.css";
import { runLink } from "../../data/run-key.ts";

interface RunRowProps {
  readonly project: string;
  readonly run: RunSummary;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly place: { readonly index: number; readonly top: number; readonly height: number };
  readonly isChosen: boolean;
  /** `isRange`: all from the last one chosen to this one. */
  readonly onChoose: (isRange: boolean) => void;
  readonly now: number;
  readonly prices: readonly Price[];
}

/** A run in the list; the whole row is the link. */
export function RunRow({ project, run, columns, template, place, isChosen, onChoose, now, prices }: RunRowProps) {
  const navigate = useNavigate();
  const isShifted = useRef(false);
  const name = visibleText(run.app_id);
  const origin = visibleText(originText(run));
  const to = {
    ...runLink({ project, partition: run.partition_key, app: run.app_id }),
  } as const;
  return (
    <div
      role="row"
      aria-rowindex={place.index + 2}
      aria-selected={isChosen}
      className={styles["row"]}
      style={{ gridTemplateColumns: template, transform: `translateY(${place.top}px)`, height: place.height }}
      onClick={(event) => {
        const isOther = event.target instanceof Element && event.target.closest("a, input, button, label") !== null;
        if (!isOther && getSelection()?.isCollapsed !== false) void navigate(to);
      }}
    >
      <span role="cell">
        <label className={styles["choice"]}>
          <input
            type="checkbox"
            aria-label={`Choose ${name}`}
            checked={isChosen}
            onChange={() => onChoose(isShifted.current)}
            onClick={(event) => {
              isShifted.current = event.shiftKey;
            }}
          />
        </label>
      </span>
      <span role="cell" className={styles["id"]}>
        <Link className={`${styles["link"]} inset-focus`} {...to} title={name} data-run-row={place.index}>
          {shortId(name)}
        </Link>
        {run.parent !== null && <GitFork size={14} strokeWidth={1.5} aria-hidden className={styles["mark"]} />}
        {origin !== "" && (
          <span className={styles["origin"]} title={origin}>
            {origin}
          </span>
        )}
      </span>
      <span role="cell">
        <StatusBadge status={run.status} />
      </span>
      {columns.map(({ id: column, isNumber, cell }) => (
        <span key={column} role="cell" className={isNumber ? styles["number"] : styles["text"]}>
          {cell(run, now, prices)}
        </span>
      ))}
    </div>
  );
}
