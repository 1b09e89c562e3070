import type { ChildSummary } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { SquareArrowOutUpRight } from "lucide-react";
import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { parseRunName, runName, type RunName } from "../../../model/compare/run-name.ts";
import { useRun } from "../run-context.ts";
import styles from "../../../parts/graph/graph.module.css";

const mostShown = 8;

/** From the run of the page to one inside of it. */
export type RunWay = readonly RunName[];

/** The way from the run to the child whose graph is open, as the address says it. */
export function wayIn(text: string | undefined): RunWay {
  return text === undefined ? [] : text.split(",").flatMap((name) => parseRunName(name) ?? []);
}

/** The same, for the address. */
function wayText(way: RunWay): string | undefined {
  return way.length === 0 ? undefined : way.map((name) => runName(name)).join(",");
}

/** The way to the child whose graph is open: each part leads back there. */
export function ChildWay({ way }: { readonly way: RunWay }) {
  const { key, jump } = useRun();
  const last = way.at(-1);
  if (last === undefined) return null;
  return (
    <nav className={styles["way-in"]} aria-label="Runs in which this graph is">
      <button type="button" onClick={() => jump({ in: undefined })}>
        {visibleText(short(key.app))}
      </button>
      {way.map((one, index) => (
        <span key={runName(one)}>
          {" / "}
          {one === last ? (
            <b title={visibleText(one.app)}>{visibleText(short(one.app))}</b>
          ) : (
            <button type="button" onClick={() => jump({ in: wayText(way.slice(0, index + 1)) })}>
              {visibleText(short(one.app))}
            </button>
          )}
        </span>
      ))}
      <Link
        className={styles["open"]}
        to="/p/$project/r/$partition/$app"
        params={{ project: key.project, partition: last.partition ?? "~", app: last.app }}
      >
        <SquareArrowOutUpRight size={14} strokeWidth={1.5} aria-hidden /> Open the run
      </Link>
    </nav>
  );
}

interface ChildRunsProps {
  readonly runs: readonly ChildSummary[];
  readonly way: RunWay;
}

/** The runs that steps started: the graph of each opens in the place of this one. */
export function ChildRuns({ runs, way }: ChildRunsProps) {
  const { jump } = useRun();
  if (runs.length === 0) return null;
  const started = [...new Set(runs.map(({ sequence_id: step }) => step))];
  return (
    <p className={styles["children"]}>
      <span>{started.length === 1 ? `Step ${started[0] ?? "?"} started` : "Its steps started"}</span>
      {runs.slice(0, mostShown).map(({ partition_key: partition, app_id: app }) => (
        <button
          key={runName({ partition, app })}
          type="button"
          title={`Show the graph of ${visibleText(app)} here`}
          onClick={() => jump({ in: wayText([...way, { partition, app }]) })}
        >
          {visibleText(short(app))}
        </button>
      ))}
      {runs.length > mostShown && <span>and {countText(runs.length - mostShown)} more</span>}
    </p>
  );
}

function short(id: string): string {
  return id.length <= 18 ? id : `${id.slice(0, 8)}…`;
}
