import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
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
  if (query !== "") {
    return (
      <EmptyState title="No run is like that">
        <p>
          Nothing matches <code>{visibleText(query)}</code>. Take a word out, or look at{" "}
          <Link to="/p/$project" params={{ project }}>
            all runs
          </Link>
          .
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No run yet">
      <p>
        Waiting for the first run of <code>{visibleText(project)}</code>: the folder of that name in the data folder is
        watched, and runs appear here by themselves.
        {newCount > 0 && ` ${countText(newCount)} began just now.`}
      </p>
      <p>
        An application writes its log there with{" "}
        <code>{`withTracker(localTracker({ project: "${visibleText(project)}" }))`}</code>.
      </p>
    </EmptyState>
  );
}
