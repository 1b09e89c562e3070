import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { countText, durationText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { Overview } from "../../../model/overview.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { stepNumber } from "../../../model/step-number.ts";
import type { RunPage } from "../run-context.ts";
import { drawOverview } from "./draw-overview.ts";
import { currentGhost, onGhost, setGhost } from "./ghost.ts";
import { currentMoment, onMoment } from "./moment.ts";
import type { StripScale } from "./strip-scale.ts";
import styles from "./strip.module.css";

interface OverviewBedProps {
  readonly page: Pick<RunPage, "steps" | "current">;
  readonly overview: Overview;
  readonly scale: StripScale;
  /** Where the playhead is, from 0 to 1, while it does not run. */
  readonly head: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly columnWidth: number;
  /** The pointer has put the playhead there. `isEnd`: it lets go. */
  readonly onScrub: (share: number, isEnd: boolean) => void;
  readonly by: (steps: number) => void;
  /** The time of the playhead since the beginning of the run. */
  readonly sinceStartMs: number;
  readonly children: React.ReactNode;
}

/** The bed of the strip: the overview, with the playhead, which is a slider, and what the pointer is at. */
export function OverviewBed({
  page,
  overview,
  scale,
  head,
  size,
  columnWidth,
  onScrub,
  by,
  sinceStartMs,
  children,
}: OverviewBedProps) {
  const { steps, current } = page;
  const canvas = useRef<HTMLCanvasElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const hover = useRef<HTMLDivElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const themes = useThemes();
  useEffect(() => {
    if (canvas.current !== null && !document.hidden)
      drawOverview(canvas.current, overview, { ...size, end: head, columnWidth });
  }, [overview, size, head, columnWidth, themes]);
  useEffect(() =>
    onMoment(() => {
      const at = currentMoment();
      if (line.current !== null && at !== undefined) line.current.style.left = `${scale.ofTime(at) * 100}%`;
    }),
  );
  const showGhost = (n: number | undefined, share: number): void => {
    const step = n === undefined ? undefined : steps.at(n);
    if (hover.current === null || hint.current === null) return;
    hover.current.hidden = step === undefined;
    if (step === undefined) return;
    hover.current.style.left = `${share * 100}%`;
    hint.current.textContent = ghostText(step);
    hint.current.toggleAttribute("data-left", share > 0.7);
  };
  useEffect(() =>
    onGhost(() => {
      const n = currentGhost();
      showGhost(n, n === undefined ? 0 : scale.ofStep(n));
    }),
  );
  useEffect(() => () => setGhost(undefined), []);
  const shareOf = (event: PointerEvent<HTMLDivElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
  };
  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    const share = shareOf(event);
    if (event.buttons > 0) {
      onScrub(share, false);
      return;
    }
    const n = scale.stepAt(share);
    setGhost(n);
    showGhost(n, share);
  };
  const onLeave = (): void => setGhost(undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    const change = new Map([["ArrowLeft", -1], ["ArrowDown", -1], ["ArrowRight", 1], ["ArrowUp", 1], ["PageDown", -10], ["PageUp", 10], ["Home", Number.NEGATIVE_INFINITY], ["End", Number.POSITIVE_INFINITY]]).get(event.key); // prettier-ignore
    if (change === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    by(change);
  };
  const text =
    current === undefined
      ? "No step"
      : `Step ${stepNumber(current.sequenceId, current.repeat)}, ${visibleText(current.action)}, ${durationText(sinceStartMs)}`;
  return (
    <div
      className={styles["bed"]}
      role="slider"
      tabIndex={0}
      aria-label="Playhead"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, steps.length - 1)}
      aria-valuenow={Math.max(0, current?.n ?? 0)}
      aria-valuetext={text}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onLeave();
        onScrub(shareOf(event), false);
      }}
      onPointerMove={onMove}
      onPointerUp={(event) => onScrub(shareOf(event), true)}
      onPointerCancel={(event) => onScrub(shareOf(event), true)}
      onPointerLeave={onLeave}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={styles["canvas"]} aria-hidden />
      {children}
      <div ref={hover} className={styles["ghost"]} hidden aria-hidden>
        <span ref={hint} className={styles["hint"]} />
      </div>
      {steps.length > 0 && <div ref={line} className={styles["head"]} style={{ left: `${head * 100}%` }} aria-hidden />}
    </div>
  );
}

/** A step in a line: what it is, how long it took, how fast it was. */
function ghostText({ sequenceId, repeat, action, durationMs, tokens, chunks }: StepCells): string {
  const rate = (count: number, unit: string): readonly string[] =>
    count > 0 && durationMs !== null
      ? [`${countText(Math.round(count / Math.max(0.001, durationMs / 1000)))} ${unit}`]
      : [];
  const words = [
    `${stepNumber(sequenceId, repeat)} ${visibleText(action)}`,
    durationText(durationMs),
    ...rate(tokens, "tokens/s"),
    ...rate(chunks, "items/s"),
  ];
  return words.join(" · ");
}

/** Goes up when the colours have changed. */
function useThemes(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setCount((before) => before + 1));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);
  return count;
}
