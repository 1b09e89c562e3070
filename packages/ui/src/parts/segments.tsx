import { type ReactNode, useId } from "react";
import styles from "./segments.module.css";

interface SegmentsProps<TValue extends string> {
  /** What is chosen. */
  readonly label: string;
  readonly options: readonly { readonly value: TValue; readonly text: ReactNode }[];
  readonly value: TValue;
  readonly onChange: (value: TValue) => void;
}

/** A choice between a few things, all in sight; the arrow keys go from one to the next. */
export function Segments<TValue extends string>({ label, options, value, onChange }: SegmentsProps<TValue>) {
  const name = useId();
  return (
    <span role="radiogroup" aria-label={label} className={styles["group"]}>
      {options.map((option) => (
        <label key={option.value} className={styles["option"]}>
          <input
            type="radio"
            className={styles["input"]}
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={styles["text"]}>{option.text}</span>
        </label>
      ))}
    </span>
  );
}
