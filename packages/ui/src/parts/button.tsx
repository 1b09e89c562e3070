import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./button.module.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One primary button per screen. */
  readonly kind?: "primary" | "outlined" | "ghost" | "danger";
  readonly children: ReactNode;
}

/** A button; its text is a verb. */
export function Button({ kind = "outlined", children, className = "", ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`${styles["button"]} ${styles[kind]} ${className}`}>
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that is an icon, and has a name all the same. */
export function IconButton({ label, children, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`${styles["button"]} ${styles["ghost"]} ${styles["icon"]} ${className}`}
    >
      {children}
    </button>
  );
}
