import type { SpanView, StepDetail } from "@burrjs/protocol";
import { durationText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { durationDelta } from "../../../model/compare/deltas.ts";
import { spanPairs } from "../../../model/compare/span-pairs.ts";
import { earlierTry } from "../../../model/step/span-try.ts";
import { DeltaText } from "../delta-text.tsx";
import styles from "./detail.module.css";

/** The spans of both steps by name, with how long they took. */
export function SpansDifference({ a, b }: { readonly a: StepDetail | undefined; readonly b: StepDetail | undefined }) {
  const pairs = spanPairs(a?.spans_list ?? [], b?.spans_list ?? []);
  if (pairs.length === 0) return null;
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h3>Spans</h3>
      </div>
      <table className={styles["spans"]}>
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">Δ</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ name, a: one, b: other }, index) => (
            <tr key={index}>
              <th scope="row">
                {visibleText(name)}
                <span className="muted">{tryText(one ?? other)}</span>
              </th>
              <td>{spanText(one)}</td>
              <td>{spanText(other)}</td>
              <td>
                <DeltaText delta={durationDelta(one?.duration_ms, other?.duration_ms)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function tryText(span: SpanView | undefined): string {
  const number = span === undefined ? undefined : earlierTry(span.span_id);
  return number === undefined ? "" : ` try ${number}`;
}

function spanText(span: SpanView | undefined): string {
  if (span === undefined) return "–";
  return `${durationText(span.duration_ms)}${span.error === null ? "" : " ✕"}`;
}
