import type { ReactNode } from "react";
import type { Behind } from "./graph-subject.ts";

interface BehindAnchorProps {
  /** It has an address. */
  readonly behind: Behind;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link to what is behind something drawn. With Ctrl and such, the browser opens it elsewhere. */
export function BehindAnchor({ behind, title, children }: BehindAnchorProps) {
  return (
    <a
      href={behind.href}
      title={title}
      onClick={(event) => {
        if (isForElsewhere(event)) return;
        event.preventDefault();
        behind.go();
      }}
    >
      {children}
    </a>
  );
}

/** Whether a click is for the browser: a tab, or a window, of its own. */
export function isForElsewhere(event: {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}
