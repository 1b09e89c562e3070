import { Buffer } from "node:buffer";
import type { ModelUsage, StepState } from "@burrjs/protocol";
import { type Spot, countSteps, spotAt } from "./log-steps.ts";
import { type RowContext, startedMs, stepState } from "./step-row.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { RunView } from "../store.ts";
import { hasSeveralCalls, usageOf } from "../index/usage.ts";
import { aligned, type ColumnType, newColumn, widthOf } from "../index/table.ts";

const states: readonly StepState[] = ["completed", "failed", "aborted", "suspended", "running", "stalled", "lost"];

/** What a column holds: numbers, of which NaN stands for what is not known; or texts, as numbers of a dictionary. */
type StepColumn = { readonly type: ColumnType } & (
  | { readonly of: (spot: Spot, context: RowContext) => number }
  | { readonly text: "action" | "from" | "model" }
);

const columns: ReadonlyMap<string, StepColumn> = new Map<string, StepColumn>([
  ["sequence_id", { type: "f64", of: ({ index, step }) => index.steps.get("sequence", step) }],
  ["repeat", { type: "u32", of: ({ index, step }) => index.steps.get("repeat", step) }],
  ["action", { type: "u16", text: "action" }],
  ["from", { type: "u16", text: "from" }],
  ["model", { type: "u16", text: "model" }],
  ["kind", { type: "u8", of: ({ index, step }) => (index.hasFlag(step, "stream") ? 1 : 0) }],
  ["status", { type: "u8", of: (spot, context) => states.indexOf(stepState(context, spot)) }],
  ["attempt", { type: "u16", of: ({ index, step }) => index.steps.get("attempt", step) }],
  ["started_ms", { type: "f64", of: ({ index, step }, context) => startedMs(context, index, step) }],
  ["duration_ms", { type: "f64", of: ({ index, step }) => index.steps.get("durationUs", step) / 1000 }],
  ["first_chunk_ms", { type: "f64", of: ({ index, step }) => index.steps.get("firstChunkUs", step) / 1000 }],
  ["chunks", { type: "u32", of: ({ index, step }) => index.steps.get("chunks", step) }],
  ["spans", { type: "u32", of: ({ index, step }) => index.steps.get("spans", step) }],
  [
    "children",
    { type: "u32", of: ({ index, step }, { children }) => children.get(index.steps.get("sequence", step)) ?? 0 },
  ],
  ["input_tokens", { type: "u32", of: ({ index, step }) => index.steps.get("inputTokens", step) }],
  ["output_tokens", { type: "u32", of: ({ index, step }) => index.steps.get("outputTokens", step) }],
  ["cached_tokens", { type: "u32", of: ({ index, step }) => index.steps.get("cachedTokens", step) }],
  ["error", { type: "u8", of: ({ index, step }) => (index.steps.get("error", step) === 0 ? 0 : 1) }],
  ["gap", { type: "u8", of: ({ index, step }) => (index.hasFlag(step, "gap") ? 1 : 0) }],
]);

const usual = ["sequence_id", "action", "kind", "status", "started_ms", "duration_ms", "error"];

/**
 * Columns of the steps of a log, as `RunView.columns` says. Names that are none are left out. `status` and `kind` are numbers of the
 * texts in the first line; `action`, `from` and `model` are ones of the dictionaries there, in which "" stands for none.
 */
export function stepColumnBytes(context: RowContext, options: Parameters<RunView["columns"]>[0]): Uint8Array {
  const { view } = context;
  const total = countSteps(view);
  const from = Math.min(Math.max(0, options.from ?? 0), total);
  const to = Math.min(Math.max(from, options.to ?? total), total);
  const actions = new TextNumbers();
  const models = new TextNumbers();
  const chosen = (options.names ?? usual).flatMap((name) => {
    const column = columns.get(name);
    return column === undefined ? [] : [{ name, column }];
  });
  const parts = chosen.map(({ name, column }) => {
    const values = newColumn(column.type, to - from);
    const texts = name === "model" ? models : actions;
    for (let n = from; n < to; n += 1) {
      const spot = spotAt(view, n);
      if (spot !== undefined)
        values[n - from] =
          "of" in column
            ? column.of(spot, context)
            : texts.of(spot.index, spot.index.steps.get(column.text, spot.step));
    }
    return { name, type: column.type, bytes: new Uint8Array(values.buffer) };
  });
  let offset = 0;
  const described = parts.map(({ name, type, bytes }) => {
    const at = offset;
    offset += aligned(bytes.length);
    return { name, type, offset: at, width: widthOf(type) };
  });
  const head = JSON.stringify({
    v: 1,
    from,
    to,
    total,
    columns: described,
    actions: actions.texts,
    models: models.texts,
    usage: chosen.some(({ name }) => name === "model") ? usageOfSeveral(view, from, to) : {},
    statuses: states,
    kinds: ["action", "stream"],
    indexed: view.indexed,
  });
  const line = Buffer.from(head);
  const whole = Buffer.alloc(aligned(line.length + 1) + offset, 0x20);
  line.copy(whole);
  const start = aligned(line.length + 1);
  whole[start - 1] = 0x0a;
  whole.fill(0, start);
  for (const [at, { bytes }] of parts.entries()) whole.set(bytes, start + (described[at]?.offset ?? 0));
  return whole;
}

/** What steps with several calls used of each model, by their places: of others the columns tell. */
function usageOfSeveral(view: RowContext["view"], from: number, to: number): Record<number, readonly ModelUsage[]> {
  const several: Record<number, readonly ModelUsage[]> = {};
  for (let n = from; n < to; n += 1) {
    const spot = spotAt(view, n);
    if (spot !== undefined && hasSeveralCalls(spot.index, spot.step)) several[n] = usageOf(spot.index, spot.step);
  }
  return several;
}

/** Numbers for the texts that occur in columns: each index has its own. */
class TextNumbers {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Of the text that has a number in an index. */
  of({ texts }: RunIndex, inIndex: number): number {
    const text = texts.text(inIndex);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}
