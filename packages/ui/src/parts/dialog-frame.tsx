import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRef } from "react";
import type { AppDialogProps } from "./app-dialog.tsx";
import { PartBoundary } from "./part-boundary.tsx";
import styles from "./dialog-frame.module.css";

/** The dialog of `AppDialog`. */
export function DialogFrame({
  title,
  isOpen,
  onOpenChange,
  width = 560,
  firstFocus,
  children,
  footer,
}: AppDialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles["backdrop"]} />
        <Dialog.Popup
          className={`${styles["popup"]} ${width === 960 ? styles["wide"] : ""}`}
          initialFocus={firstFocus ?? (() => firstField(body.current) ?? true)}
        >
          <div className={styles["head"]}>
            <Dialog.Title className={styles["title"]}>{title}</Dialog.Title>
            <Dialog.Close className={styles["close"]} aria-label="Close">
              <X size={16} strokeWidth={1.5} aria-hidden />
            </Dialog.Close>
          </div>
          <div ref={body} className={styles["body"]}>
            <PartBoundary>{children}</PartBoundary>
          </div>
          {footer !== undefined && <div className={styles["footer"]}>{footer}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function firstField(body: HTMLElement | null): HTMLElement | null {
  return (
    body?.querySelector<HTMLElement>('input:not([type="radio"], [type="checkbox"], :disabled), textarea, select') ??
    null
  );
}
