import type { Delta } from "../../model/compare/deltas.ts";
import styles from "./marks.module.css";

/** How much more or less B has. */
export function DeltaText({ delta: { text, direction } }: { readonly delta: Delta }) {
  return <span className={`${styles["delta"]} ${direction === "equal" ? styles["equal"] : ""}`}>{text}</span>;
}
