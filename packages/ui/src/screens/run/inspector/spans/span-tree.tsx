import type { StepDetail } from "@burrjs/protocol";
import { ChevronRight, X } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { spanKind, type SpanRow, spanRows } from "../../../../model/step/span-rows.ts";
import spans from "./spans.module.css";

interface SpanTreeProps {
  readonly step: StepDetail;
  readonly selected: string | undefined;
  readonly onSelect: (spanId: string) => void;
}

const indentPixels = 16;
const shownAtFirst = 300;

/** The spans of a step, nested, each with where in the step's time it was. One tab stop; arrow keys move, open and close. */
export function SpanTree({ step, selected, onSelect }: SpanTreeProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [most, setMost] = useState(shownAtFirst);
  const id = useId();
  const rows = useMemo(
    () => spanRows(step.spans_list, { startedMs: step.started_ms, durationMs: step.duration_ms, folded }),
    [step, folded],
  );
  const place = rows.findIndex(({ span }) => span.span_id === selected);
  const fold = (row: SpanRow | undefined, isFolded: boolean): void => {
    if (row?.hasChildren !== true) return;
    const next = new Set(folded);
    if (isFolded) next.add(row.span.span_id);
    else next.delete(row.span.span_id);
    setFolded(next);
  };
  const to = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) onSelect(row.span.span_id);
    document
      .querySelector(`[id="${id}-${Math.max(0, Math.min(rows.length - 1, index))}"]`)
      ?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[place];
    const isFolded = row !== undefined && folded.has(row.span.span_id);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => to(place + 1),
      ArrowUp: () => to(place - 1),
      Home: () => to(0),
      End: () => to(rows.length - 1),
      ArrowRight: () => (isFolded ? fold(row, false) : row?.hasChildren === true && to(place + 1)),
      ArrowLeft: () => {
        if (row?.hasChildren === true && !isFolded) fold(row, true);
        else to(parentOf(rows, place));
      },
    };
    const act = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <>
      <div
        role="tree"
        aria-label={`Spans of step ${step.sequence_id}`}
        tabIndex={0}
        aria-activedescendant={place >= 0 ? `${id}-${place}` : undefined}
        className={`${spans["tree"]} inset-focus`}
        onKeyDown={onKeyDown}
      >
        {rows.slice(0, most).map((row, index) => {
          const { span, depth, hasChildren, tryText, left, width } = row;
          const isFolded = folded.has(span.span_id);
          const bar = span.error === null ? spans[`kind-${spanKind(span)}`] : spans["failed"];
          return (
            <div
              key={span.span_id}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={depth + 1}
              aria-expanded={hasChildren ? !isFolded : undefined}
              aria-selected={index === place}
              className={`${spans["row"]} ${index === place ? spans["selected"] : ""}`}
              onClick={() => onSelect(span.span_id)}
            >
              <span className={spans["name"]} style={{ paddingInlineStart: Math.min(depth, 8) * indentPixels }}>
                <span className={spans["chevron"]} aria-hidden onClick={() => fold(row, !isFolded)}>
                  {hasChildren && (
                    <ChevronRight size={14} strokeWidth={1.5} className={isFolded ? "" : spans["turned"]} />
                  )}
                </span>
                <span className={spans["text"]}>{visibleText(span.name)}</span>
                {tryText !== "" && <span className={spans["try"]}>{tryText}</span>}
                {span.error !== null && <X size={12} strokeWidth={2} className={spans["cross"]} aria-label="error" />}
              </span>
              <span className={spans["line"]} aria-hidden>
                <span className={`${spans["bar"]} ${bar}`} style={{ left: `${left}%`, width: `${width}%` }} />
              </span>
              <span className={spans["duration"]}>
                {span.duration_ms === null ? "not ended" : durationText(span.duration_ms)}
              </span>
            </div>
          );
        })}
      </div>
      {rows.length > most && (
        <button type="button" className={spans["more"]} onClick={() => setMost(most * 4)}>
          {rows.length - most} more
        </button>
      )}
    </>
  );
}

function parentOf(rows: readonly SpanRow[], place: number): number {
  const depth = rows[place]?.depth ?? 0;
  for (let at = place - 1; at >= 0; at -= 1) if ((rows[at]?.depth ?? 0) < depth) return at;
  return place;
}
