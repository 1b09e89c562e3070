import type { StepDetail, StreamSummary } from "@burrjs/protocol";
import { useMemo, useState } from "react";
import { answerText, lanesOf } from "../../../../model/stream/stream-lanes.ts";
import { gapLimits, streamNumbers, timingOf, usualGapMs } from "../../../../model/stream/stream-timing.ts";
import { streamBytes } from "../../../../model/stream/stream-bytes.ts";
import { ErrorBox } from "../../../../parts/error-box.tsx";
import { useRun } from "../../run-context.ts";
import type { Speed } from "../../strip/playback.ts";
import { GapChart, type ItemRange } from "./gap-chart.tsx";
import { MomentLine } from "./moment-line.tsx";
import { PointLine } from "./point-line.tsx";
import { ResultDifference } from "./result-difference.tsx";
import { StallList } from "./stall-list.tsx";
import { StreamControls, type StreamWay } from "./stream-controls.tsx";
import { StreamEnd } from "./stream-end.tsx";
import { StreamNumbersView } from "./stream-numbers.tsx";
import { StreamRows } from "./stream-rows.tsx";
import { StreamText } from "./stream-text.tsx";
import { usePlayhead } from "./use-playhead.ts";
import { useStream } from "./use-stream.ts";
import { useStreamCommands } from "./use-stream-commands.ts";
import { useStreamPlay } from "./use-stream-play.ts";
import styles from "./stream.module.css";

interface StreamViewProps {
  readonly detail: StepDetail;
  readonly stream: StreamSummary;
  readonly isRunning: boolean;
  /** Whether it is of the last attempt: then its text is to be the result's. */
  readonly isLast: boolean;
}

/** One stream: its numbers, the gaps between its items, its text, and the replay. */
export function StreamView({ detail, stream, isRunning, isLast }: StreamViewProps) {
  const { key, steps, search, move } = useRun();
  const view: StreamWay = search.items ?? "rendered";
  const [speed, setSpeed] = useState<Speed>(1);
  const [selected, setSelected] = useState<ItemRange | undefined>(undefined);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [read, setRead] = useState("");
  const loaded = useStream({
    run: key,
    sequenceId: detail.sequence_id,
    repeat: detail.repeat,
    attempt: stream.attempt,
    isRunning,
  });
  const { items, gapsUs } = loaded.stream;
  const timing = useMemo(() => timingOf(gapsUs), [gapsUs]);
  const usual = useMemo(() => usualGapMs(steps), [steps]);
  const { slowMs, stalledMs } = gapLimits(timing, usual);
  const limits = useMemo(() => ({ slowMs, stalledMs }), [slowMs, stalledMs]);
  const numbers = useMemo(() => streamNumbers(timing, limits), [timing, limits]);
  const lanes = useMemo(() => lanesOf(items), [items]);
  const bytes = useMemo(() => streamBytes(items), [items]);
  const playhead = usePlayhead({ timing, openedMs: stream.opened_ms, startedMs: detail.started_ms });
  const playback = useStreamPlay({ playhead, lengthMs: numbers.totalMs, speed });
  const text = useMemo(() => answerText(lanes) ?? "", [lanes]);
  useStreamCommands({ playhead, numbers, length: items.length, onPlay: playback.toggle, onRead: () => setRead(text) });
  if (items.length === 0) {
    if (isRunning) return <p className={styles["empty"]}>Waiting for the first item…</p>;
    return loaded.error === undefined ? (
      <StreamEnd detail={detail} stream={stream} loaded={0} total={loaded.total} isLast={isLast} />
    ) : (
      <ErrorBox error={loaded.error} />
    );
  }
  return (
    <>
      <StreamNumbersView numbers={numbers} timing={timing} bytes={bytes} dropped={stream.dropped} playhead={playhead} />
      <GapChart
        timing={timing}
        limits={limits}
        playhead={playhead}
        selected={selected}
        onSelect={setSelected}
        onPoint={setPointed}
      />
      <PointLine timing={timing} limits={limits} pointed={pointed} selected={selected} />
      <StallList stalls={numbers.stalls} timing={timing} lanes={lanes} playhead={playhead} />
      <StreamControls
        playback={playback}
        onRewind={() => playhead.put(0, true)}
        speed={speed}
        onSpeed={setSpeed}
        view={view}
        onView={(next) => move({ items: next === "rendered" ? undefined : next })}
        text={text}
        onRead={() => setRead(text)}
      />
      <MomentLine playhead={playhead} timing={timing} openedAfterMs={stream.opened_ms - detail.started_ms} />
      {view === "rendered" ? (
        <StreamText
          lanes={lanes}
          timing={timing}
          limits={limits}
          playhead={playhead}
          selected={selected}
          onPoint={setPointed}
          isRunning={isRunning}
        />
      ) : (
        <StreamRows
          items={items}
          lanes={lanes}
          timing={timing}
          limits={limits}
          playhead={playhead}
          isRaw={view === "raw"}
        />
      )}
      <StreamEnd
        detail={detail}
        stream={stream}
        loaded={items.length}
        total={loaded.total}
        isLast={isLast}
        error={loaded.error}
      />
      {isLast && !isRunning && <ResultDifference detail={detail} text={text} />}
      {/* Filled on demand alone: a stream is not announced item by item. */}
      <div role="status" aria-live="polite" className="hidden-text">
        {read}
      </div>
    </>
  );
}
