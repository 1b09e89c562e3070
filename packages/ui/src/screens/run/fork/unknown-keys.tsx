import { initialValue, pointerKeys } from "@burrjs/protocol";
import { visibleText } from "../../../format/visible-text.ts";
import { type StateDraft, withChange } from "../../../model/fork/state-draft.ts";
import { pointerText } from "../../../model/value/pointer-text.ts";
import { Button } from "../../../parts/button.tsx";
import styles from "./state-field.module.css";
import type { DraftFacts } from "./use-draft.ts";

interface UnknownKeysProps {
  readonly draft: StateDraft;
  readonly facts: Pick<DraftFacts, "unknown" | "leftOut">;
  /** The keys that the application of the runner begins with. */
  readonly initialKeys: readonly string[];
  readonly onChange: (draft: StateDraft) => void;
  /** Absent: there is no room for that. */
  readonly onGive?: (key: string) => void;
}

/** The values that are not in the log, and what can be put in their place. */
export function UnknownKeys({ draft, facts: { unknown, leftOut }, initialKeys, onChange, onGive }: UnknownKeysProps) {
  return (
    <>
      {unknown.map(({ at, why }) => {
        const keys = pointerKeys(at) ?? [];
        const [key = ""] = keys;
        const change = (next: Parameters<typeof withChange>[1]): void => onChange(withChange(draft, next));
        return (
          <div
            key={at}
            className={styles["unknown"]}
            role="group"
            aria-label={`What ${visibleText(pointerText(at))} begins with`}
          >
            <p className={styles["wrong"]}>
              <b>{visibleText(pointerText(at))}</b>: {why}. Choose what the new run begins with:
            </p>
            {keys.length === 1 && initialKeys.includes(key) && (
              <Button kind="outlined" onClick={() => change({ op: "replace", path: at, value: initialValue })}>
                As the application begins with it
              </Button>
            )}
            {onGive !== undefined && (
              <Button kind="outlined" onClick={() => onGive(key)}>
                Give a value
              </Button>
            )}
            <Button kind="outlined" onClick={() => change({ op: "remove", path: at })}>
              Leave it out
            </Button>
          </div>
        );
      })}
      {leftOut.length > 0 && (
        <p className="muted">
          Left out, since the log lacks {leftOut.length === 1 ? "its value" : "their values"} and nothing from here on
          reads {leftOut.length === 1 ? "it" : "them"}: {visibleText(leftOut.join(", "))}.
        </p>
      )}
    </>
  );
}
