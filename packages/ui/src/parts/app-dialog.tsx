import { lazy, type ReactNode, type RefObject, Suspense, useState } from "react";
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
  return (
    <Suspense fallback={null}>
      <DialogFrame {...props} />
    </Suspense>
  );
}
