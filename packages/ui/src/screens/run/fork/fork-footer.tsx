import { Play, TriangleAlert } from "lucide-react";
import { visibleText } from "../../../format/visible-text.ts";
import type { RefusalWords } from "../../../model/fork/refusal-words.ts";
import { Button } from "../../../parts/button.tsx";
import { Keys } from "../../../parts/keys.tsx";
import styles from "./fork.module.css";

interface ForkFooterProps {
  readonly blocked: string | undefined;
  readonly busy: string | undefined;
  readonly refusal: RefusalWords | undefined;
  readonly repeats: number;
  readonly run: () => void;
  readonly close: () => void;
  readonly discarding: { readonly isAsked: boolean; readonly keep: () => void };
}

/** Where a refusal stands that is about a field. */
function placeText(refusal: RefusalWords | undefined): string {
  if (refusal?.field === undefined) return "";
  return `It was not run: look at ${refusal.key ?? fieldNames[refusal.field]}.`;
}

const fieldNames = {
  from: "where it begins",
  state: "the state",
  next: "the next action",
  stop: "where it stops",
} as const;

/** The buttons, and what stands in their way. */
export function ForkFooter({ blocked, busy, refusal, repeats, run, close, discarding }: ForkFooterProps) {
  if (discarding.isAsked) {
    return (
      <div key="discarding" className={styles["footer"]}>
        <span className={styles["state"]} role="alert">
          Close it, and lose what you have changed?
        </span>
        <Button kind="danger" onClick={close}>
          Discard the changes
        </Button>
        <Button autoFocus onClick={discarding.keep}>
          Keep editing
        </Button>
      </div>
    );
  }
  return (
    <div key="running" className={styles["footer"]}>
      {refusal !== undefined && refusal.field === undefined && (
        <div className={styles["refusal"]} role="alert">
          <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />
          <div>
            <b>{visibleText(refusal.title)}</b>
            <p>{visibleText(refusal.advice)}</p>
          </div>
        </div>
      )}
      <span className={styles["state"]} role="status">
        {busy ?? visibleText(blocked ?? placeText(refusal))}
      </span>
      <Button onClick={close}>Cancel</Button>
      <Button
        kind="primary"
        aria-disabled={blocked !== undefined || busy !== undefined}
        className={styles["run"] ?? ""}
        onClick={run}
      >
        <Play size={14} strokeWidth={1.5} aria-hidden />
        {repeats === 1 ? "Run the fork" : `Run ${repeats} forks`}
        <span className={styles["key"]} aria-hidden>
          <Keys keys={["Ctrl+↵"]} />
        </span>
      </Button>
    </div>
  );
}
