import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { Drawing } from "./drawing.tsx";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";
import { PathList } from "./path-list.tsx";
import { useLayout } from "./use-layout.ts";
import { mostDrawn, useOpened } from "./use-opened.ts";

interface GraphViewProps {
  readonly subject: GraphSubject;
  readonly asList: boolean;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number | undefined) => void;
}

/** A graph, as a picture or in words. */
export function GraphView({ subject, asList, zoom, onZoom }: GraphViewProps) {
  const { graph, name } = subject;
  const count = graph.shape.nodes.length;
  const isTable = asList || count > mostDrawn;
  const layout = useLayout(name, isTable || count === 0 ? undefined : graph.shape);
  const opened = useOpened(isTable ? undefined : subject.inside?.opened);
  if (count === 0) return <p className={styles["none"]}>No action has run yet.</p>;
  return (
    <>
      {count > mostDrawn && (
        <p className={styles["note"]}>{countText(count)} actions are too many to draw: here they are as a table.</p>
      )}
      {graph.unknown.size > 0 && <UnknownActions names={[...graph.unknown]} />}
      {isTable ? (
        <PathList subject={subject} />
      ) : (
        <>
          {layout === undefined && (
            <p className={`${styles["none"]} ${styles["late"]}`} role="status">
              Laying out {countText(count)} actions …
            </p>
          )}
          {layout !== undefined && (
            <Drawing layout={layout} subject={subject} opened={opened} zoom={zoom} onZoom={onZoom} />
          )}
        </>
      )}
    </>
  );
}

const mostNamed = 3;

function UnknownActions({ names }: { readonly names: readonly string[] }) {
  const more = names.length - mostNamed;
  return (
    <p className={styles["note"]}>
      Not in the graph that was recorded, and marked <b>?</b>: {names.slice(0, mostNamed).map(visibleText).join(", ")}
      {more > 0 && ` and ${countText(more)} more`}.
    </p>
  );
}
