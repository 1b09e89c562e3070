import type { ReactNode } from "react";
import styles from "./boxes.module.css";

/** Says that there is nothing yet, and how there will be something. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles["box"]}>
      <h2 className={styles["big"]}>{title}</h2>
      {children}
    </div>
  );
}
