import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { diffQuery, type StatePlace } from "../../../data/step-queries.ts";
import { countText } from "../../../format/quantities.ts";
import { type DiffRow, diffCounts, diffRows } from "../../../model/value/diff-rows.ts";
import { isReadableTogether } from "../../../model/compare/readable-together.ts";
import { ErrorBox } from "../../../parts/error-box.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { ValuePreviewText } from "../../../parts/value/value-text.tsx";
import { SideMark } from "../side-mark.tsx";
import styles from "./detail.module.css";
import type { SideStep } from "./pair-detail.tsx";
import { SideWords } from "./side-words.tsx";
import { hasEnded } from "../../../model/going-on.ts";

interface StateDifferenceProps {
  readonly project: string;
  readonly a: SideStep | undefined;
  readonly b: SideStep | undefined;
}

const most = 200;
const moments = [
  { value: "before", text: "Before" },
  { value: "after", text: "After" },
] as const;

/** How the states of the two steps differ. Of a step that stands alone: what it changed. */
export function StateDifference({ project, a, b }: StateDifferenceProps) {
  const [at, setAt] = useState<"before" | "after">("after");
  const isPair = a !== undefined && b !== undefined;
  const alone = a ?? b;
  if (alone === undefined) return null;
  const open = [a, b].find((side) => side !== undefined && !hasEnded(side.step.status));
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h3>{isPair ? "State" : `State changed by this step`}</h3>
        {isPair && (
          <span className={styles["choice"]}>
            <Segments label="Which state" options={moments} value={at} onChange={setAt} />
          </span>
        )}
      </div>
      {open !== undefined && at === "after" && (
        <p className="muted">
          Step {open.step.sequenceId} of {open.side === "a" ? "A" : "B"} has not ended:{" "}
          {isPair ? "its state is the one that it began with." : "what it changed is not known."}
        </p>
      )}
      {!isPair && open !== undefined ? null : isPair ? (
        <Entries
          project={project}
          one={placeOf(a, hasEnded(a.step.status) ? at : "before")}
          other={placeOf(b, hasEnded(b.step.status) ? at : "before")}
          tone="sides"
        />
      ) : (
        <Entries project={project} one={placeOf(alone, "before")} other={placeOf(alone, "after")} tone="time" />
      )}
    </section>
  );
}

interface EntriesProps {
  readonly project: string;
  readonly one: StatePlace;
  readonly other: StatePlace;
  /** Whether the two are of A and B, or before and after. */
  readonly tone: "sides" | "time";
}

function Entries({ project, one, other, tone }: EntriesProps) {
  const { data, error, isPending, refetch } = useQuery({ ...diffQuery(project, one, other), retry: false });
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (isPending) return <p className="muted">Comparing …</p>;
  const rows = diffRows(data.items);
  if (rows.length === 0)
    return <p className="muted">{tone === "sides" ? "Both states are equal." : "It changed nothing in the state."}</p>;
  return (
    <>
      <p className={styles["counts"]}>
        {tone === "sides"
          ? `${countText(rows.length)} ${rows.length === 1 ? "value differs" : "values differ"}`
          : diffCounts(rows)}
      </p>
      <ul className={styles["entries"]}>
        {rows.slice(0, most).map((row) => (
          <li key={`${row.pointer} ${row.kind}`} className={styles["entry"]}>
            {tone === "sides" ? <SideEntry row={row} /> : <TimeEntry row={row} />}
          </li>
        ))}
      </ul>
      {rows.length > most && (
        <p className="muted">and {countText(rows.length - most)} more: open the run to see them all.</p>
      )}
    </>
  );
}

function SideEntry({ row }: { readonly row: DiffRow }) {
  return (
    <>
      <code className={styles["path"]}>{row.path}</code>
      {row.words === undefined || !isReadableTogether(row.words) ? (
        <>
          <span className={styles["value"]}>
            <SideMark side="a" />
            {row.before === undefined ? (
              <span className="muted">{row.kind === "move" ? `moved, was ${row.from ?? ""}` : "not there"}</span>
            ) : (
              <ValuePreviewText preview={row.before} limit={200} />
            )}
          </span>
          <span className={styles["value"]}>
            <SideMark side="b" />
            {row.after === undefined ? (
              <span className="muted">not there</span>
            ) : (
              <ValuePreviewText preview={row.after} limit={200} />
            )}
            {row.delta !== undefined && <span className="muted">{row.delta}</span>}
          </span>
        </>
      ) : (
        <SideWords pieces={row.words} />
      )}
    </>
  );
}

function TimeEntry({ row }: { readonly row: DiffRow }) {
  const last = row.after ?? row.before;
  return (
    <span className={`${styles["time"]} ${styles[row.kind]}`}>
      <span className={styles["sign"]}>{row.mark}</span>
      <code className={styles["path"]}>{row.path}</code>
      {row.before !== undefined && row.kind === "change" && (
        <>
          <ValuePreviewText preview={row.before} limit={80} /> <span aria-hidden>→</span>
        </>
      )}
      {last !== undefined && <ValuePreviewText preview={last} limit={160} />}
    </span>
  );
}

function placeOf({ run, step }: SideStep, at: "before" | "after"): StatePlace {
  return { partition: run.key.partition, app: run.key.app, sequenceId: step.sequenceId, repeat: step.repeat, at };
}
