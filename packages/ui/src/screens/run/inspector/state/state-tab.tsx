import { useRef } from "react";
import { durationText } from "../../../../format/quantities.ts";
import { Segments } from "../../../../parts/segments.tsx";
import { CommandKey } from "../../../../shell/command-key.tsx";
import { useCommands } from "../../../../shell/commands.ts";
import { useRun } from "../../run-context.ts";
import { NoStep } from "../step-panel.tsx";
import { useStep } from "../use-step.ts";
import styles from "../inspector.module.css";
import { StateDiff } from "./state-diff.tsx";
import { StateTree } from "./state-tree.tsx";
import { cursorB, stateViews } from "./state-views.ts";
import state from "./state.module.css";
import { hasEnded } from "../../../../model/going-on.ts";

/** The state around the step: after it, before it, what differs, and what differs from cursor B. */
export function StateTab() {
  const { search, key, move, current } = useRun();
  const { wanted, step } = useStep();
  const box = useRef<HTMLDivElement>(null);
  // Inside of a step the state is the one before it, unless somebody asks for another one.
  const isInside = search.m !== undefined && search.view === undefined;
  const view = search.view ?? (isInside ? "before" : "after");
  const b = cursorB(search.b, key);
  useCommands("stateFind", {
    "state-find": () => box.current?.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  });
  if (wanted === undefined) return <NoStep />;
  // The list of steps knows first: there is no state after a step that has not ended.
  const status = current?.sequenceId === wanted.sequenceId ? current.status : step?.status;
  const isUnderWay = status !== undefined && !hasEnded(status);
  const at = view === "before" || isUnderWay ? "before" : "after";
  return (
    <div className={state["tab"]} ref={box}>
      <div className={state["tools"]}>
        <Segments label="State" options={stateViews} value={view} onChange={(next) => move({ view: next })} />
      </div>
      {isInside && !isUnderWay && (
        <p className={state["hint"]}>
          At {durationText(search.m)} the step had not ended: what it did was not yet in the state.
        </p>
      )}
      {isUnderWay && view !== "b" && (
        <p className={state["hint"]}>
          The step has not ended: this is the state that it began with{view === "diff" && ", and nothing differs yet"}.
        </p>
      )}
      {view === "b" && b === undefined && (
        <p className={styles["empty"]}>
          There is no cursor B yet. Go to a step and press <CommandKey of="cursor-b" />; then go to another one, and
          compare.
        </p>
      )}
      {view === "b" && b !== undefined && (
        <StateDiff one={b} other={{ ...wanted, partition: key.partition, app: key.app, at }} isB />
      )}
      {view === "diff" && !isUnderWay && (
        <StateDiff
          one={{ ...wanted, partition: key.partition, app: key.app, at: "before" }}
          other={{ ...wanted, partition: key.partition, app: key.app, at: "after" }}
        />
      )}
      {(view === "after" || view === "before") && <StateTree step={wanted} at={at} />}
    </div>
  );
}
