import { PanelLeftOpen } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { keepText, keptText } from "../data/kept-text.ts";
import styles from "./panes.module.css";

interface PanesProps {
  /** Under which the widths are kept, per user. */
  readonly name: string;
  readonly panes: readonly {
    readonly label: string;
    readonly share: number;
    readonly content: ReactNode;
    /** Closed: a narrow button stands in its place. */
    readonly isClosed?: boolean;
    /** Closes it, or opens it again; without it, it stays open. */
    readonly toggle?: () => void;
  }[];
}

/**
 * Panes side by side; the bars between them are dragged, or moved by the arrow keys. A double click on a bar, or Enter, closes the pane
 * that is nearer to the edge; where none can be closed, all are as wide again as in the beginning.
 */
export function Panes({ name, panes }: PanesProps) {
  const [shares, setShares] = useState<readonly number[]>(() => kept(name) ?? panes.map(({ share }) => share));
  const box = useRef<HTMLDivElement>(null);
  const open = panes
    .map((pane, index) => ({ ...pane, index, now: shares[index] ?? pane.share }))
    .filter(({ isClosed = false }) => !isClosed);
  const total = open.reduce((sum, { now }) => sum + now, 0);
  const resize = (left: number, right: number, by: number): void => {
    const least = 0.12 * total;
    const change = Math.max(least - (shares[left] ?? 0), Math.min(by, (shares[right] ?? 0) - least));
    const next = shares.map((share, index) =>
      index === left ? share + change : index === right ? share - change : share,
    );
    setShares(next);
    keepText(`burr-panes-${name}`, JSON.stringify(next));
  };
  const reset = (): void => {
    setShares(panes.map(({ share }) => share));
    keepText(`burr-panes-${name}`, undefined);
  };
  // What had the focus is gone with the pane, or with the button in its place.
  const closed = panes.map(({ isClosed = false }) => isClosed).join();
  const was = useRef(closed);
  useEffect(() => {
    const [before, now] = [was.current.split(","), closed.split(",")];
    was.current = closed;
    const changed = now.findIndex((one, index) => one !== before[index]);
    if (changed >= 0 && document.activeElement === document.body)
      box.current?.querySelector<HTMLElement>(`[data-pane="${changed}"]`)?.focus();
  }, [closed]);
  return (
    <div className={styles["panes"]} ref={box}>
      {panes.map(({ label, share, content, isClosed = false, toggle }, index) => {
        if (isClosed) {
          return (
            <button key={index} type="button" className={styles["closed"]} data-pane={index} onClick={toggle}>
              <PanelLeftOpen size={14} strokeWidth={1.5} aria-hidden />
              <span className="hidden-text">Show </span>
              {label}
            </button>
          );
        }
        const before = open[open.findIndex((one) => one.index === index) - 1];
        const outer = before !== undefined && before.index * 2 < panes.length - 1 ? before.toggle : toggle;
        return [
          before !== undefined && (
            <Bar
              key={`bar ${index}`}
              label={`Width of ${before.label}`}
              percent={Math.round((before.now / total) * 100)}
              onMove={(pixels) => resize(before.index, index, (pixels / (box.current?.clientWidth ?? 1)) * total)}
              onClose={outer ?? reset}
            />
          ),
          <section
            key={index}
            className={styles["pane"]}
            aria-label={label}
            data-pane={index}
            tabIndex={-1}
            style={{ flexGrow: shares[index] ?? share, flexBasis: 0 }}
          >
            {content}
          </section>,
        ];
      })}
    </div>
  );
}

interface BarProps {
  readonly label: string;
  readonly percent: number;
  readonly onMove: (pixels: number) => void;
  readonly onClose: () => void;
}

function Bar({ label, percent, onMove, onClose }: BarProps) {
  const last = useRef<number | undefined>(undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") onMove(-24);
    else if (event.key === "ArrowRight") onMove(24);
    else if (event.key === "Enter") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={styles["bar"]}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onClose}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = event.clientX;
      }}
      onPointerMove={(event) => {
        if (last.current === undefined) return;
        onMove(event.clientX - last.current);
        last.current = event.clientX;
      }}
      onPointerUp={() => {
        last.current = undefined;
      }}
    />
  );
}

function kept(name: string): readonly number[] | undefined {
  try {
    const value: unknown = JSON.parse(keptText(`burr-panes-${name}`) ?? "");
    return Array.isArray(value) && value.every((one) => typeof one === "number" && one > 0)
      ? (value as number[])
      : undefined;
  } catch {
    return undefined; // nothing was kept
  }
}
