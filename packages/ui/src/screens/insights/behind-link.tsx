import type { RunSummary } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { countText } from "../../format/quantities.ts";
import { runsBehind } from "../../model/insights/behind.ts";
import type { Insights } from "../../model/insights/insights.ts";
import styles from "./insights.module.css";

/** What every part of the page gets. */
export interface InsightProps {
  readonly project: string;
  /** The page's own query. */
  readonly q: string;
  readonly insights: Insights;
}

interface BehindLinkProps extends InsightProps {
  readonly behind: readonly RunSummary[];
  /** What they have in common, as a query; default: nothing. */
  readonly common?: string;
  readonly children: ReactNode;
}

/** A number that leads to the runs behind it. */
export function BehindLink({
  project,
  q,
  insights: { runs, isAll, buckets },
  behind,
  common = "",
  children,
}: BehindLinkProps) {
  const { zone } = buckets;
  const query = useMemo(
    () => runsBehind(behind, common, { q, runs, isAll, zone }),
    [behind, common, q, runs, isAll, zone],
  );
  if (behind.length === 0) return <>{children}</>;
  return (
    <Link
      className={styles["behind"]}
      to="/p/$project"
      params={{ project }}
      search={query === "" ? {} : { q: query }}
      title={`Show the ${behind.length === 1 ? "run" : `${countText(behind.length)} runs`} behind it`}
    >
      {children}
    </Link>
  );
}
