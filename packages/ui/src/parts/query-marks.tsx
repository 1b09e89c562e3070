import type { QueryError } from "@burrjs/protocol";
import { Fragment, type RefObject, useEffect, useRef } from "react";
import styles from "./query-box.module.css";

interface QueryMarksProps {
  readonly text: string;
  readonly errors: readonly QueryError[];
  readonly field: RefObject<HTMLInputElement | null>;
}

/** Lines below what cannot be understood, behind the text of the field. */
export function QueryMarks({ text, errors, field }: QueryMarksProps) {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = field.current;
    const follow = (): void => {
      if (layer.current !== null && input !== null) layer.current.scrollLeft = input.scrollLeft;
    };
    follow();
    input?.addEventListener("scroll", follow);
    return () => input?.removeEventListener("scroll", follow);
  }, [text, field]);
  return (
    <div ref={layer} className={styles["marks"]} aria-hidden>
      {errors.map(({ at, to }, index) => (
        <Fragment key={at}>
          {text.slice(errors[index - 1]?.to ?? 0, at)}
          <mark>{text.slice(at, to)}</mark>
        </Fragment>
      ))}
      {text.slice(errors.at(-1)?.to ?? 0)}
    </div>
  );
}
