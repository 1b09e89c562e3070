import type { StreamSummary } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { stepQuery } from "../../../data/step-queries.ts";
import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { shortText } from "../../../model/chat/chat-message.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { answerText, lanesOf } from "../../../model/stream/stream-lanes.ts";
import { seenAt, timingOf } from "../../../model/stream/stream-timing.ts";
import { StepLink } from "../inspector/step-link.tsx";
import { useStream } from "../inspector/stream/use-stream.ts";
import { useRun } from "../run-context.ts";
import { useMoment } from "../strip/moment.ts";
import styles from "./chat.module.css";

/** Of a longer text, the end is shown: there it grows. */
const mostShown = 4000;

/** What the step under the cursor had streamed by the moment of the playhead: the state does not have it yet. */
export function PendingMessage({ step }: { readonly step: StepCells }) {
  const { key } = useRun();
  const { data: detail } = useQuery(stepQuery(key, { sequenceId: step.sequenceId, repeat: step.repeat }));
  const summary =
    detail?.sequence_id === step.sequenceId && detail.repeat === step.repeat ? detail.streams.at(-1) : undefined;
  if (summary === undefined || !summary.recorded) return null;
  return <Streamed step={step} summary={summary} />;
}

function Streamed({ step, summary }: { readonly step: StepCells; readonly summary: StreamSummary }) {
  const { key, search } = useRun();
  const moment = useMoment() ?? (search.m === undefined ? undefined : step.startedMs + search.m);
  const isRunning = step.durationMs === null;
  const { stream } = useStream({
    run: key,
    sequenceId: step.sequenceId,
    repeat: step.repeat,
    attempt: summary.attempt,
    isRunning,
  });
  const timing = useMemo(() => timingOf(stream.gapsUs), [stream]);
  const seen = moment === undefined ? stream.items.length : seenAt(timing, moment - summary.opened_ms);
  const text = useMemo(() => answerText(lanesOf(stream.items.slice(0, seen))) ?? "", [stream, seen]);
  const left = Math.max(0, text.length - mostShown);
  return (
    <li className={`${styles["message"]} ${styles["pending"]} ${styles["current"]}`}>
      <p className={styles["head"]}>
        <span className={styles["role"]}>streaming, not yet in the state</span>
        <span className={styles["writer"]}>
          <StepLink sequenceId={step.sequenceId} repeat={step.repeat} action={step.action} />
        </span>
      </p>
      {left > 0 && (
        <p className={styles["quiet"]}>The last {countText(shortText(text, mostShown).text.length)} characters:</p>
      )}
      <p className={styles["text"]} dir="auto">
        {visibleText(text.slice(left))}
        {seen === 0 && <span className={styles["quiet"]}>Nothing had come by then.</span>}
      </p>
    </li>
  );
}
