import type { StepDetail, StreamSummary } from "@burrjs/protocol";
import { useState, useSyncExternalStore } from "react";
import { countText, durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { attemptAt } from "../../../../model/stream/attempt-at.ts";
import { Segments } from "../../../../parts/segments.tsx";
import { useRun } from "../../run-context.ts";
import { currentMoment, onMoment } from "../../strip/moment.ts";
import panel from "../inspector.module.css";
import { NoStep } from "../step-panel.tsx";
import { useStep } from "../use-step.ts";
import { StreamView } from "./stream-view.tsx";
import { StepError } from "../step-error.tsx";
import styles from "./stream.module.css";

/** What the step under the cursor streamed: when each item came, and what the user had seen at any moment. */
export function StreamTab() {
  const { current } = useRun();
  const { step, wanted, isOld, error } = useStep();
  if (wanted === undefined) return <NoStep />;
  if (error !== null) return <StepError error={error} />;
  if (step === undefined) return null;
  // The list of steps hears of a change first.
  const status = current?.n === step.n ? current.status : step.status;
  return (
    <div className={`${styles["tab"]} ${isOld ? `${panel["old"]} ${panel["busy"]}` : ""}`} aria-busy={isOld}>
      <Streams key={step.n} detail={{ ...step, status }} />
    </div>
  );
}

function Streams({ detail }: { readonly detail: StepDetail }) {
  const { streams, status } = detail;
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const moved = useSyncExternalStore(onMoment, () => attemptAt(streams, currentMoment()));
  const stream = streams.find(({ attempt }) => attempt === (chosen ?? moved)) ?? streams.at(-1);
  if (stream === undefined) {
    const text =
      detail.kind !== "stream"
        ? "This step did not stream: its result came in one piece."
        : status === "running"
          ? "The stream has not been opened yet."
          : "The log has no stream of this step.";
    return <p className={styles["empty"]}>{text}</p>;
  }
  const isLast = stream === streams.at(-1);
  const isRunning = status === "running" && stream.ended_ms === null && isLast;
  return (
    <>
      {streams.length > 1 && (
        <div className={styles["attempts"]}>
          <Segments
            label="Attempt"
            options={streams.map(({ attempt }) => ({
              value: String(attempt),
              text:
                attempt === streams.at(-1)?.attempt ? (
                  `Attempt ${attempt}`
                ) : (
                  <>
                    Attempt {attempt} <span aria-label="failed">✕</span>
                  </>
                ),
            }))}
            value={String(stream.attempt)}
            onChange={(value) => setChosen(Number(value))}
          />
          <RetryNote stream={stream} retries={detail.retries} />
        </div>
      )}
      {stream.recorded || isRunning || stream.items === 0 ? (
        <StreamView key={stream.attempt} detail={detail} stream={stream} isRunning={isRunning} isLast={isLast} />
      ) : (
        <NotRecorded stream={stream} />
      )}
    </>
  );
}

interface RetryNoteProps {
  readonly stream: StreamSummary;
  readonly retries: readonly { readonly attempt: number; readonly error: string; readonly delay_ms: number }[];
}

function RetryNote({ stream, retries }: RetryNoteProps) {
  const retry = retries.find(({ attempt }) => attempt === stream.attempt);
  if (retry === undefined) return null;
  return (
    <span className={styles["note"]}>
      {visibleText(retry.error)}. Tried again after {durationText(retry.delay_ms)}.
    </span>
  );
}

/** What is known of a stream whose items are in no record, as in logs of Python. */
function NotRecorded({ stream }: { readonly stream: StreamSummary }) {
  const { items, opened_ms: opened, first_item_ms: first, ended_ms: ended } = stream;
  const streaming = first === null || ended === null ? null : ended - first;
  return (
    <div className={styles["empty"]}>
      <p>
        {countText(items)} items, the first after {durationText(first === null ? null : first - opened)}
        {streaming !== null &&
          streaming > 0 &&
          items > 1 &&
          `, then ${countText(Number((((items - 1) / streaming) * 1000).toPrecision(3)))} items/s on average`}
        .
      </p>
      <p className={styles["note"]}>
        The items themselves are not in the log: it tells only when the first one came, and when the stream ended.
      </p>
    </div>
  );
}
