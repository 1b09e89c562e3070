import type { StepDetail, StreamSummary } from "@burrjs/protocol";
import { countText } from "../../../../format/quantities.ts";
import { streamEnd } from "../../../../model/stream/stream-end.ts";
import styles from "./stream.module.css";

interface StreamEndProps {
  readonly detail: StepDetail;
  readonly stream: StreamSummary;
  readonly loaded: number;
  readonly total: number;
  readonly isLast: boolean;
  /** Why not all could be fetched. */
  readonly error?: unknown;
}

/** What is behind the last item that is shown. */
export function StreamEnd({ detail, stream, loaded, total, isLast, error }: StreamEndProps) {
  const end = streamEnd(detail, { ...stream, items: Math.max(loaded, stream.items) }, isLast);
  return (
    <>
      {loaded < total && error === undefined && (
        <p className={styles["note"]}>{countText(total - loaded)} more items are being fetched.</p>
      )}
      {error !== undefined && (
        <p className={styles["warning"]}>
          {loaded < total ? `${countText(total - loaded)} more items` : "Further items"} could not be fetched.
        </p>
      )}
      {stream.dropped > 0 && (
        <p className={styles["warning"]}>
          {countText(stream.dropped)} further items came, and are not in the log: the step streamed more than is
          recorded of one.
        </p>
      )}
      {end !== undefined && <p className={styles[end.isWarning ? "warning" : "note"]}>{end.text}</p>}
    </>
  );
}
