import { visibleText } from "../../../format/visible-text.ts";
import type { DiffPiece } from "../../../model/text/text-diff.ts";
import styles from "./detail.module.css";

/** Two texts in one: what only A has on a solid line, what only B has on a dashed one. */
export function SideWords({ pieces }: { readonly pieces: readonly DiffPiece[] }) {
  return (
    <p className={styles["words"]}>
      {pieces.map(({ kind, text }, index) =>
        kind === "same" ? (
          <span key={index}>{visibleText(text)}</span>
        ) : (
          <span key={index} className={styles[kind === "remove" ? "onlyA" : "onlyB"]}>
            <span className="hidden-text">{kind === "remove" ? " only A: " : " only B: "}</span>
            {visibleText(text)}
          </span>
        ),
      )}
    </p>
  );
}
