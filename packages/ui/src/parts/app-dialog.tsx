import { lazy, type ReactNode, type RefObject, Suspense, useState } from "react";
import styles from "./app-dialog.module.css";
import { Button } from "./button.tsx";
import { PartBoundary } from "./part-boundary.tsx";
import { useLoadedSoon } from "./use-loaded-soon.ts";

/** What a dialog needs. */
export interface AppDialogProps {
  /** Says what happens. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** In pixels. */
  readonly width?: 560 | 960;
  /** What has the focus first. It must not take it itself: then nobody would know where it was before. Default: the first field. */
  readonly firstFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  /** Buttons. */
  readonly footer?: ReactNode;
}

const load = async () => ({ default: (await import("./dialog-frame.tsx")).DialogFrame });
const DialogFrame = lazy(load);

/**
 * A dialog: the focus goes to its first field, and back to where it was; Escape closes it. No screen needs its code to be shown: that is
 * loaded behind the screen, so that whoever opens the palette can type at once.
 */
export function AppDialog(props: AppDialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  useLoadedSoon(load);
  if (!wasOpen) return null;
  const alone = (message: ReactNode): ReactNode =>
    props.isOpen && (
      <div role="dialog" aria-label={props.title} className={styles["alone"]}>
        {message}
        <Button onClick={() => props.onOpenChange(false)}>Close</Button>
      </div>
    );
  return (
    <PartBoundary around={alone}>
      <Suspense fallback={null}>
        <DialogFrame {...props} />
      </Suspense>
    </PartBoundary>
  );
}
