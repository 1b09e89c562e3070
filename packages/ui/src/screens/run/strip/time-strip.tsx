import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { setHeld } from "../../../data/turns.ts";
import { storedChoice, useStored } from "../../../data/stored.ts";
import { overviewOf } from "../../../model/overview.ts";
import { runClock } from "../../../model/run-clock.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { withRange } from "../../../model/step-range.ts";
import { useThrottled } from "../../../parts/use-throttled.ts";
import { useCommands } from "../../../shell/commands.ts";
import { useRun } from "../run-context.ts";
import { useOpenEnd } from "../use-open-end.ts";
import { setMoment } from "./moment.ts";
import { OverviewBed } from "./overview-bed.tsx";
import { otherSpeed, type Speed } from "./playback.ts";
import { PinLines } from "./pin-lines.tsx";
import { StripAxis } from "./strip-axis.tsx";
import { StripControls } from "./strip-controls.tsx";
import { StripRange } from "./strip-range.tsx";
import { stripScale } from "./strip-scale.ts";
import styles from "./strip.module.css";
import { useReplay } from "./use-replay.ts";

const columnWidth = 5;
const foldsSetting = storedChoice("burr-strip-idle", ["fold", "show"]);
const axisSetting = storedChoice("burr-strip-axis", ["time", "step"]);

/** The whole run along the time, with the playhead; and the replay. */
export function TimeStrip() {
  const page = useRun();
  const { current, move, jump, header, search } = page;
  // The list of steps comes first.
  const steps = useDeferredValue(page.steps);
  const folds = useStored(foldsSetting) === "fold";
  const byStep = useStored(axisSetting) === "step";
  const [speed, setSpeed] = useState<Speed>(1);
  const [size, setSize] = useState({ width: 800, height: 58 });
  const box = useRef<HTMLDivElement>(null);
  const count = Math.max(1, Math.floor(size.width / columnWidth));
  const endMs = useOpenEnd(header, { sinceMs: page.steps.timesAt(0).startedMs, parts: count });
  const clock = useMemo(() => runClock(steps, { fold: folds, endMs }), [steps, folds, endMs]);
  const overview = useMemo(
    () => overviewOf(steps, { count, clock, byStep, endMs }),
    [steps, count, clock, byStep, endMs],
  );
  const scale = useMemo(() => stripScale(steps, clock, byStep), [steps, clock, byStep]);
  const playback = useReplay(clock, speed);
  const headMs =
    current === undefined
      ? 0
      : current.startedMs + (search.m ?? current.durationMs ?? Math.max(0, endMs - current.startedMs));
  const head = current === undefined ? 0 : scale.ofTime(headMs);

  useEffect(() => {
    const bed = box.current?.firstElementChild;
    if (bed === null || bed === undefined) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: bed.clientWidth, height: bed.clientHeight }));
    observer.observe(bed);
    return () => observer.disconnect();
  }, []);
  // The cursor was moved by other means: the playhead is there.
  useEffect(() => {
    if (!playback.isPlaying)
      setMoment(search.m === undefined || current === undefined ? undefined : current.startedMs + search.m);
  }, [current?.n, search.m]);
  useEffect(
    () => () => {
      setMoment(undefined);
      setHeld(false); // whoever holds the playhead while the strip goes lets go of nothing
    },
    [],
  );

  const goTo = useThrottled((share: number) => {
    const n = scale.stepAt(share);
    const step = steps.at(n);
    const place = stepPlace(steps, n);
    if (step === undefined || place === undefined) return;
    const atMs = scale.timeAt(share);
    const inside = atMs === undefined ? undefined : Math.round(atMs - step.startedMs);
    const m =
      inside !== undefined && step.durationMs !== null && inside < step.durationMs ? Math.max(0, inside) : undefined;
    if (step.n !== current?.n || search.m !== m) move({ ...place, m });
  }, 60);
  const by = (change: number): void => {
    playback.stop();
    const n = Math.max(0, Math.min(steps.length - 1, (current?.n ?? 0) + change));
    const place = stepPlace(steps, n);
    if (place !== undefined) move({ ...place, m: undefined });
  };
  const filter = (from: number, to: number): void => {
    const [first, last] = [steps.at(from), steps.at(to)];
    if (first !== undefined && last !== undefined)
      jump({ q: withRange(search.q ?? "", { from: first.sequenceId, to: last.sequenceId }) });
  };
  useCommands("replay", {
    play: playback.toggle,
    "strip-axis": () => axisSetting.set(byStep ? "time" : "step"),
    "strip-idle": () => foldsSetting.set(folds ? "show" : "fold"),
    "play-faster": () => setSpeed(otherSpeed(speed, 1)),
    "play-slower": () => setSpeed(otherSpeed(speed, -1)),
  });
  useCommands("stepRange", {
    "range-to-here": () => filter(0, current?.n ?? 0),
    "range-from-here": () => filter(current?.n ?? 0, steps.length - 1),
  });
  return (
    <section className={styles["strip"]} aria-label="Time">
      <StripControls
        playback={playback}
        by={by}
        speed={speed}
        onSpeed={setSpeed}
        folds={folds}
        onFolds={(next) => foldsSetting.set(next ? "fold" : "show")}
      />
      <div className={styles["line"]} ref={box}>
        <OverviewBed
          page={page}
          overview={overview}
          scale={scale}
          head={head}
          size={size}
          columnWidth={columnWidth}
          sinceStartMs={headMs - page.steps.timesAt(0).startedMs}
          by={by}
          onScrub={(share, isEnd) => {
            playback.stop();
            setHeld(!isEnd);
            setMoment(scale.timeAt(share));
            goTo.call(share);
            if (isEnd) goTo.flush();
          }}
        >
          <StripRange scale={scale} />
        </OverviewBed>
        <StripAxis
          steps={steps}
          lengthMs={clock.lengthMs}
          byStep={byStep}
          onRange={(range) =>
            range === undefined
              ? move({ q: withRange(search.q ?? "", undefined) || undefined })
              : filter(scale.stepAt(range[0]), scale.stepAt(range[1]))
          }
        />
      </div>
      <PinLines scale={scale} head={head} />
    </section>
  );
}
