import { useLayoutEffect, useRef } from "react";
import type { RunClock } from "../../../model/run-clock.ts";
import type { TimeWindow } from "../../../model/waterfall/time-window.ts";
import { currentMoment, onMoment } from "../strip/moment.ts";
import styles from "./waterfall.module.css";

interface PlayLineProps {
  readonly clock: RunClock;
  readonly window: TimeWindow;
  /** Where the time column is in the pane, in pixels. */
  readonly left: number;
  readonly width: number;
}

/** Where the playhead of the run is in the waterfall. It moves sixty times a second, and nothing is rendered for it. */
export function PlayLine({ clock, window, left, width }: PlayLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const follow = (): void => {
      const moment = currentMoment();
      if (line.current === null) return;
      const at =
        moment === undefined ? -1 : ((clock.toShown(moment) - window.from) / (window.to - window.from)) * width;
      line.current.hidden = at < 0 || at > width;
      line.current.style.left = `${left + at}px`;
    };
    follow();
    return onMoment(follow);
  });
  return <div ref={line} className={styles["play"]} aria-hidden />;
}
