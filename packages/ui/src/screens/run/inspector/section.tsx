import type { ReactNode } from "react";
import styles from "./inspector.module.css";

interface SectionProps {
  readonly title: string;
  /** On the same line as the title. */
  readonly summary?: ReactNode;
  /** Buttons, at the end of the line. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A part of a tab under its heading. */
export function Section({ title, summary, actions, children }: SectionProps) {
  return (
    <section className={styles["section"]}>
      <div className={styles["head"]}>
        <h2>
          {title}
          {summary !== undefined && <span className={styles["summary"]}> {summary}</span>}
        </h2>
        {actions !== undefined && <span className={styles["actions"]}>{actions}</span>}
      </div>
      {children}
    </section>
  );
}
