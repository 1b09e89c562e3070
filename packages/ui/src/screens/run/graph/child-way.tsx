import { Link } from "@tanstack/react-router";
import { SquareArrowOutUpRight } from "lucide-react";
import { shortId } from "../../../format/short-id.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { runName } from "../../../model/compare/run-name.ts";
import { type RunWay, wayText } from "../../../model/graph/run-way.ts";
import styles from "../../../parts/graph/graph.module.css";
import { useRun } from "../run-context.ts";
import { runLink } from "../../../data/run-key.ts";

/** The way to the child whose graph is shown in the pane: each part leads back there. */
export function ChildWay({ way }: { readonly way: RunWay }) {
  const { key, jump } = useRun();
  const last = way.at(-1);
  if (last === undefined) return null;
  return (
    <nav className={styles["way-in"]} aria-label="Runs in which this graph is">
      <button type="button" onClick={() => jump({ in: undefined, inside: undefined })}>
        {visibleText(shortId(key.app))}
      </button>
      {way.map((one, index) => (
        <span key={runName(one)}>
          {" / "}
          {one === last ? (
            <b title={visibleText(one.app)}>{visibleText(shortId(one.app))}</b>
          ) : (
            <button type="button" onClick={() => jump({ in: wayText(way.slice(0, index + 1)), inside: undefined })}>
              {visibleText(shortId(one.app))}
            </button>
          )}
        </span>
      ))}
      <Link className={styles["open"]} {...runLink({ project: key.project, partition: last.partition, app: last.app })}>
        <SquareArrowOutUpRight size={14} strokeWidth={1.5} aria-hidden /> Open the run
      </Link>
    </nav>
  );
}
