import styles from "./spark.module.css";

const width = 120;
const height = 20;

/** Values as thin bars, as tall as the largest one allows. `label` says in words what is drawn. */
export function Spark({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const largest = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg
      className={styles["spark"]}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {values.map((value, index) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / largest) * height);
        return (
          <rect
            key={index}
            x={index * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            className={value === 0 ? styles["none"] : ""}
          />
        );
      })}
    </svg>
  );
}
