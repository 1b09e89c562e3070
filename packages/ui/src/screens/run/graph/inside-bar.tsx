import { Link } from "@tanstack/react-router";
import { Maximize2, SquareArrowOutUpRight, X } from "lucide-react";
import { visibleText } from "../../../format/visible-text.ts";
import { runName } from "../../../model/compare/run-name.ts";
import type { StartedRun } from "../../../model/graph/started-runs.ts";
import { IconButton } from "../../../parts/button.tsx";
import styles from "./inside-bar.module.css";
import { runLink } from "../../../data/run-key.ts";

interface InsideBarProps {
  readonly project: string;
  readonly action: string;
  /** The runs that the steps of the action started. */
  readonly runs: readonly StartedRun[];
  /** The one that is inside. */
  readonly run: StartedRun;
  /** Why it cannot be shown. */
  readonly error: Error | null;
  readonly onChoose: (run: StartedRun) => void;
  /** Shows it in the place of the whole graph. */
  readonly onEnlarge: () => void;
  readonly onClose: () => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

/** Above the graph that is inside of a node: whose it is, the other runs that the node started, and the ways out. */
export function InsideBar({ project, action, runs, run, error, onChoose, onEnlarge, onClose }: InsideBarProps) {
  const { partition, app } = run.run;
  return (
    <div className={styles["bar"]} role="group" aria-label={`The run inside of ${visibleText(action)}`}>
      <span className={styles["step"]}>step {run.step} /</span>
      {runs.length === 1 ? (
        <b className={styles["name"]} title={visibleText(app)}>
          {visibleText(app)}
        </b>
      ) : (
        <select
          className={styles["name"]}
          aria-label="Which of the runs that it started"
          value={runs.indexOf(run)}
          onChange={({ target }) => {
            const chosen = runs[Number(target.value)];
            if (chosen !== undefined) onChoose(chosen);
          }}
        >
          {runs.map((one, index) => (
            <option key={runName(one.run)} value={index}>
              {numberText(runs, index)} · {visibleText(one.run.app)}
            </option>
          ))}
        </select>
      )}
      {error !== null && <span className={styles["error"]}>{error.message}</span>}
      <span className={styles["ways"]}>
        <Link
          {...runLink({ project, partition, app })}
          className={styles["link"]}
          aria-label="Open the run"
          title="Open the run"
        >
          <SquareArrowOutUpRight {...icon} />
        </Link>
        <IconButton label="Show this graph large" onClick={onEnlarge}>
          <Maximize2 {...icon} />
        </IconButton>
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X {...icon} />
        </IconButton>
      </span>
    </div>
  );
}

/** `2 of 12`; of several steps, also which. */
function numberText(runs: readonly StartedRun[], index: number): string {
  const step = runs[index]?.step;
  const isOneStep = runs.every((one) => one.step === step);
  return `${isOneStep ? "" : `step ${step}: `}${index + 1} of ${runs.length}`;
}
