import { Check, TriangleAlert } from "lucide-react";
import { visibleText } from "../../../format/visible-text.ts";
import { codeDifference, type FittingRunner, type RunnerNeed } from "../../../model/fork/fit-runner.ts";
import styles from "./runner.module.css";

interface RunnerLineProps {
  readonly runner: FittingRunner;
  readonly others: readonly FittingRunner[];
  readonly need: RunnerNeed;
  readonly onChoose: (runnerId: string) => void;
}

/** Which program runs the fork, and whether its code is that of the recorded run. */
export function RunnerLine({ runner, others, need, onChoose }: RunnerLineProps) {
  const difference = codeDifference(runner, need);
  const hash = runner.application.graph_hash;
  return (
    <div className={styles["runner"]}>
      <span className={styles["dot"]} aria-hidden />
      {others.length > 1 ? (
        <label className={styles["inline"]}>
          Runner
          <select
            className={styles["select"]}
            value={runner.runner.runner_id}
            onChange={(event) => onChoose(event.target.value)}
          >
            {others.map(({ runner: one }) => (
              <option key={one.runner_id} value={one.runner_id}>
                {visibleText(one.name)} (process {one.pid})
              </option>
            ))}
          </select>
        </label>
      ) : (
        <span>
          Runs in <b>{visibleText(runner.runner.name)}</b>, process {runner.runner.pid} on{" "}
          {visibleText(runner.runner.host)}
        </span>
      )}
      {difference === undefined ? (
        <span className={styles["same"]}>
          <Check size={14} strokeWidth={1.5} aria-hidden />
          Same code as the recorded run{hash === null ? "" : `, graph ${hash.slice(0, 8)}…`}
        </span>
      ) : (
        <p className={styles["warn"]}>
          <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
          <span>{visibleText(difference)}</span>
        </p>
      )}
    </div>
  );
}
