import styles from "./keys.module.css";

const shown: Readonly<Record<string, string>> = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→" };

/** Keys as they stand on a keyboard; several ones do the same. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className={styles["keys"]}>
      {keys.map((key) => (
        <kbd key={key}>
          {key
            .split("+")
            .map((part) => shown[part] ?? part)
            .join("+")}
        </kbd>
      ))}
    </span>
  );
}
