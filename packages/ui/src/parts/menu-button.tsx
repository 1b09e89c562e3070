import { type ReactNode, Suspense, useState } from "react";
import styles from "./menu.module.css";

interface MenuButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** The menu, open at first, with a trigger of its own: most often a lazy component, since many people never open it. */
  readonly children: ReactNode;
}

/** A button in place of a menu, until somebody opens it: only then its code is loaded. */
export function MenuButton({ label, icon, children }: MenuButtonProps) {
  const [isAsked, setAsked] = useState(false);
  const button = (
    <button
      type="button"
      className={styles["trigger"]}
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setAsked(true)}
    >
      {icon}
    </button>
  );
  return isAsked ? <Suspense fallback={button}>{children}</Suspense> : button;
}
