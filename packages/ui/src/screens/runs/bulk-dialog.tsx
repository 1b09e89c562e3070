import type { RunSummary } from "@burrjs/protocol";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { type ActOutcome, forEachRun } from "../../model/runs/for-each-run.ts";
import { runId } from "../../model/runs/told-runs.ts";
import { AppDialog } from "../../parts/app-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { useStay } from "../../parts/use-stay.ts";
import { ActProgress } from "./act-progress.tsx";
import styles from "./runs.module.css";

/** What is done with each of many runs, and how that is told. */
interface BulkAct {
  /** As in "Deleting 3 of 5". */
  readonly doing: string;
  /** As in "2 of 5 runs could not be deleted". */
  readonly did: string;
  /** On the button that begins it, and the one that tries it again. */
  readonly verb: ReactNode;
  readonly work: (run: RunSummary) => Promise<unknown>;
  /** When it is over. `done`: with which it was done; `isWhole`: with all of them. */
  readonly finish: (done: readonly RunSummary[], isWhole: boolean) => void;
}

/** What it asks, and what then is done. */
export interface BulkDialogProps {
  readonly title: string;
  /** Fixed from when it opens: runs that come later are not among them. */
  readonly runs: readonly RunSummary[];
  readonly act: BulkAct;
  readonly kind: "primary" | "danger";
  readonly canBegin: boolean;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Asks before something is done with many runs, shows how far it has got, and which it could not be done with. */
export function BulkDialog({ title, runs, act, kind, canBegin, isOpen, close, children }: BulkDialogProps) {
  const stopping = useRef(new AbortController());
  const done = useRef<readonly RunSummary[]>([]);
  const [progress, setProgress] = useState<{ readonly through: number; readonly total: number } | undefined>(undefined);
  const [failed, setFailed] = useState<ActOutcome<RunSummary>["failed"]>([]);
  useStay(progress !== undefined);
  // Whoever goes to another screen stops it, as the button does.
  useEffect(() => () => stopping.current.abort(), []);
  const end = (isWhole: boolean): void => {
    act.finish(done.current, isWhole);
    done.current = [];
    setFailed([]);
    close();
  };
  const begin = async (wanted: readonly RunSummary[]): Promise<void> => {
    stopping.current = new AbortController();
    const tell = (through: number): void => setProgress({ through, total: wanted.length });
    tell(0);
    const outcome = await forEachRun(wanted, act.work, { signal: stopping.current.signal, told: tell });
    setProgress(undefined);
    done.current = [...done.current, ...outcome.done];
    setFailed(outcome.failed);
    if (outcome.failed.length === 0) end(outcome.left.length === 0);
  };
  const leave = (): void => {
    if (progress !== undefined) stopping.current.abort();
    else if (failed.length > 0) end(false);
    else close();
  };
  const hasFailed = progress === undefined && failed.length > 0;
  return (
    <AppDialog
      title={title}
      isOpen={isOpen}
      onOpenChange={(next) => !next && leave()}
      footer={
        <>
          <Button onClick={leave}>{progress !== undefined ? "Stop" : hasFailed ? "Close" : "Cancel"}</Button>
          {progress === undefined && (
            <Button
              kind={kind}
              disabled={!hasFailed && !canBegin}
              onClick={() => void begin(hasFailed ? failed.map(({ run }) => run) : runs)}
            >
              {hasFailed ? "Try those again" : act.verb}
            </Button>
          )}
        </>
      }
    >
      <ActProgress doing={act.doing} progress={progress} />
      {hasFailed && (
        <>
          <p role="alert">
            {countText(failed.length)} of {countText(runs.length)} could not be {act.did}:
          </p>
          <ul className={styles["failed"]} tabIndex={0} aria-label={`Runs that could not be ${act.did}`}>
            {failed.map(({ run, reason }) => (
              <li key={runId(run)}>
                <b>{visibleText(run.app_id)}</b> {visibleText(reason)}
              </li>
            ))}
          </ul>
        </>
      )}
      {progress === undefined && !hasFailed && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (canBegin) void begin(runs);
          }}
        >
          {children}
        </form>
      )}
    </AppDialog>
  );
}
