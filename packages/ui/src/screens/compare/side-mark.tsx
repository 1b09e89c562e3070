import styles from "./marks.module.css";

/** Which of the two runs: a letter on a solid or a dashed line, not the colour alone. */
export function SideMark({ side }: { readonly side: "a" | "b" }) {
  return <span className={`${styles["mark"]} ${styles[side]}`}>{side === "a" ? "A" : "B"}</span>;
}
