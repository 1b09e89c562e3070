import { useRun } from "../run-context.ts";
import styles from "./rows.module.css";

/** What stands where there is no step to show. */
export function NoRows({ isPending }: { readonly isPending: boolean }) {
  const { steps, filtered } = useRun();
  if (isPending) return null;
  if (steps.length === 0) {
    return (
      <p className={styles["none"]} role="status">
        <span className={styles["pulse"]} aria-hidden /> Waiting for the first step. It appears here by itself.
      </p>
    );
  }
  return filtered.shown.length === 0 && !filtered.isSearching ? (
    <p className={styles["none"]}>No step is like that.</p>
  ) : null;
}
