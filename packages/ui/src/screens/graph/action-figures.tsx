import type { ActionSums } from "@burrjs/protocol";
import type { ReactNode } from "react";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { exactText } from "../../model/facet-query.ts";
import type { Measure } from "../../model/graph/path-counts.ts";
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
  return (
    <div className={styles["figures"]} role="region" aria-label="Actions in figures" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Action</th>
            {["Runs", "Visits", "Failed", "Time", "Cost"].map((name) => (
              <th key={name} scope="col" className={styles["number"]}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, mostShown).map(({ action, runs, visits, failed, duration_ms: ms }) => {
            const all = runsOf(exactText("action", action));
            const cost = counts.nodes.get(action)?.cost ?? null;
            return (
              <tr key={action}>
                <th scope="row">
                  <Runs behind={all}>{visibleText(action)}</Runs>
                </th>
                <Figure behind={all}>{countText(runs)}</Figure>
                <Figure behind={all}>{countText(visits)}</Figure>
                <Figure behind={failed === 0 ? undefined : runsOf(exactText("failed", action))} isBad={failed > 0}>
                  {failed === 0 ? "–" : countText(failed)}
                </Figure>
                <Figure behind={all}>{durationText(ms)}</Figure>
                <Figure behind={cost === null ? undefined : all}>{moneyText(cost)}</Figure>
              </tr>
            );
          })}
        </tbody>
      </table>
      {sorted.length > mostShown && (
        <p className={styles["more"]}>
          {countText(sorted.length - mostShown)} more actions are in the list of the graph.
        </p>
      )}
    </div>
  );
}

function Figure({
  behind,
  isBad = false,
  children,
}: {
  readonly behind: Behind | undefined;
  readonly isBad?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <td className={`${styles["number"]} ${isBad ? styles["bad"] : ""}`}>
      {behind === undefined ? children : <Runs behind={behind}>{children}</Runs>}
    </td>
  );
}

function Runs({ behind, children }: { readonly behind: Behind; readonly children: ReactNode }) {
  return (
    <BehindAnchor behind={behind} title="Show the runs behind it">
      {children}
    </BehindAnchor>
  );
}
