import type { ReactNode } from "react";
import styles from "./toggle.module.css";

interface ToggleProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A small button that turns something on, and off again. */
export function Toggle({ isOn, onChange, title, className = "", children }: ToggleProps) {
  return (
    <button
      type="button"
      className={`${styles["toggle"]} ${className}`}
      aria-pressed={isOn}
      title={title}
      onClick={() => onChange(!isOn)}
    >
      {children}
    </button>
  );
}
