import { type ReactNode, useId } from "react";
import styles from "./fork.module.css";

interface FormRowProps {
  readonly label: string;
  readonly children: ReactNode;
  /** What is wrong with what stands here. */
  readonly wrong?: string;
  /** Whether what it holds takes the whole width, below the label. */
  readonly isWide?: boolean;
}

/** A line of the dialog: what it is about at the left, what can be chosen at the right. */
export function FormRow({ label, children, wrong, isWide = false }: FormRowProps) {
  const id = useId();
  return (
    <div role="group" className={`${styles["row"]} ${isWide ? styles["wideRow"] : ""}`} aria-labelledby={id}>
      <h3 id={id} className={styles["label"]}>
        {label}
      </h3>
      <div className={styles["value"]}>
        {children}
        {wrong !== undefined && (
          <p className={styles["wrong"]} role="alert">
            {wrong}
          </p>
        )}
      </div>
    </div>
  );
}
