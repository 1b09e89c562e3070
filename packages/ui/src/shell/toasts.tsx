import { shared, useShared } from "../data/shared.ts";
import styles from "./toasts.module.css";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => void;
}

const toasts = shared<readonly Toast[]>([]);
let lastId = 0;
const shownMs = 5000;

function remove(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

/** Shows a message for five seconds; `undo` puts a button beside it. */
export function toast(text: string, undo?: () => void): void {
  lastId += 1;
  const id = lastId;
  toasts.set([...toasts.get(), { id, text, ...(undo === undefined ? {} : { undo }) }]);
  setTimeout(() => remove(id), shownMs);
}

/** Where messages appear; screen readers read them when there is time. */
export function Toasts() {
  const shown = useShared(toasts);
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
                remove(id);
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
