import { type KeyUse, type LoggedState, pointerGet, type RunFiles } from "@burrjs/protocol";
import type { ApplicationModel } from "@burrjs/protocol";
import { withBlobs } from "../states/blobs.ts";
import { lastWriter } from "./key-writers.ts";
import type { Spot } from "./log-steps.ts";
import type { LogView } from "../index/run-log.ts";
import { stepLines } from "./step-lines.ts";

/** What of a step a value is part of: its attributes by span (`""`: its own) and name. */
export type StepValues = "inputs" | "answers" | "result" | "attributes";

/**
 * A value of a step in full, large ones brought back.
 *
 * @param files - Where those stand.
 * @param values - What it is part of.
 * @param path - A JSON Pointer.
 * @returns `undefined` when nothing stands there.
 */
export async function valueAt(
  files: RunFiles,
  values: unknown,
  path: string,
): Promise<{ readonly value: unknown } | undefined> {
  // The path may lead into what stands elsewhere.
  const direct = pointerGet(values, path);
  if (direct !== undefined) return { value: await withBlobs(files, direct) };
  const value = pointerGet(await withBlobs(files, values), path);
  return value === undefined ? undefined : { value };
}

/** What the lines of a step give of this, as it stands in the log. */
export async function stepValues(view: LogView, { index, step }: Spot, of: StepValues): Promise<unknown> {
  const spans = new Map<string, [string, unknown][]>();
  const begun = new Set<string>();
  let tries = 1;
  let found: unknown;
  for await (const { record } of stepLines(view, index, index.entriesOf(step))) {
    if (of === "inputs" && record.type === "begin_entry") found = record.inputs;
    if (of === "answers" && record.type === "begin_entry") found = record.answers;
    if (of === "result" && record.type === "end_entry") found = record.result;
    if (of === "attributes" && record.type === "begin_span") {
      // An id that begins once more: all before are of an earlier try, and are named as in the list of spans.
      if (begun.has(record.span_id)) {
        for (const span of begun) if (spans.has(span)) spans.set(`${span}#${tries}`, spans.get(span) ?? []);
        for (const span of begun) spans.delete(span);
        begun.clear();
        tries += 1;
      }
      begun.add(record.span_id);
    }
    if (of === "attributes" && record.type === "attribute") {
      const span = record.span_id ?? "";
      spans.set(span, [...(spans.get(span) ?? []), [record.key, record.value]]);
    }
  }
  if (of !== "attributes") return found;
  return Object.fromEntries([...spans].map(([span, entries]) => [span, Object.fromEntries(entries)]));
}

/** The step that wrote each key of a state last. A key that none did is not there. */
export function writersOf(
  { index, step }: Spot,
  state: LoggedState,
  { at, graph }: { readonly at: "before" | "after"; readonly graph: ApplicationModel | undefined },
): Readonly<Record<string, NonNullable<KeyUse["last_writer"]>>> {
  const before = at === "before" ? step : step + 1;
  return Object.fromEntries(
    Object.keys(state)
      .slice(0, mostKeys)
      .flatMap((key) => {
        const writer = lastWriter(index, key, { before, step, graph });
        return writer === null ? [] : [[key, writer]];
      }),
  );
}

const mostKeys = 100;
