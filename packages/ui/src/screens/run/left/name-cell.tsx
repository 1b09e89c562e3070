import { Link } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import type { DescribedRow } from "../../../model/rows/described-row.ts";
import { isRowOpen, levelOfRow } from "../../../model/rows/row-place.ts";
import { useRun } from "../run-context.ts";
import looks from "./looks.module.css";
import type { PlacedRow } from "./rows-grid.tsx";
import styles from "./rows.module.css";
import type { Tree } from "./use-tree.ts";
import { runLink } from "../../../data/run-key.ts";

interface NameCellProps {
  readonly placed: PlacedRow;
  readonly said: DescribedRow;
  readonly tree: Tree;
}

/** Deeper than this, rows are not moved to the right any more. */
const mostLevels = 8;
const indent = 16;
/** Where a click opens and closes the row, from where its name cell begins. */
const chevronWidth = 20;
/** A finger needs more room. */
const fingerWidth = 44;

const kinds = {
  action: "action",
  llm: "model call",
  tool: "tool",
  data: "data",
  http: "HTTP",
  stream: "stream",
  custom: "span",
  child: "run",
  fork: "fork",
} as const;

/** What a row is called, with its kind and short facts. Where the row is a run, or a step of one, the name leads there. */
export function NameCell({ placed, said, tree }: NameCellProps) {
  const { key } = useRun();
  const { row, index } = placed;
  const level = Math.min(mostLevels, levelOfRow(row));
  const isOpen = isRowOpen(row);
  const left = (level - 1) * indent;
  const name = visibleText(said.name);
  const part = row.kind === "part" ? row.part : undefined;
  const child = part?.kind === "child" || part?.kind === "childStep" ? part.child : undefined;
  const look = `${level === 1 ? styles["name"] : styles["partName"]} ${looks[said.look]}`;
  const onPointer = (event: MouseEvent<HTMLElement>): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    if (isOpen === undefined || at < 0 || at > (isFinger(event) ? fingerWidth : chevronWidth)) return;
    event.stopPropagation();
    if (event.type === "click") tree.setOpen(index, !isOpen);
  };
  return (
    <span
      role="gridcell"
      className={`${styles["nameCell"]} ${isOpen === undefined ? "" : looks[isOpen ? "open" : "closed"]}`}
      style={{ paddingLeft: left }}
      title={`${name} (${kinds[said.look]})${said.title === "" ? "" : `: ${visibleText(said.title)}`}`}
      onClick={onPointer}
      onDoubleClick={onPointer}
    >
      {child === undefined ? (
        <span className={look}>{name}</span>
      ) : (
        <Link
          {...runLink({ project: key.project, partition: child.partition_key, app: child.app_id })}
          search={part?.kind === "childStep" ? { s: part.step.sequence_id } : {}}
          tabIndex={-1}
          className={look}
        >
          {part?.kind === "childStep" && <span className={styles["childNumber"]}>{said.number} </span>}
          {name}
        </Link>
      )}
      {said.tags.map((tag) => (
        <span key={tag} className={level === 1 || said.keepsTags === true ? styles["tag"] : styles["fact"]}>
          {tag}
        </span>
      ))}
      {said.notes > 0 && (
        <span className={styles["note"]} role="img" aria-label={said.notes === 1 ? "1 note" : `${said.notes} notes`} />
      )}
    </span>
  );
}

function isFinger({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent instanceof PointerEvent && nativeEvent.pointerType === "touch";
}
