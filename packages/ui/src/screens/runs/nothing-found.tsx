import { parseQuery } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { metaQuery } from "../../data/doctor-queries.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { dirToTell, searchCommand } from "../../model/test-command.ts";
import { EmptyState } from "../../parts/empty-state.tsx";

interface NothingFoundProps {
  readonly query: string;
  readonly project: string;
  readonly newCount: number;
  readonly onShow: () => void;
}

/** What stands where no run is: what to do about it. */
export function NothingFound({ query, project, newCount, onShow }: NothingFoundProps) {
  // Where there is nothing, nothing can be moved.
  useEffect(() => {
    if (newCount > 0) onShow();
  }, [newCount]);
  const { data: meta } = useQuery(metaQuery());
  if (query !== "") {
    const word = wordOf(query);
    return (
      <EmptyState title="No run is like that">
        <p>
          Nothing matches <code>{visibleText(query)}</code>. Take a word out, or look at{" "}
          <Link to="/p/$project" params={{ project }}>
            all runs
          </Link>
          .
        </p>
        {word !== undefined && (
          <p>
            Words are looked for in the ids, actions, tags and models of runs. What was said in them,{" "}
            <code>{visibleText(searchCommand(word, project, dirToTell(meta)))}</code> finds.
          </p>
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No run yet">
      <p>
        Waiting for the first run of <code>{visibleText(project)}</code>: runs appear here by themselves.
        {newCount > 0 && ` ${countText(newCount)} began just now.`}
      </p>
      <p>
        An application writes its log with{" "}
        <code>{`withTracker(localTracker({ project: "${visibleText(project)}" }))`}</code>.
      </p>
    </EmptyState>
  );
}

/** A word that is looked for without a field. */
function wordOf(query: string): string | undefined {
  const terms = parseQuery(query, { of: "runs" }).query.groups.flat();
  return terms.flatMap(({ test, negated }) => (test.kind === "text" && !negated ? [test.text] : []))[0];
}
