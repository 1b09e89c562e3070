import { useEffect, useRef, useState } from "react";
import { countText } from "../../../format/quantities.ts";
import { newsText } from "../../../model/rows/news-text.ts";
import { useRun } from "../run-context.ts";
import styles from "./rows.module.css";
import { goesOn } from "../../../model/going-on.ts";

/** Between two things that are read out. */
const quietMs = 5000;

/** How many steps came since nobody follows any more, and what is read out of a run that goes on now and then. */
export function NewSteps() {
  const { header, news, move } = useRun();
  return (
    <>
      {goesOn(header?.status) && <News />}
      {news > 0 && (
        <button
          type="button"
          className={styles["pill"]}
          onClick={() => move({ s: undefined, r: undefined, m: undefined })}
        >
          ▾ {countText(news)} new
        </button>
      )}
    </>
  );
}

function News() {
  const { steps } = useRun();
  const [text, setText] = useState("");
  const now = useRef(steps);
  now.current = steps;
  useEffect(() => {
    let told = now.current.length;
    const timer = setInterval(() => {
      const { length } = now.current;
      // What was there when the page was opened is not read out.
      if (told > 0 && length > told) setText(newsText(now.current, told));
      told = length;
    }, quietMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="hidden-text" role="status">
      {text}
    </p>
  );
}
