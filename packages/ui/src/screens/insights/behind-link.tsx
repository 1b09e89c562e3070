import type { RunSummary } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { countText } from "../../format/quantities.ts";
import { runsBehind } from "../../model/insights/behind.ts";
import styles from "./insights.module.css";

interface BehindLinkProps {
  readonly project: string;
  /** The page's own query. */
  readonly q: string;
  readonly runs: readonly RunSummary[];
  /** What they have in common, as a query. */
  readonly other: string;
  readonly children: ReactNode;
}

/** A number that leads to the runs behind it. */
export function BehindLink({ project, q, runs, other, children }: BehindLinkProps) {
  if (runs.length === 0) return <>{children}</>;
  const query = runsBehind(runs, { q, other });
  return (
    <Link
      className={styles["behind"]}
      to="/p/$project"
      params={{ project }}
      search={query === "" ? {} : { q: query }}
      title={`Show the ${runs.length === 1 ? "run" : `${countText(runs.length)} runs`} behind it`}
    >
      {children}
    </Link>
  );
}
