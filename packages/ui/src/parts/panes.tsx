import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { keepText, keptText } from "../data/kept-text.ts";
import styles from "./panes.module.css";

interface PanesProps {
  /** Under which the widths are kept, per user. */
  readonly name: string;
  readonly panes: readonly {
    readonly label: string;
    readonly share: number;
    readonly isOpen: boolean;
    readonly content: ReactNode;
  }[];
}

/** Panes side by side; the bars between them are dragged, or moved by the arrow keys. */
export function Panes({ name, panes }: PanesProps) {
  const [shares, setShares] = useState<readonly number[]>(() => kept(name) ?? panes.map(({ share }) => share));
  const box = useRef<HTMLDivElement>(null);
  const open = panes
    .map((pane, index) => ({ ...pane, index, now: shares[index] ?? pane.share }))
    .filter(({ isOpen }) => isOpen);
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
  return (
    <div className={styles["panes"]} ref={box}>
      {open.map(({ label, content, index, now }, place) => {
        const before = open[place - 1];
        return [
          before !== undefined && (
            <Bar
              key={`bar ${index}`}
              label={`Width of ${before.label}`}
              percent={Math.round((before.now / total) * 100)}
              onMove={(pixels) => resize(before.index, index, (pixels / (box.current?.clientWidth ?? 1)) * total)}
              onReset={() => {
                setShares(panes.map(({ share }) => share));
                keepText(`burr-panes-${name}`, undefined);
              }}
            />
          ),
          <section key={index} className={styles["pane"]} aria-label={label} style={{ flexGrow: now, flexBasis: 0 }}>
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
  readonly onReset: () => void;
}

function Bar({ label, percent, onMove, onReset }: BarProps) {
  const last = useRef<number | undefined>(undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") onMove(-24);
    else if (event.key === "ArrowRight") onMove(24);
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
      onDoubleClick={onReset}
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
