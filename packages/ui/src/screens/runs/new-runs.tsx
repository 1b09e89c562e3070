import { useEffect, useState } from "react";
import { countText } from "../../format/quantities.ts";
import { useThrottled } from "../../parts/use-throttled.ts";
import styles from "./runs.module.css";

/** How often it is said aloud at most. */
const quietMs = 5000;

/** How many runs began since the list was made; they are put into it when somebody wants that. */
export function NewRuns({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  const [said, setSaid] = useState("");
  const say = useThrottled((text: string) => setSaid(text), quietMs);
  useEffect(() => say.call(count === 0 ? "" : count === 1 ? "1 new run" : `${count} new runs`), [count, say]);
  return (
    <>
      <span role="status" className="hidden-text">
        {said}
      </span>
      {count > 0 && (
        <button type="button" className={styles["pill"]} onClick={onShow}>
          {countText(count)} new
        </button>
      )}
    </>
  );
}
