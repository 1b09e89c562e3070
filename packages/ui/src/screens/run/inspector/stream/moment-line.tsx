import { useLayoutEffect, useRef } from "react";
import { countText, durationText } from "../../../../format/quantities.ts";
import type { StreamTiming } from "../../../../model/stream/stream-timing.ts";
import { Button } from "../../../../parts/button.tsx";
import type { Playhead } from "./use-playhead.ts";
import styles from "./stream.module.css";

interface MomentLineProps {
  readonly playhead: Playhead;
  readonly timing: StreamTiming;
  /** From the start of the step to the opening of the stream, in milliseconds. */
  readonly openedAfterMs: number;
}

/** What the user had seen at the moment of the playhead, if that is inside of the step. Its text changes with each frame of a replay. */
export function MomentLine({ playhead, timing, openedAfterMs }: MomentLineProps) {
  const line = useRef<HTMLParagraphElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const follow = (): void => {
      if (line.current === null || text.current === null) return;
      line.current.toggleAttribute("data-shown", playhead.isInside());
      if (!playhead.isInside()) return;
      const seen = playhead.seen();
      const at = durationText(Math.max(0, playhead.atMs() + openedAfterMs));
      const all =
        seen >= timing.length
          ? `all ${countText(timing.length)} items`
          : seen === 0
            ? "none of the items"
            : `${countText(seen)} of ${countText(timing.length)} items`;
      text.current.textContent = `At ${at} the user had seen ${all}, not yet in the state`;
    };
    follow();
    return playhead.subscribe(follow);
  });
  return (
    <p ref={line} className={styles["moment"]}>
      <span ref={text} />
      <Button kind="ghost" className={styles["small"] ?? ""} onClick={playhead.release}>
        Show all
      </Button>
    </p>
  );
}
