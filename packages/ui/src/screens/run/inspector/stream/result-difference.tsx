import type { StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { valueQuery } from "../../../../data/step-queries.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { finalText } from "../../../../model/stream/final-text.ts";
import { type DiffPiece, wordDiff } from "../../../../model/text/text-diff.ts";
import { useRun } from "../../run-context.ts";
import styles from "./stream.module.css";

/** Longer texts are not compared word by word. */
const longestCompared = 60_000;

interface ResultDifferenceProps {
  readonly detail: StepDetail;
  /** What was streamed as the answer. */
  readonly text: string;
}

/** Whether what the step ended with is what was streamed, and what differs if not. Nothing where there is no text to compare. */
export function ResultDifference({ detail, text }: ResultDifferenceProps) {
  const { key } = useRun();
  const { result, wrote } = detail;
  const step = { sequenceId: detail.sequence_id, repeat: detail.repeat };
  const full = useQuery({ ...valueQuery(key, step, { of: "result", path: "" }), enabled: result?.truncated === true });
  const final = useMemo(
    () => finalText(text, { result, wrote, ...(full.data === undefined ? {} : { fullResult: full.data.value }) }),
    [text, result, wrote, full.data],
  );
  const pieces = useMemo(
    () =>
      final === undefined || final.isSame || final.text.length + text.length > longestCompared
        ? undefined
        : wordDiff(text.trim(), final.text.trim()),
    [final, text],
  );
  if (final === undefined) return null;
  const isResult = final.name === "result";
  if (final.isSame) {
    return (
      <p className={styles["note"]}>
        {isResult ? (
          "The final result is the streamed text."
        ) : (
          <>
            The streamed text is in the state as <code>{visibleText(final.name)}</code>.
          </>
        )}
      </p>
    );
  }
  return (
    <section className={styles["difference"]} aria-label="Difference of the final result">
      <h2>
        {isResult
          ? "Final result differs from the streamed text"
          : `State differs from the streamed text: ${visibleText(final.name)}`}
      </h2>
      {pieces === undefined ? (
        <p className={styles["note"]}>The texts are too long to be compared word by word.</p>
      ) : (
        <p className={styles["diff"]} dir="auto">
          {pieces.map(({ kind, text: piece }, index) => (
            <Piece key={index} kind={kind} text={piece} />
          ))}
        </p>
      )}
    </section>
  );
}

function Piece({ kind, text }: DiffPiece) {
  const shown = visibleText(text);
  if (kind === "add") return <ins>{shown}</ins>;
  return kind === "remove" ? <del>{shown}</del> : shown;
}
