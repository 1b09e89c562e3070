import { bytesText, countText, durationText } from "../../../../format/quantities.ts";
import { stallFrom } from "../../../../model/stream/stall-rows.ts";
import type { StreamNumbers, StreamTiming } from "../../../../model/stream/stream-timing.ts";
import type { Playhead } from "./use-playhead.ts";
import styles from "./stream.module.css";

interface StreamNumbersViewProps {
  readonly numbers: StreamNumbers;
  readonly timing: StreamTiming;
  readonly bytes: number;
  /** Items that the log does not have, besides. */
  readonly dropped: number;
  readonly playhead: Playhead;
}

/** The stream in numbers; those of gaps lead to where they are. */
export function StreamNumbersView({ numbers, timing, bytes, dropped, playhead }: StreamNumbersViewProps) {
  const { longest, stalls, perSecond } = numbers;
  const nextStall = (): void => {
    const next = stallFrom(stalls, playhead.isInside() ? playhead.seen() : 0, 1);
    if (next !== undefined) playhead.goTo(next);
  };
  return (
    <dl className={styles["numbers"]}>
      <Figure name="First item" text={durationText(numbers.firstMs)} />
      <Figure name="Items/s" text={perSecond === null ? "–" : countText(Number(perSecond.toPrecision(3)))} />
      <Figure name="Gap p50" text={durationText(numbers.medianGapMs)} />
      <Figure name="Gap p95" text={durationText(numbers.p95GapMs)} />
      <Figure
        name="Gap max"
        text={longest === null ? "–" : durationText(timing.gapMs[longest])}
        {...(longest === null ? {} : { title: `Go to item ${longest + 1}`, onClick: () => playhead.goTo(longest) })}
      />
      <Figure
        name="Stalls"
        text={countText(stalls.length)}
        {...(stalls.length === 0 ? {} : { title: "Go to the next stall", onClick: nextStall })}
      />
      <Figure name="Items" text={countText(timing.length + dropped)} />
      <Figure name="Size" text={bytesText(bytes)} />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly text: string;
  readonly title?: string;
  readonly onClick?: () => void;
}

function Figure({ name, text, title, onClick }: FigureProps) {
  return (
    <div className={styles["number"]}>
      <dt>{name}</dt>
      <dd>
        {onClick === undefined ? (
          text
        ) : (
          <button
            type="button"
            className={styles["goto"]}
            title={title}
            aria-label={`${text}. ${title ?? ""}`}
            onClick={onClick}
          >
            {text}
          </button>
        )}
      </dd>
    </div>
  );
}
