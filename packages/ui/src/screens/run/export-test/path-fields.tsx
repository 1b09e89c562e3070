import styles from "./export-test.module.css";

interface Path {
  readonly from: number;
  readonly to: number;
}

/** The first and the last step of a path. */
export function PathFields({ path, onChange }: { readonly path: Path; readonly onChange: (path: Path) => void }) {
  return (
    <span className={styles["line"]}>
      {(["from", "to"] as const).map((end) => (
        <label key={end} className={styles["end"]}>
          {end === "from" ? "from step" : "to step"}
          <input
            className={styles["count"]}
            type="number"
            min={0}
            value={path[end]}
            onChange={(event) => onChange({ ...path, [end]: Math.max(0, Math.floor(Number(event.target.value)) || 0) })}
          />
        </label>
      ))}
    </span>
  );
}
