import { useQuery } from "@tanstack/react-query";
import { metaQuery } from "../../../data/doctor-queries.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { useRun } from "../run-context.ts";
import styles from "./rows.module.css";

/** What stands where there is no step to show. */
export function NoRows({ isPending }: { readonly isPending: boolean }) {
  const { steps, filtered } = useRun();
  if (isPending) return null;
  if (steps.length === 0) {
    return <NoStepYet />;
  }
  return filtered.shown.length === 0 && !filtered.isSearching ? (
    <p className={styles["none"]}>No step is like that.</p>
  ) : null;
}

function NoStepYet() {
  const { key } = useRun();
  const { data: meta } = useQuery(metaQuery());
  return (
    <p className={styles["none"]} role="status">
      <span className={styles["pulse"]} aria-hidden /> Waiting for the first step. It appears here by itself
      {meta === undefined || meta.dir === null ? (
        "."
      ) : (
        <>
          : <code>{visibleText(`${meta.dir}/${key.project}`)}</code> is watched.
        </>
      )}
    </p>
  );
}
