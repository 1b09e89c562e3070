import { Fragment, memo, type MouseEvent, type PointerEvent, useRef, useState, useSyncExternalStore } from "react";
import { countText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import type { StreamLane, StreamPiece } from "../../../../model/stream/stream-lanes.ts";
import { type GapLimits, gapTone, type StreamTiming } from "../../../../model/stream/stream-timing.ts";
import { Button } from "../../../../parts/button.tsx";
import type { ItemRange } from "./gap-chart.tsx";
import type { Playhead } from "./use-playhead.ts";
import { usePresence } from "./use-presence.ts";
import { useTextSelection } from "./use-text-selection.ts";
import styles from "./stream.module.css";

/** So many items are in the page at once. */
const pageLength = 2000;
/** Items are made in blocks: of a stream that grows, only the last one is made anew. */
const blockLength = 200;

interface StreamTextProps {
  readonly lanes: readonly StreamLane[];
  readonly timing: StreamTiming;
  readonly limits: GapLimits;
  readonly playhead: Playhead;
  readonly selected: ItemRange | undefined;
  readonly onPoint: (item: number | undefined) => void;
  /** Whether more is to come: then its end is in sight. */
  readonly isRunning: boolean;
}

/** The text as it came, each item underlined by the gap before it. What had not come at the playhead is not there yet. */
export function StreamText({ lanes, timing, limits, playhead, selected, onPoint, isRunning }: StreamTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const { length } = timing;
  const lastPage = Math.max(0, Math.ceil(length / pageLength) - 1);
  const pageOfHead = useSyncExternalStore(playhead.subscribe, () => {
    if (!playhead.isInside()) return isRunning ? lastPage : 0;
    return Math.min(lastPage, Math.floor(Math.max(0, playhead.seen() - 1) / pageLength));
  });
  const [turned, setTurned] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const page = Math.min(lastPage, turned?.from === pageOfHead ? turned.to : pageOfHead);
  const [from, to] = [page * pageLength, Math.min(length, (page + 1) * pageLength)];
  usePresence(box, playhead);
  useTextSelection(box, selected);
  const turn = (by: number): void => setTurned({ from: pageOfHead, to: Math.max(0, Math.min(lastPage, page + by)) });
  const onClick = ({ target }: MouseEvent): void => {
    const item = itemOf(target);
    if (item !== undefined && getSelection()?.isCollapsed !== false) playhead.goTo(item);
  };
  const onPointer = ({ target, type }: PointerEvent): void =>
    onPoint(type === "pointerleave" ? undefined : itemOf(target));
  return (
    <>
      {lastPage > 0 && (
        <p className={styles["pages"]}>
          Items {countText(from + 1)} to {countText(to)} of {countText(length)}
          <Button kind="ghost" disabled={page === 0} onClick={() => turn(-1)}>
            Earlier
          </Button>
          <Button kind="ghost" disabled={page === lastPage} onClick={() => turn(1)}>
            Later
          </Button>
        </p>
      )}
      {/* The slider above has the keys. */}
      <div ref={box} className={styles["lanes"]} onClick={onClick} onPointerMove={onPointer} onPointerLeave={onPointer}>
        {lanes.map(({ name, pieces }) => (
          <section
            key={name}
            className={styles["lane"]}
            aria-label={lanes.length > 1 ? `Channel ${visibleText(name)}` : "Streamed text"}
          >
            {lanes.length > 1 && (
              <h3 className={styles["laneName"]}>
                {visibleText(name)} <span>{countText(pieces.length)}</span>
              </h3>
            )}
            <div className={styles["text"]} dir="auto">
              {blocksOf(pieces, from, to).map((block) => (
                <Block key={block[0]?.index ?? 0} pieces={block} timing={timing} limits={limits} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </>
  );
}

interface BlockProps {
  readonly pieces: readonly StreamPiece[];
  readonly timing: StreamTiming;
  readonly limits: GapLimits;
}

const Block = memo(
  ({ pieces, timing, limits }: BlockProps) =>
    pieces.map(({ index, text, isText }) => {
      const tone = styles[gapTone(timing, index, limits)] ?? "";
      if (!isText) {
        return (
          <span key={index} data-i={index} className={`${styles["value"]} ${tone}`}>
            {visibleText(text)}
          </span>
        );
      }
      // The space around a word is nobody's: a line under it would only run the words together.
      const core = text.trim();
      const [before, after] =
        core === "" ? ["", ""] : [text.slice(0, text.indexOf(core)), text.slice(text.indexOf(core) + core.length)];
      return (
        <Fragment key={index}>
          {visibleText(before ?? "")}
          <span data-i={index} className={`${styles["item"]} ${tone}`}>
            {visibleText(core === "" ? text : core)}
          </span>
          {visibleText(after ?? "")}
        </Fragment>
      );
    }),
  // Items never change: only more of them come.
  (one, other) =>
    one.limits === other.limits &&
    one.pieces.length === other.pieces.length &&
    one.pieces[0]?.index === other.pieces[0]?.index &&
    one.pieces[0]?.text === other.pieces[0]?.text,
);
Block.displayName = "Block";

function blocksOf(pieces: readonly StreamPiece[], from: number, to: number): readonly (readonly StreamPiece[])[] {
  const shown = pieces.filter(({ index }) => index >= from && index < to);
  return Array.from({ length: Math.ceil(shown.length / blockLength) }, (_, place) =>
    shown.slice(place * blockLength, (place + 1) * blockLength),
  );
}

function itemOf(target: EventTarget): number | undefined {
  const index = target instanceof Element ? target.closest("[data-i]")?.getAttribute("data-i") : undefined;
  return index === undefined || index === null ? undefined : Number(index);
}
