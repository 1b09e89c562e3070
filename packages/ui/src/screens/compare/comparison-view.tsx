import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type AlignedPair, pairAt, pairCount, seekDifference } from "../../model/compare/alignment.ts";
import { compareLines } from "../../model/compare/compare-lines.ts";
import { isSameRun, type RunName, runName, stepAt } from "../../model/compare/run-name.ts";
import { selectionOf } from "../../model/compare/selection.ts";
import { merged } from "../../model/merged-view.ts";
import { stepPlace } from "../../model/step-place.ts";
import type { StepColumns } from "../../model/step-columns.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { Panes } from "../../parts/panes.tsx";
import { Segments } from "../../parts/segments.tsx";
import { useMedia } from "../../parts/use-media.ts";
import { useCommands } from "../../shell/commands.ts";
import { toast } from "../../shell/toasts.tsx";
import { AnswerBanner } from "../run/fork/answer-banner.tsx";
import { RunControls } from "../run/fork/run-controls.tsx";
import { CompareHead } from "./compare-head.tsx";
import { CompareList } from "./compare-list.tsx";
import styles from "./compare.module.css";
import { OverlayGraph } from "./graph/overlay-graph.tsx";
import { PairDetail } from "./detail/pair-detail.tsx";
import { RepeatsTable } from "./repeats-table.tsx";
import { type Side, useComparison } from "./use-comparison.ts";
import { useFirstDifference } from "./use-first-difference.ts";
import { runLink } from "../../data/run-key.ts";

interface ComparisonProps {
  readonly project: string;
  readonly a: RunName;
  readonly b: RunName;
  /** Runs that were forked like B. */
  readonly set: readonly string[];
  /** Whether the graph of both is shown. */
  readonly isGraph: boolean;
  /** Makes A of B, and B of A. */
  readonly swap: () => void;
}

const sights = [
  { value: "row", text: "Differences" },
  { value: "graph", text: "Graph" },
] as const;

/** The headline, the steps of both runs in rows, and what differs in the row under the cursor. */
export function ComparisonView({ project, a, b, set, isGraph, swap }: ComparisonProps) {
  const comparison = useComparison(project, a, b);
  const navigate = useNavigate({ from: "/p/$project/compare" });
  const isNarrow = useMedia("(max-width: 900px)");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { alignment, error, retry } = comparison;
  const difference = useFirstDifference(comparison);
  // All of it is shown at once: what differs first stands above the rest.
  const [isThere, setThere] = useState(false);
  if (!isThere && (error !== null || !difference.isPending)) setThere(true);
  const [stepsA, stepsB] = [comparison.a.steps, comparison.b.steps];
  const rows = useMemo(() => alignment?.rows ?? [], [alignment]);
  const isOneRun = isSameRun(a, b);
  const selection = useMemo(() => {
    return selectionOf(rows, {
      a: placeOf(stepsA, a.sequenceId, a.repeat),
      b: placeOf(stepsB, b.sequenceId, b.repeat),
    });
  }, [rows, stepsA, stepsB, a.sequenceId, a.repeat, b.sequenceId, b.repeat]);
  const at = selection?.at ?? undefined;
  const [startedA, startedB] = [usePlaces(comparison.a), usePlaces(comparison.b)];
  const lines = useMemo(
    () =>
      compareLines(rows, {
        open,
        isUnfolded: isOneRun,
        ...(startedA.size + startedB.size === 0 ? {} : { started: { a: startedA, b: startedB } }),
        ...(at === undefined ? {} : { shown: at }),
      }),
    [rows, open, at, isOneRun, startedA, startedB],
  );
  const stepOf = (steps: StepColumns, n: number | null) => (n === null ? {} : stepAt(steps, n));
  const bare = ({ partition, app }: RunName): RunName => ({ partition, app });
  const select = (pair: AlignedPair | undefined): void => {
    if (pair === undefined) return;
    // Of one run with itself, A stays where it is and B goes along.
    const search = isOneRun
      ? { a: runName(a), b: runName({ ...bare(b), ...stepOf(stepsB, pair.b) }) }
      : {
          a: runName({ ...bare(a), ...stepOf(stepsA, pair.a) }),
          b: runName({ ...bare(b), ...stepOf(stepsB, pair.b) }),
          ...(set.length === 0 ? {} : { set }),
          ...(isGraph ? { show: "graph" as const } : {}),
        };
    void navigate({ search, replace: true });
  };
  const current = at ?? (selection?.b === undefined || selection.b === null ? -1 : selection.b);
  const seek = (direction: 1 | -1): (() => void) | undefined => {
    const found = seekDifference(rows, current, direction);
    return found === undefined ? undefined : () => select(found);
  };
  const to = (place: number): void => select(pairAt(rows, Math.max(0, Math.min(pairCount(rows) - 1, place))));
  const look = (sight: "row" | "graph"): void =>
    void navigate({
      search: ({ show: _before, ...old }) => ({ ...old, ...(sight === "graph" ? { show: sight } : {}) }),
      replace: true,
    });
  const toSide = (side: "a" | "b"): void => {
    const step = selection === undefined ? null : selection[side];
    const { key, steps } = comparison[side];
    const place = step === null ? undefined : stepPlace(steps, step);
    void navigate({
      ...runLink({ project, partition: key.partition, app: key.app }),
      search: merged({}, place ?? {}),
    });
  };
  useCommands("compare", {
    "compare-next": () => to(current + 1),
    "compare-previous": () => to(current - 1),
    "compare-first": () => to(0),
    "compare-last": () => to(pairCount(rows) - 1),
    "compare-difference-next": seek(1) ?? (() => toast("There is no difference after this row.")),
    "compare-difference-previous": seek(-1) ?? (() => toast("There is no difference before this row.")),
    "compare-swap": swap,
    "compare-graph": () => look(isGraph || isOneRun ? "row" : "graph"),
    "compare-open-a": () => toSide("a"),
    "compare-open-b": () => toSide("b"),
  });
  if (error !== null && alignment === undefined) {
    return (
      <main id="main" className={styles["main"]}>
        <ErrorBox error={error} retry={retry} />
      </main>
    );
  }
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const list = (
    <CompareList
      comparison={comparison}
      lines={lines}
      selection={selection}
      onSelect={select}
      onToggle={toggle}
      isOneRun={isOneRun}
    />
  );
  const detail = (
    <div className={styles["sight"]}>
      {!isOneRun && (
        <div className={styles["sights"]}>
          <Segments
            label="What is shown beside the steps"
            options={sights}
            value={isGraph ? "graph" : "row"}
            onChange={look}
          />
        </div>
      )}
      {isGraph && !isOneRun ? (
        <OverlayGraph comparison={comparison} selection={selection} onSelect={select} />
      ) : (
        <PairDetail comparison={comparison} selection={selection} />
      )}
    </div>
  );
  return (
    <main id="main" className={styles["main"]} tabIndex={-1} aria-busy={!isThere}>
      <CompareHead comparison={comparison} found={difference.found} isOneRun={isOneRun} onSelect={select} seek={seek} />
      {set.length > 1 && <RepeatsTable project={project} a={a} b={b} set={set} />}
      {!isOneRun && <RunControls run={comparison.b.key} name="B" />}
      {!isOneRun && <AnswerBanner run={comparison.b.key} />}
      {alignment !== undefined && rows.length === 0 ? (
        <EmptyState title="Neither run has a step yet">
          <p>Rows appear here by themselves when a step begins.</p>
        </EmptyState>
      ) : isNarrow ? (
        <div className={styles["stacked"]}>
          {list}
          {detail}
        </div>
      ) : (
        <Panes
          name="compare"
          panes={[
            { label: "Steps of both runs", share: 60, content: list },
            { label: "What differs", share: 40, content: detail },
          ]}
        />
      )}
    </main>
  );
}

/** The places of the steps that started runs. */
function usePlaces({ steps, started }: Side): ReadonlySet<number> {
  return useMemo(() => new Set([...started.keys()].map((step) => steps.find(step))), [steps, started]);
}

function placeOf(steps: StepColumns, sequenceId: number | undefined, repeat: number | undefined): number | undefined {
  const n = sequenceId === undefined ? -1 : steps.find(sequenceId, repeat);
  return n < 0 ? undefined : n;
}
