import { countText } from "../../format/quantities.ts";
import { QuietStatus } from "../../parts/quiet-status.tsx";
import styles from "./runs.module.css";

/** How many runs began since the list was made; they are put into it when somebody wants that. */
export function NewRuns({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <>
      <QuietStatus text={count === 0 ? "" : count === 1 ? "1 new run" : `${count} new runs`} />
      {count > 0 && (
        <button type="button" className={styles["pill"]} onClick={onShow}>
          {countText(count)} new
        </button>
      )}
    </>
  );
}
