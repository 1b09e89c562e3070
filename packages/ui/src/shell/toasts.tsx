import { useSyncExternalStore } from "react";
import styles from "./toasts.module.css";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => void;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const shownMs = 5000;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message for five seconds; `undo` puts a button beside it. */
export function toast(text: string, undo?: () => void): void {
  lastId += 1;
  const id = lastId;
  set([...toasts, { id, text, ...(undo === undefined ? {} : { undo }) }]);
  setTimeout(() => set(toasts.filter((one) => one.id !== id)), shownMs);
}

/** Where messages appear; screen readers read them when there is time. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={styles["toasts"]} role="status" aria-live="polite">
      {shown.map(({ id, text, undo }) => (
        <div key={id} className={styles["toast"]}>
          {text}
          {undo !== undefined && (
            <button
              type="button"
              onClick={() => {
                undo();
                set(toasts.filter((one) => one.id !== id));
              }}
            >
              Undo
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
