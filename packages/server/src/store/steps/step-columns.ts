import { Buffer } from "node:buffer";
import { type ModelUsage, type StepColumn, stepColumns, type StepState } from "@burrjs/protocol";
import { countSteps } from "./log-steps.ts";
import { type RowContext, startedMs, stepState } from "./step-row.ts";
import type { RunView } from "../store.ts";
import type { RunIndex, StepFlag } from "../index/run-index.ts";
import { hasSeveralCalls, onlyModel, usageOf } from "../index/usage.ts";
import { aligned, type ColumnType, newColumn, widthOf } from "../index/table.ts";

const states: readonly StepState[] = ["completed", "failed", "aborted", "suspended", "running", "stalled", "lost"];

/** Steps of one index that follow each other. */
interface Part {
  readonly index: RunIndex;
  /** The number of its first step in the index, and the one behind its last. */
  readonly from: number;
  readonly to: number;
  /** The place of the first step of the index in the list of all steps. */
  readonly before: number;
}

/** What the columns of one answer are made from. */
interface ColumnSource {
  readonly context: RowContext;
  readonly actions: TextNumbers;
  readonly models: TextNumbers;
  readonly roles: TextNumbers;
}

/** What a column holds. NaN stands for what is not known. */
interface ColumnCells {
  readonly type: ColumnType;
  /** Reads it for the step of a number in the part's index. */
  readonly of: (part: Part, source: ColumnSource) => (step: number) => number;
}

const columns: Readonly<Record<StepColumn, ColumnCells>> = {
  sequence_id: { type: "f64", of: ({ index }) => index.steps.reader("sequence") },
  repeat: { type: "u32", of: ({ index }) => index.steps.reader("repeat") },
  action: { type: "u16", of: ({ index }, { actions }) => actions.of(index, index.steps.reader("action")) },
  from: { type: "u16", of: ({ index }, { actions }) => actions.of(index, index.steps.reader("from")) },
  model: { type: "u16", of: ({ index }, { models }) => models.of(index, modelNumbers(index)) },
  role: { type: "u16", of: ({ index }, { roles }) => roles.of(index, index.steps.reader("role")) },
  kind: { type: "u8", of: flagNumbers("stream") },
  status: { type: "u8", of: statusNumbers },
  attempt: { type: "u16", of: ({ index }) => index.steps.reader("attempt") },
  started_ms: { type: "f64", of: startNumbers },
  duration_ms: { type: "f64", of: ({ index }) => inMs(index.steps.reader("durationUs")) },
  first_chunk_ms: { type: "f64", of: ({ index }) => inMs(index.steps.reader("firstChunkUs")) },
  chunks: { type: "u32", of: ({ index }) => index.steps.reader("chunks") },
  spans: { type: "u32", of: ({ index }) => index.steps.reader("spans") },
  children: { type: "u32", of: childNumbers },
  input_tokens: { type: "u32", of: ({ index }) => index.steps.reader("inputTokens") },
  output_tokens: { type: "u32", of: ({ index }) => index.steps.reader("outputTokens") },
  cached_tokens: { type: "u32", of: ({ index }) => index.steps.reader("cachedTokens") },
  error: { type: "u8", of: ({ index }) => oneIfAny(index.steps.reader("error")) },
  gap: { type: "u8", of: flagNumbers("gap") },
};

/** Tokens for which no model is named may have one all the same. */
function modelNumbers(index: RunIndex): (step: number) => number {
  const [named, unnamed] = [index.steps.reader("model"), onlyModel(index)];
  return (step) => named(step) || unnamed;
}

function flagNumbers(flag: StepFlag): ColumnCells["of"] {
  return (part) => (step) => (part.index.hasFlag(step, flag) ? 1 : 0);
}

function statusNumbers({ index, before }: Part, { context }: ColumnSource): (step: number) => number {
  return (step) => states.indexOf(stepState(context, { index, step, n: before + step }));
}

function startNumbers({ index }: Part, { context }: ColumnSource): (step: number) => number {
  return (step) => startedMs(context, index, step);
}

function childNumbers({ index }: Part, { context: { children } }: ColumnSource): (step: number) => number {
  const sequence = index.steps.reader("sequence");
  return children.size === 0 ? () => 0 : (step) => children.get(sequence(step)) ?? 0;
}

function inMs(us: (step: number) => number): (step: number) => number {
  return (step) => us(step) / 1000;
}

function oneIfAny(text: (step: number) => number): (step: number) => number {
  return (step) => (text(step) === 0 ? 0 : 1);
}

const usual: readonly StepColumn[] = ["sequence_id", "action", "kind", "status", "started_ms", "duration_ms", "error"];

/**
 * Columns of the steps of a log, as `RunView.columns` says. Names that are none are left out. `status` and `kind` are numbers of the
 * texts in the first line; `action`, `from`, `role` and `model` are ones of the dictionaries there, in which "" stands for none.
 */
export function stepColumnBytes(context: RowContext, options: Parameters<RunView["columns"]>[0]): Uint8Array {
  const { view } = context;
  const total = countSteps(view);
  const from = Math.min(Math.max(0, options.from ?? 0), total);
  const to = Math.min(Math.max(from, options.to ?? total), total);
  const source = { context, actions: new TextNumbers(), models: new TextNumbers(), roles: new TextNumbers() };
  const parts = partsOf(context, from, to);
  const asked: readonly string[] = options.names ?? usual;
  const chosen = stepColumns.filter((name) => asked.includes(name));
  const filled = chosen.map((name) => {
    const { type, of } = columns[name];
    const values = newColumn(type, to - from);
    for (const part of parts) {
      const read = of(part, source);
      const shift = part.before - from;
      for (let step = part.from; step < part.to; step += 1) values[shift + step] = read(step);
    }
    return { name, type, values };
  });
  let offset = 0;
  const packed: Uint8Array[] = [];
  const described = filled.map(({ name, type, values }) => {
    const width = widthOf(type);
    const first = values[0] ?? 0;
    // Most columns of most runs are the same all along.
    if (values.every((value) => Object.is(value, first)))
      return { name, type, width, value: Number.isNaN(first) ? null : first };
    const at = offset;
    packed.push(new Uint8Array(values.buffer));
    offset += aligned(values.byteLength);
    return { name, type, width, offset: at };
  });
  const head = JSON.stringify({
    v: 1,
    from,
    to,
    total,
    columns: described,
    actions: source.actions.texts,
    models: source.models.texts,
    roles: source.roles.texts,
    usage: chosen.includes("model") ? usageOfSeveral(parts) : {},
    statuses: states,
    kinds: ["action", "stream"],
    indexed: view.indexed,
  });
  const line = Buffer.from(head);
  const whole = Buffer.alloc(aligned(line.length + 1) + offset, 0x20);
  line.copy(whole);
  let at = aligned(line.length + 1);
  whole[at - 1] = 0x0a;
  whole.fill(0, at);
  for (const bytes of packed) {
    whole.set(bytes, at);
    at += aligned(bytes.length);
  }
  return whole;
}

/** The steps `from` to before `to` of all, by the index in which they are. */
function partsOf({ view: { head, tail } }: RowContext, from: number, to: number): readonly Part[] {
  const count = head.steps.count;
  const parts = [{ index: head, from, to: Math.min(to, count), before: 0 }];
  if (tail !== undefined) parts.push({ index: tail, from: Math.max(0, from - count), to: to - count, before: count });
  return parts.filter((part) => part.from < part.to);
}

/** What steps with several calls used of each model, by their places: of others the columns tell. */
function usageOfSeveral(parts: readonly Part[]): Record<number, readonly ModelUsage[]> {
  const several: Record<number, readonly ModelUsage[]> = {};
  for (const { index, from, to, before } of parts) {
    for (let step = from; step < to; step += 1)
      if (hasSeveralCalls(index, step)) several[before + step] = usageOf(index, step);
  }
  return several;
}

/** Numbers for the texts that occur in a column: each index has its own. */
class TextNumbers {
  readonly texts: string[] = [];

  /** The same texts with the numbers of here; `read`: gives that of the index. */
  of({ texts }: RunIndex, read: (step: number) => number): (step: number) => number {
    const numbers = new Map<number, number>();
    return (step) => {
      const text = read(step);
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const number = this.#add(texts.text(text));
      numbers.set(text, number);
      return number;
    };
  }

  #add(text: string): number {
    const place = this.texts.indexOf(text);
    return place >= 0 ? place : this.texts.push(text) - 1;
  }
}
