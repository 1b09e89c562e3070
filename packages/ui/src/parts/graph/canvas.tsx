import type { KeyboardEvent, MouseEvent, ReactNode, SVGProps } from "react";
import styles from "./canvas.module.css";
import type { Viewport } from "./use-viewport.ts";

interface CanvasProps extends Omit<SVGProps<SVGSVGElement>, "onClick" | "onKeyDown"> {
  /** What it is, for who cannot see it. */
  readonly label: string;
  /** What it shows, in a sentence. */
  readonly summary: string;
  readonly viewport: Viewport;
  readonly size: { readonly width: number; readonly height: number };
  /** Something in it was clicked, or had the focus when Enter or the space bar was pressed. */
  readonly onPress: (event: KeyboardEvent | MouseEvent) => void;
  /** Another key was pressed; whether it did something. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly children: ReactNode;
}

/** Where a graph is drawn, in a box that is scrolled and zoomed. */
export function Canvas({ label, summary, viewport, size, onPress, onKey, children, ...svg }: CanvasProps) {
  const { box, scale, handlers } = viewport;
  const { width, height } = size;
  return (
    <div className={styles["canvas"]} ref={box} tabIndex={0} role="region" aria-label={label} {...handlers}>
      <svg
        {...svg}
        width={width * scale}
        height={height * scale}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={summary}
        onClick={(event) => {
          if (!isField(event)) onPress(event);
        }}
        onKeyDown={(event) => {
          const isPress = (event.key === "Enter" || event.key === " ") && !isField(event);
          if (!isPress && onKey?.(event) !== true) return;
          event.preventDefault();
          event.stopPropagation();
          if (isPress) onPress(event);
        }}
      >
        {children}
      </svg>
    </div>
  );
}

/** Whether an event is on a field or a button within the drawing, which has its own clicks and keys. */
function isField({ target }: { readonly target: EventTarget }): boolean {
  return target instanceof HTMLElement;
}
