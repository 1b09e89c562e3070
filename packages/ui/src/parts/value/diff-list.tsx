import { visibleText } from "../../format/visible-text.ts";
import type { DiffRow } from "../../model/value/diff-rows.ts";
import { shortPieces } from "../../model/text/short-pieces.ts";
import type { DiffPiece } from "../../model/text/text-diff.ts";
import { ValuePreviewText } from "./value-text.tsx";
import styles from "./diff-list.module.css";

interface DiffListProps {
  readonly rows: readonly DiffRow[];
  /** One line each. */
  readonly isShort?: boolean;
  /** Goes to what differs. */
  readonly onOpen?: (pointer: string) => void;
}

const words = { add: "Added", remove: "Removed", change: "Changed", move: "Moved" } as const;

/** Differences of two states: what was added (+), removed (−), changed (~), and moved (→). */
export function DiffList({ rows, isShort = false, onOpen }: DiffListProps) {
  return (
    <ul className={styles["list"]}>
      {rows.map((row, index) => (
        <DiffRowView key={index} row={row} isShort={isShort} onOpen={onOpen} />
      ))}
    </ul>
  );
}

interface DiffRowViewProps {
  readonly row: DiffRow;
  readonly isShort: boolean;
  readonly onOpen: ((pointer: string) => void) | undefined;
}

/** One difference. */
export function DiffRowView({ row, isShort, onOpen }: DiffRowViewProps) {
  const { kind, mark, path, pointer } = row;
  // What is gone cannot be gone to.
  const canOpen = onOpen !== undefined && kind !== "remove";
  const hasPath = path !== "";
  return (
    <li className={`${styles["row"]} ${styles[kind]} ${isShort ? styles["short"] : ""}`}>
      <span className={styles["mark"]} aria-label={words[kind]} role="img">
        {mark}
      </span>
      <div className={styles["content"]}>
        {hasPath && canOpen && (
          <button type="button" className={styles["path"]} onClick={() => onOpen(pointer)}>
            {path}
          </button>
        )}
        {hasPath && !canOpen && <span className={styles["path"]}>{path}</span>}
        <Values row={row} isShort={isShort} />
      </div>
    </li>
  );
}

function Values({ row, isShort }: { readonly row: DiffRow; readonly isShort: boolean }) {
  const { kind, before, after, from, delta, isCoarse } = row;
  const limit = isShort ? 90 : 400;
  if (kind === "move") {
    return (
      <>
        <span className={styles["quiet"]}> moved from {from}</span>
        {after !== undefined && <span className={styles["punctuation"]}>: </span>}
        {after !== undefined && <ValuePreviewText preview={after} limit={limit / 2} />}
      </>
    );
  }
  if (row.words !== undefined) {
    return isShort ? <ShortWords pieces={row.words} hasPath={row.path !== ""} /> : <Words pieces={row.words} />;
  }
  return (
    <>
      {row.path !== "" && <span className={styles["punctuation"]}>{kind === "change" ? ": " : " = "}</span>}
      {before !== undefined && <ValuePreviewText preview={before} limit={kind === "change" ? limit / 2 : limit} />}
      {kind === "change" && <span className={styles["arrow"]}> → </span>}
      {after !== undefined && <ValuePreviewText preview={after} limit={kind === "change" ? limit / 2 : limit} />}
      {delta !== undefined && <span className={styles["quiet"]}> {delta}</span>}
      {isCoarse && <span className={styles["quiet"]}> too large to diff fully</span>}
    </>
  );
}

/** Two texts as one, with what differs marked. */
function Words({ pieces }: { readonly pieces: readonly DiffPiece[] }) {
  return (
    <p className={styles["words"]} dir="auto">
      {pieces.map(({ kind, text }, index) => {
        const shown = visibleText(text);
        if (kind === "add") return <ins key={index}>{shown}</ins>;
        return kind === "remove" ? <del key={index}>{shown}</del> : <span key={index}>{shown}</span>;
      })}
    </p>
  );
}

/** The first place where two texts differ, with a little around it. */
function ShortWords({ pieces, hasPath }: { readonly pieces: readonly DiffPiece[]; readonly hasPath: boolean }) {
  const { shown, isMore } = shortPieces(pieces);
  return (
    <span className={styles["inline"]}>
      {hasPath && <span className={styles["punctuation"]}>: </span>}
      {shown.map(({ kind, text }, index) => {
        const visible = visibleText(text.replaceAll("\n", "↵"));
        if (kind === "add") return <ins key={index}>{visible}</ins>;
        return kind === "remove" ? <del key={index}>{visible}</del> : <span key={index}>{visible}</span>;
      })}
      {isMore && <span className={styles["quiet"]}> …</span>}
    </span>
  );
}
