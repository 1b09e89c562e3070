import type { ActionSums } from "@burrjs/protocol";
import type { ReactNode } from "react";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { exactText } from "../../model/facet-query.ts";
import type { Measure } from "../../model/graph/path-counts.ts";
import { type FigureColumn, FigureTable } from "../../parts/figure-table.tsx";
import { BehindAnchor } from "../../parts/graph/behind-anchor.tsx";
import type { Behind } from "../../parts/graph/graph-subject.ts";
import styles from "./graph.module.css";
import type { ProjectSubject } from "./use-project-subject.ts";

interface ActionFiguresProps {
  readonly actions: readonly ActionSums[];
  readonly shown: ProjectSubject;
  readonly heat: Measure;
}

const mostShown = 200;

/** What each action comes to, those with the most first; each number leads to the runs behind it. */
export function ActionFigures({ actions, shown: { subject, runsOf }, heat }: ActionFiguresProps) {
  const { counts } = subject;
  const sorted = actions.toSorted(
    (one, other) => (counts.nodes.get(other.action)?.[heat] ?? 0) - (counts.nodes.get(one.action)?.[heat] ?? 0),
  );
  const all = ({ action }: ActionSums): Behind => runsOf(exactText("action", action));
  const figure = (
    title: string,
    text: (sums: ActionSums) => string,
    behind: (sums: ActionSums) => Behind = all,
  ): FigureColumn<ActionSums> => ({
    title,
    kind: "number",
    cell: (sums) => (text(sums) === "–" ? "–" : <Runs behind={behind(sums)}>{text(sums)}</Runs>),
  });
  return (
    <FigureTable
      className={styles["figures"] ?? ""}
      label="Actions in figures"
      rows={sorted.slice(0, mostShown)}
      keyOf={({ action }) => action}
      columns={[
        { title: "Action", cell: (sums) => <Runs behind={all(sums)}>{visibleText(sums.action)}</Runs> },
        figure("Runs", ({ runs }) => countText(runs)),
        figure("Visits", ({ visits }) => countText(visits)),
        {
          ...figure(
            "Failed",
            ({ failed }) => (failed === 0 ? "–" : countText(failed)),
            ({ action }) => runsOf(exactText("failed", action)),
          ),
          isBad: ({ failed }) => failed > 0,
        },
        figure("Time", ({ duration_ms: ms }) => durationText(ms)),
        figure("Cost", ({ action }) => moneyText(counts.nodes.get(action)?.cost ?? null)),
      ]}
    >
      {sorted.length > mostShown && (
        <p className={styles["more"]}>
          {countText(sorted.length - mostShown)} more actions are in the list of the graph.
        </p>
      )}
    </FigureTable>
  );
}

function Runs({ behind, children }: { readonly behind: Behind; readonly children: ReactNode }) {
  return (
    <BehindAnchor behind={behind} title="Show the runs behind it">
      {children}
    </BehindAnchor>
  );
}
