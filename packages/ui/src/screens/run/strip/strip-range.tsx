import { X } from "lucide-react";
import { rangeOf, withRange } from "../../../model/step-range.ts";
import { useRun } from "../run-context.ts";
import type { StripScale } from "./strip-scale.ts";
import styles from "./strip.module.css";

/** The range of steps that the filter asks for, as a brush over the overview. */
export function StripRange({ scale }: { readonly scale: StripScale }) {
  const { search, steps, move } = useRun();
  const range = rangeOf(search.q ?? "");
  if (range === undefined || steps.length === 0) return null;
  const place = (id: number, other: number): number => {
    const n = steps.find(id);
    return n < 0 ? other : n;
  };
  const first = place(range.from, 0);
  const last = place(range.to, steps.length - 1);
  const { startedMs, durationMs } = steps.timesAt(last);
  const left = scale.timeAt(0) === undefined ? first / steps.length : scale.ofStep(first);
  const right = scale.timeAt(0) === undefined ? (last + 1) / steps.length : scale.ofTime(startedMs + (durationMs ?? 0));
  const q = withRange(search.q ?? "", undefined);
  return (
    <div className={styles["range"]} style={{ left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` }}>
      <button
        type="button"
        className={styles["clear"]}
        aria-label={`Show all steps again, not only ${range.from} to ${range.to}`}
        title="Show all steps again"
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => move({ q: q === "" ? undefined : q })}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </div>
  );
}
