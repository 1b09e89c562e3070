import { ApiError } from "../../../data/api.ts";
import { Button } from "../../../parts/button.tsx";
import { ForkFormView } from "./fork-form.tsx";
import styles from "./fork.module.css";
import { useForkData } from "./use-fork-data.ts";

interface ForkContentProps {
  readonly sequenceId: number;
  readonly repeat: number | undefined;
  readonly close: () => void;
  readonly onEdited: (isEdited: boolean) => void;
  readonly discarding: { readonly isAsked: boolean; readonly keep: () => void };
}

/** What is in the dialog, once the step is known. */
export function ForkContent({ sequenceId, repeat, close, onEdited, discarding }: ForkContentProps) {
  const { data, error } = useForkData(repeat === undefined ? { sequenceId } : { sequenceId, repeat });
  if (error !== null) {
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <div className={styles["gone"]} role="alert">
        <p className={styles["wrong"]}>
          {isGone ? `This run has no step ${sequenceId}: nothing can begin there.` : error.message}
        </p>
        <Button autoFocus onClick={close}>
          Close
        </Button>
      </div>
    );
  }
  if (data === undefined) return <p className={styles["loading"]}>Reading the step …</p>;
  return <ForkFormView data={data} close={close} onEdited={onEdited} discarding={discarding} />;
}
