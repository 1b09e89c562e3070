import { useMemo } from "react";
import { visibleText } from "../../format/visible-text.ts";
import { codeLines } from "../../model/text/code-tokens.ts";
import styles from "./code-view.module.css";

interface CodeViewProps {
  readonly source: string;
  /** Without colours. */
  readonly isPlain?: boolean;
  readonly hasNumbers?: boolean;
  /** Whether long lines go on below, and do not scroll sideways. */
  readonly isWrapped?: boolean;
  /** Lines to mark, by index. */
  readonly marks?: ReadonlyMap<number, "add" | "remove">;
  readonly label?: string;
}

const signs = { add: "+", remove: "−" } as const;

/** Source text, in colours; it scrolls sideways, unless it is told to wrap. */
export function CodeView({
  source,
  isPlain = false,
  hasNumbers = false,
  isWrapped = false,
  marks,
  label = "Code",
}: CodeViewProps) {
  const lines = useMemo(
    () => (isPlain ? source.split("\n").map((text) => [{ kind: "plain" as const, text }]) : codeLines(source)),
    [source, isPlain],
  );
  return (
    // A region that scrolls has to be reached by keyboard.
    <pre
      className={`${styles["code"]} ${isWrapped ? styles["wrapped"] : ""} inset-focus`}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <code>
        {lines.map((tokens, index) => {
          const mark = marks?.get(index);
          return (
            <span key={index} className={`${styles["line"]} ${mark === undefined ? "" : styles[mark]}`}>
              {hasNumbers && <span className={styles["gutter"]}>{index + 1}</span>}
              {marks !== undefined && <span className={styles["sign"]}>{mark === undefined ? " " : signs[mark]}</span>}
              {tokens.map(({ kind, text }, place) => (
                <span key={place} className={styles[kind]}>
                  {visibleText(text)}
                </span>
              ))}
              {"\n"}
            </span>
          );
        })}
      </code>
    </pre>
  );
}
