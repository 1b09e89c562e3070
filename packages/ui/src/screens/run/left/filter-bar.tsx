import { useMemo } from "react";
import { countText } from "../../../format/quantities.ts";
import { QueryBox } from "../../../parts/query-box.tsx";
import { QuietStatus } from "../../../parts/quiet-status.tsx";
import { useGraph } from "../../../parts/graph/use-graph.ts";
import { useRun } from "../run-context.ts";
import styles from "./rows.module.css";

const name = "steps-query";
/** The names of actions are looked for among so many steps, where the graph does not tell them. */
const mostLookedAt = 5000;

/** Puts the focus into the box, where it is there. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>(`[name="${name}"]`)?.focus();
}

/** What filters the steps, and how many of them are left. */
export function FilterBar() {
  const { key, header, steps, filtered, search, move } = useRun();
  const { shown, total, isSearching, error } = filtered;
  const { data: graph } = useGraph(key, header);
  const vocabulary = useMemo(() => {
    const known = graph?.actions.map((action) => action.name) ?? [];
    const met =
      known.length > 0
        ? known
        : Array.from({ length: Math.min(steps.length, mostLookedAt) }, (_, n) => steps.actionAt(n));
    const keys = [...new Set(graph?.actions.flatMap(({ reads, writes }) => [...reads, ...writes]) ?? [])];
    return {
      action: [...new Set(met)],
      state: keys,
      changed: keys,
      read: keys,
      edge: graph?.transitions.map(({ from_: from, to }) => `${from}->${to}`) ?? [],
      model: header?.models ?? [],
      tag: [...new Set(graph?.actions.flatMap(({ tags = [] }) => tags) ?? [])],
    };
  }, [graph, header?.models, steps]);
  const isFiltered = (search.q ?? "") !== "";
  const found = error === null ? `${countText(total)} of ${countText(steps.length)}` : "no answer";
  const left = shown.length < total ? `, the first ${countText(shown.length)} of them are shown` : "";
  return (
    <div className={styles["tools"]}>
      <QueryBox
        label="Filter steps"
        name={name}
        value={search.q ?? ""}
        onChange={(q) => move({ q: q === "" ? undefined : q })}
        of="steps"
        vocabulary={vocabulary}
        placeholder="action:answer_* dur:>1s …"
      />
      <span className={`${styles["count"]} ${isSearching ? styles["searching"] : ""}`} title={error?.message}>
        {isFiltered || error !== null ? found : (steps.length > 0 || steps.indexed === 1) && countText(steps.length)}
      </span>
      {/* That steps come is said elsewhere. */}
      <QuietStatus text={isFiltered ? `${found} steps${left}` : ""} />
    </div>
  );
}
