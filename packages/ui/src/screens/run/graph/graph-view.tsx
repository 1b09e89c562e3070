import { Link } from "@tanstack/react-router";
import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { Drawing } from "./drawing.tsx";
import styles from "./graph.module.css";
import { PathList } from "./path-list.tsx";
import { useLayout } from "./use-layout.ts";
import type { Shown } from "./use-subject.ts";

interface GraphViewProps {
  readonly shown: Shown;
  readonly asList: boolean;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
}

/** Larger graphs are tables. */
const mostDrawn = 1000;

/** A graph, as a picture or in words. */
export function GraphView({ shown, asList, zoom, onZoom }: GraphViewProps) {
  const { subject, graph, name, isObserved } = shown;
  const { names, edges, counts, current } = subject;
  const isDrawn = names.length <= mostDrawn && names.length > 0;
  const layout = useLayout(name, isDrawn && !asList ? graph.shape : undefined);
  const machine = `State machine of ${countText(names.length)} actions and ${countText(edges.length)} transitions`;
  const summary = `${machine}; ${countText(counts.nodes.size)} of its actions were visited, the last is ${current === undefined ? "none" : visibleText(current.action)}.`;
  return (
    <>
      {isObserved && (
        <p className={styles["note"]}>
          The log of this run has no graph: this is what ran, without the conditions. <Link to="/doctor">Doctor</Link>{" "}
          tells what else is missing.
        </p>
      )}
      {names.length > mostDrawn && (
        <p className={styles["note"]}>
          {countText(names.length)} actions are too many to draw: here they are as a table.
        </p>
      )}
      {names.length === 0 && <p className={styles["none"]}>No action has run yet.</p>}
      {asList || names.length > mostDrawn ? (
        <PathList subject={subject} />
      ) : (
        layout !== undefined && (
          <Drawing graph={name} layout={layout} subject={subject} zoom={zoom} onZoom={onZoom} summary={summary} />
        )
      )}
    </>
  );
}
