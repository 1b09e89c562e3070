import type { RunHeader, RunState, StepDetail } from "@burrjs/protocol";
import { countText, durationText } from "../../format/quantities.ts";
import { spanKind } from "../step/span-rows.ts";
import type { StepCells, StepColumns } from "../step-columns.ts";
import { stepNumber } from "../step-number.ts";
import { repeatsFacts } from "./repeats-facts.ts";
import { repeatsSpread } from "./repeats-spread.ts";
import type { TreeRow } from "./row-list.ts";
import type { StepLook } from "./step-look.ts";
import type { StepPart } from "./step-parts.ts";

/** What a row looks like: a kind of step or span, or a run. */
export type RowLook = StepLook | "custom" | "child" | "fork";

/** What a row says. What there is nothing to say of is "" or `null`. */
export interface DescribedRow {
  /** `41`, `41′` for the second one of this id. */
  readonly number: string;
  readonly look: RowLook;
  readonly name: string;
  /** Short facts behind the name. */
  readonly tags: readonly string[];
  /** Whether the tags stay in sight where there is little room: they tell the row from its neighbours. */
  readonly keepsTags?: boolean;
  readonly notes: number;
  /** When it ran; `startedMs` is `null` when that is not known, `durationMs` when it has no end. */
  readonly startedMs: number | null;
  readonly durationMs: number | null;
  /** The duration in words: of many steps, of one of them. */
  readonly duration: string;
  /** It took much longer than most steps of its action. */
  readonly isSlow?: boolean;
  readonly tokens: number;
  readonly status: Exclude<RunState, "empty"> | null;
  /** A longer text about it. */
  readonly title: string;
  /** Of many steps: how their durations differ, as columns from 0 to 1. */
  readonly spread?: readonly number[];
}

interface DescribeOptions {
  readonly steps: StepColumns;
  readonly lookOf: (step: Pick<StepCells, "action" | "kind" | "tokens">) => StepLook;
  readonly forksOf: (sequenceId: number) => number;
  readonly notesOf: (sequenceId: number) => number;
  readonly isSlowAt: (n: number) => boolean;
  readonly detailOf: (n: number) => StepDetail | undefined;
  readonly headerOf: (partId: string) => RunHeader | undefined;
}

/** Columns of the spread of many steps. */
const mostColumns = 24;
const nothing = {
  number: "",
  tags: [],
  notes: 0,
  startedMs: null,
  durationMs: null,
  duration: "",
  tokens: 0,
  status: null,
  title: "",
} as const;

/** What a row says; `undefined` for dividers. */
export function describedRow(row: TreeRow, options: DescribeOptions): DescribedRow | undefined {
  if (row.kind === "pause" || row.kind === "missing") return undefined;
  if (row.kind === "part") return row.part === undefined ? waiting : describedPart(row.part, row.n, options);
  const step = options.steps.at(row.n);
  if (step === undefined) return undefined;
  if (row.kind === "repeats") return describedRepeats(step, row.last, options);
  return describedStep(step, { ...options, known: options.detailOf(row.n) });
}

const waiting: DescribedRow = { ...nothing, look: "custom", name: "…" };

function describedStep(
  step: StepCells,
  { lookOf, forksOf, notesOf, isSlowAt, known }: DescribeOptions & { readonly known: StepDetail | undefined },
): DescribedRow {
  const forks = forksOf(step.sequenceId);
  const runs = step.children - forks;
  return {
    number: stepNumber(step.sequenceId, step.repeat),
    look: lookOf(step),
    name: step.action,
    tags: [
      ...(forks > 0 ? [forks === 1 ? "1 fork" : `${countText(forks)} forks`] : []),
      ...(runs > 0 ? [runs === 1 ? "1 run" : `${countText(runs)} runs`] : []),
      ...(step.attempt > 1 ? [`try ${step.attempt}`] : []),
    ],
    notes: notesOf(step.sequenceId),
    startedMs: step.startedMs,
    durationMs: step.durationMs,
    duration: durationText(step.durationMs),
    isSlow: isSlowAt(step.n),
    tokens: step.tokens,
    status: step.status,
    title: known?.error ?? "",
  };
}

function describedRepeats(step: StepCells, last: number, { steps, lookOf }: DescribeOptions): DescribedRow {
  const facts = repeatsFacts(steps, step.n, last);
  const spread = `${durationText(facts.shortestMs)} to ${durationText(facts.longestMs)}`;
  return {
    number: stepNumber(step.sequenceId, step.repeat),
    look: lookOf(step),
    name: `${facts.action} ×${countText(facts.count)}`,
    tags: facts.failed > 0 ? [`${countText(facts.failed)} failed`] : [],
    notes: 0,
    startedMs: facts.startedMs,
    durationMs: facts.durationMs,
    duration: `~${durationText(facts.medianMs)}`,
    tokens: facts.tokens,
    status: facts.status,
    spread: repeatsSpread(steps, { from: step.n, to: last }, mostColumns),
    title: `Steps ${facts.firstId} to ${facts.lastId}: each ${spread}, half of them at most ${durationText(facts.medianMs)}`,
  };
}

function describedPart(part: StepPart, n: number, { steps, lookOf, headerOf }: DescribeOptions): DescribedRow {
  switch (part.kind) {
    case "stream": {
      const { stream, isLast } = part;
      // The list of steps hears of items first.
      const items =
        isLast && stream.ended_ms === null ? Math.max(stream.items, steps.at(n)?.chunks ?? 0) : stream.items;
      const firstMs = stream.first_item_ms === null ? null : stream.first_item_ms - stream.opened_ms;
      return {
        ...nothing,
        look: "stream",
        name: isLast ? "stream" : `stream, try ${stream.attempt}`,
        tags: [
          items === 1 ? "1 item" : `${countText(items)} items`,
          ...(firstMs === null ? [] : [`first after ${durationText(firstMs)}`]),
        ],
        startedMs: stream.opened_ms,
        durationMs: stream.ended_ms === null ? null : stream.ended_ms - stream.opened_ms,
        duration: durationText(stream.ended_ms === null ? null : stream.ended_ms - stream.opened_ms),
      };
    }
    case "span": {
      const { span, tryText } = part;
      return {
        ...nothing,
        look: spanKind(span),
        name: span.name,
        tags: tryText === "" ? [] : [tryText],
        keepsTags: true,
        startedMs: span.started_ms,
        durationMs: span.duration_ms,
        duration: durationText(span.duration_ms),
        status: span.error === null ? null : "failed",
        title: span.error ?? "",
      };
    }
    case "child": {
      const header = headerOf(part.id);
      const status = header?.status;
      return {
        ...nothing,
        look: part.child.kind === "fork" ? "fork" : "child",
        name: part.child.app_id,
        tags: [
          part.child.kind === "fork" ? "fork" : "run",
          ...(header === undefined ? [] : [header.steps === 1 ? "1 step" : `${countText(header.steps)} steps`]),
        ],
        startedMs: header?.started_ms ?? part.child.at_ms,
        durationMs: header?.duration_ms ?? null,
        duration: durationText(header?.duration_ms),
        tokens: header?.tokens === null || header === undefined ? 0 : header.tokens.input + header.tokens.output,
        status: status === undefined || status === "empty" ? null : status,
      };
    }
    case "childStep": {
      const { step } = part;
      const tokens = step.tokens === null ? 0 : step.tokens.input + step.tokens.output;
      return {
        ...nothing,
        number: stepNumber(step.sequence_id, step.repeat),
        look: lookOf({ action: step.action, kind: step.kind, tokens }),
        name: step.action,
        tags: step.attempt > 1 ? [`try ${step.attempt}`] : [],
        startedMs: step.started_ms,
        durationMs: step.duration_ms,
        duration: durationText(step.duration_ms),
        tokens,
        status: step.status,
        title: step.error ?? "",
      };
    }
    case "more":
      return { ...nothing, look: "custom", name: `${countText(part.count)} more steps` };
    default:
      return waiting;
  }
}

/** When something ran, in words, from the beginning of the run: `starts at 2.1 s, lasts 4.2 s`. */
export function timeWords(
  { startedMs, durationMs }: Pick<DescribedRow, "startedMs" | "durationMs">,
  runStartMs: number,
): string {
  if (startedMs === null) return "";
  const start = `starts at ${durationText(Math.max(0, startedMs - runStartMs))}`;
  return durationMs === null ? `${start}, has not ended` : `${start}, lasts ${durationText(durationMs)}`;
}
