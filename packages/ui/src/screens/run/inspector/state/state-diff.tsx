import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "../../../../data/api.ts";
import { diffQuery, type StatePlace } from "../../../../data/step-queries.ts";
import { countText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { diffCounts, diffRows } from "../../../../model/value/diff-rows.ts";
import { DiffList } from "../../../../parts/value/diff-list.tsx";
import { useRun } from "../../run-context.ts";
import { RunLink, StepLink } from "../step-link.tsx";
import { StepError } from "../step-error.tsx";
import styles from "../inspector.module.css";
import state from "./state.module.css";

interface StateDiffProps {
  readonly one: StatePlace;
  readonly other: StatePlace;
  /** Whether it is the comparison with cursor B. */
  readonly isB?: boolean;
}

/** What differs between two states; long texts by word. */
export function StateDiff({ one, other, isB = false }: StateDiffProps) {
  const { key, move } = useRun();
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...diffQuery(key.project, one, other),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => diffRows(data?.items ?? []), [data]);
  if (error !== null && isB && error instanceof ApiError && error.status === 404) {
    return (
      <p className={styles["empty"]}>
        There is no step <Place place={one} /> for cursor <span className={state["b"]}>B</span> to stand at: it may have
        been deleted.{" "}
        <button type="button" className={styles["link"]} onClick={() => move({ b: undefined })}>
          Take it away
        </button>
      </p>
    );
  }
  if (error !== null) return <StepError error={error} />;
  const isCoarse = rows.some((row) => row.isCoarse);
  return (
    <div
      className={`${styles["scroll"]} ${isPlaceholderData ? styles["old"] : ""} inset-focus`}
      role="region"
      aria-label="Differences"
      aria-busy={isFetching}
      tabIndex={0}
    >
      <p className={state["between"]}>
        {isB ? (
          <>
            From <Place place={one} /> <span className={state["b"]}>B</span> to <Place place={other} />
          </>
        ) : (
          <>Before and after step {other.sequenceId}</>
        )}
        {data !== undefined && <span className={styles["summary"]}>{diffCounts(rows)}</span>}
      </p>
      {data !== undefined && rows.length === 0 && <p className={styles["note"]}>Nothing differs.</p>}
      {rows.length > 0 && <DiffList rows={rows} onOpen={(pointer) => move({ view: "after", sel: `key:${pointer}` })} />}
      {isCoarse && (
        <p className={styles["note"]}>
          Parts of the states are too large to diff fully: there it is only told that they differ.
        </p>
      )}
      {data !== undefined && data.next !== null && (
        <p className={styles["note"]}>
          The first {countText(data.items.length)} of {countText(data.total)} differences.
        </p>
      )}
    </div>
  );
}

function Place({ place }: { readonly place: StatePlace }) {
  const { key } = useRun();
  if (place.app === key.app && place.partition === key.partition)
    return <StepLink sequenceId={place.sequenceId} action="step" />;
  return (
    <span title={visibleText(place.app)}>
      <RunLink pointer={{ app_id: place.app, partition_key: place.partition, sequence_id: place.sequenceId }} />
    </span>
  );
}
