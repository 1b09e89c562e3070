import {
  type DecisionView,
  type DiffEntry,
  type KeyUse,
  type StepDetail,
  type StreamSummary,
  visibleLine,
  visibleText,
} from "@burrjs/protocol";
import type { Cli } from "../cli.ts";
import { durationText, manyText, timeText } from "../terminal/quantities.ts";
import { type Cell, tableLines } from "../terminal/table.ts";
import { cutText, textWidth, wrapText } from "../terminal/text-width.ts";
import { previewText } from "../values/value-text.ts";
import { differenceLines } from "./difference-lines.ts";
import { tokensText } from "./run-head.ts";
import { statusCell } from "./status.ts";
import { treeLines } from "./step-lines.ts";

/** What is shown of one step. */
export interface ShownStep {
  readonly name: string;
  readonly step: StepDetail;
  /** What has changed in the state; `undefined` when that is not known. */
  readonly changes: readonly DiffEntry[] | undefined;
  /** What it streamed, as text. */
  readonly streamed: string | undefined;
}

/** All about one step, section by section. */
export function stepSections(shown: ShownStep, cli: Pick<Cli, "style" | "width">): string[] {
  const { step, changes, streamed } = shown;
  const { style, width } = cli;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", style.bold(title), ...lines.map((line) => `  ${line}`.trimEnd())];
  const fit = (text: string): string => (width === undefined ? text : cutText(text, width - 2));
  const valuesOf = (values: StepDetail["inputs"]): string[] =>
    Object.entries(values).map(([key, value]) => fit(`${visibleLine(key)}: ${previewText(value)}`));
  const error = step.exception ?? step.error;
  const attributes = step.attributes.map(({ key, value }) => fit(`${visibleLine(key)}: ${previewText(value)}`));
  const spanAttributes = step.spans_list.flatMap((span) =>
    span.attributes.map(({ key, value }) =>
      fit(`${visibleLine(span.name)} › ${visibleLine(key)}: ${previewText(value)}`),
    ),
  );
  return [
    ...headLines(shown, cli),
    ...section("Why this action", decisionLines(step.why, cli)),
    ...section("Inputs", valuesOf(step.inputs)),
    ...section("Answer", valuesOf(step.answers)),
    ...section(step.access_recorded ? "Read" : "May read", useLines(step.read, cli)),
    ...section("State change", changes === undefined ? [style.dim("not known")] : differenceLines(changes, cli)),
    ...section("Result", step.result === null ? [] : [fit(previewText(step.result))]),
    ...section("Error", error === null ? [] : visibleText(error).split("\n").map(style.red)),
    ...section("Attempts before", step.retries.map((one) => `${one.attempt}: ${visibleLine(one.error)} ${style.dim(`then waited ${durationText(one.delay_ms)}`)}`)), // prettier-ignore
    ...section("Error before its fallback", step.recovered === null ? [] : visibleText(step.recovered).split("\n")),
    ...section("Stream", [...step.streams.map(streamLine), ...streamedLines(streamed, width)]),
    ...section("Spans and children", treeLines(step, { style, width, nameWidth: 40 }).map((line) => line.replace("        ", ""))), // prettier-ignore
    ...section("Attributes", [...attributes, ...spanAttributes]),
    ...section("What came next", decisionLines(step.next, cli)),
    ...(step.undeclared.length === 0 ? [] : ["", style.yellow(`! It asked for keys that it does not declare: ${step.undeclared.map((key) => visibleLine(key)).join(", ")}`)]), // prettier-ignore
  ];
}

function headLines({ name, step }: ShownStep, { style }: Pick<Cli, "style">): string[] {
  const status = statusCell(step.status, style);
  const facts = [
    durationText(step.duration_ms),
    `began ${timeText(step.started_ms)}`,
    ...(step.role === null ? [] : [`as its ${step.role}`]),
    ...(step.attempt > 1 ? [`attempt ${step.attempt}`] : []),
    ...(step.committed ? [] : ["did not change the state"]),
    ...(step.tokens === null ? [] : [tokensText(step.tokens)]),
  ];
  return [
    `${style.bold(visibleLine(`${name}@${step.sequence_id}`))}  ${visibleLine(step.action)}  ${status.paint(status.text)}`,
    `  ${facts.join(style.dim(" · "))}`,
  ];
}

/** Every condition that was tried, in order, with what came of it. */
function decisionLines(decision: DecisionView | null, { style, width }: Pick<Cli, "style" | "width">): string[] {
  if (decision === null) return [];
  const rows = decision.tried.map(({ to, condition, keys, result }): Cell[] => {
    const [mark, paint] =
      result === true
        ? ["✓ held", style.green]
        : result === false
          ? ["✗ did not", style.dim]
          : result === null
            ? ["· not tried", style.dim]
            : [`! ${result.error}`, style.red];
    return [{ text: mark, paint }, condition, `→ ${to}`, { text: keys.join(", "), paint: style.dim }];
  });
  const columns = [
    { title: `after ${decision.from}`, cut: "end" },
    { title: "condition", cut: "end" },
    { title: "leads to", cut: "end" },
    { title: "reads", cut: "end", drop: 1 },
  ] as const;
  return tableLines(columns, rows, { style, width: width === undefined ? undefined : width - 2 });
}

function useLines(uses: readonly KeyUse[], { style, width }: Pick<Cli, "style" | "width">): string[] {
  return uses.map(({ key, preview, last_writer: writer }) => {
    const origin = writer === null ? "" : `  written by ${visibleLine(writer.action)} in step ${writer.sequence_id}`;
    const text = `${visibleLine(key)}: ${previewText(preview)}`;
    const room = width === undefined ? undefined : Math.max(20, width - 2 - textWidth(origin));
    return `${room === undefined ? text : cutText(text, room)}${style.dim(origin)}`;
  });
}

function streamLine(stream: StreamSummary): string {
  const first = stream.first_item_ms === null ? "" : `, the first after ${durationText(stream.first_item_ms - stream.opened_ms)}`; // prettier-ignore
  const took = stream.ended_ms === null ? ", not ended" : ` in ${durationText(stream.ended_ms - stream.opened_ms)}`;
  const lost = stream.dropped > 0 ? `, ${stream.dropped} of them not recorded` : "";
  const attempt = stream.attempt > 1 ? `attempt ${stream.attempt}: ` : "";
  return `${attempt}${manyText(stream.items, "chunk")}${took}${first}${lost}`;
}

function streamedLines(text: string | undefined, width: number | undefined): string[] {
  if (text === undefined || text === "") return [];
  const clean = visibleText(text);
  return width === undefined ? clean.split("\n") : wrapText(clean, width - 4);
}
