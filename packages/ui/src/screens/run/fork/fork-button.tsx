import { GitFork } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";
import { merged } from "../../../model/merged-view.ts";
import { stepNumber } from "../../../model/step-number.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { Button } from "../../../parts/button.tsx";
import { useCommands } from "../../../shell/commands.ts";
import { toast } from "../../../shell/toasts.tsx";
import { useRun } from "../run-context.ts";
import styles from "../run.module.css";
import { ForkDialog } from "./fork-dialog.tsx";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether the dialog for forks was opened from the page: then Back closes it. */
    openedFork?: boolean;
  }
}

/** The button that opens the dialog for a fork from the step under the cursor (key F), and the dialog. */
export function ForkButton() {
  const { current, steps } = useRun();
  const navigate = useNavigate({ from: "/p/$project/r/$partition/$app" });
  const open = (): void => {
    if (current === undefined) {
      toast("There is no step yet to fork from.");
      return;
    }
    // The cursor stays at the step, also when the run goes on.
    void navigate({
      search: (old) => merged(old, { ...stepPlace(steps, current.n), fork: current.sequenceId }),
      state: { openedFork: true },
    });
  };
  useCommands("fork", {
    fork: open,
  });
  return (
    <>
      <Button kind="primary" className={styles["fork"]} onClick={open}>
        <GitFork size={14} strokeWidth={1.5} aria-hidden />
        {current === undefined ? "Fork" : `Fork from step ${stepNumber(current.sequenceId, current.repeat)}`}
      </Button>
      <ForkDialog />
    </>
  );
}
