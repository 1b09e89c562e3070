import { type ChildSummary, type SpanView, type StepDetail, type StepRow, visibleLine } from "@burrjs/protocol";
import type { Style } from "../terminal/style.ts";
import { durationText, manyText } from "../terminal/quantities.ts";
import { cutText, padText, textWidth } from "../terminal/text-width.ts";
import { tokensText } from "./run-head.ts";
import { statusMark } from "./status.ts";

/** How steps are drawn. */
export interface StepLineOptions {
  readonly style: Style;
  /** The columns of the terminal; `undefined`: nothing is cut. */
  readonly width: number | undefined;
  /** How wide the column of names is. */
  readonly nameWidth: number;
}

/** A step of a list on one line. */
export function stepLine(step: StepRow, { style, width, nameWidth }: StepLineOptions): string {
  const repeat = step.repeat > 0 ? "′".repeat(Math.min(3, step.repeat)) : "";
  const id = padText(`${step.sequence_id}${repeat}`, 5, "right");
  const name = padText(cutText(visibleLine(step.action), nameWidth), nameWidth);
  const took = padText(durationText(step.duration_ms), 9, "right");
  const notes = stepNotes(step);
  const room = width === undefined ? undefined : Math.max(10, width - textWidth(`${id} x ${name} ${took}  `));
  const note = visibleLine(notes.join(" · "));
  const shown = room === undefined ? note : cutText(note, room);
  const color = step.error !== null || step.status === "failed" ? style.red : style.dim;
  const gap = step.gap ? [style.yellow("      … steps are missing here")] : [];
  const line = `${style.dim(id)} ${statusMark(step.status, style)} ${name} ${took}  ${color(shown)}`.trimEnd();
  return [...gap, line].join("\n");
}

/** The spans of a step and its children as a tree below it. */
export function treeLines(step: StepDetail, options: StepLineOptions): string[] {
  const { style } = options;
  const roots = spanTree(step.spans_list);
  const nodes: TreeNode[] = [...roots, ...step.children_list.map(childNode)];
  return drawn(nodes, "        ", options).map((line) => line.replace(/ +$/, "")).map((line) => style.dim(line)); // prettier-ignore
}

/** A node of a tree that is drawn. */
interface TreeNode {
  readonly text: string;
  readonly took: string;
  readonly isError: boolean;
  readonly inner: readonly TreeNode[];
}

function stepNotes(step: StepRow): string[] {
  const isPlain = step.status === "completed" || step.status === "failed";
  return [
    ...(step.error === null ? [] : [step.error.split("\n", 1)[0] ?? ""]),
    ...(isPlain ? [] : [step.status]),
    ...(step.role === null ? [] : [step.role]),
    ...(step.attempt > 1 ? [`attempt ${step.attempt}`] : []),
    ...(step.chunks > 0 ? [chunksText(step)] : []),
    ...(step.tokens === null ? [] : [tokensText(step.tokens)]),
    ...(step.spans === 0 ? [] : [manyText(step.spans, "span")]),
    ...(step.children === 0 ? [] : [manyText(step.children, "child", "children")]),
  ];
}

function chunksText({ chunks, first_chunk_ms: first }: StepRow): string {
  return `${manyText(chunks, "chunk")}${first === null ? "" : `, the first after ${durationText(first)}`}`;
}

function spanTree(spans: readonly SpanView[]): TreeNode[] {
  const known = new Set(spans.map(({ span_id: id }) => id));
  const under = (parent: string | null): TreeNode[] =>
    spans
      .filter((span) => (span.parent !== null && known.has(span.parent) ? span.parent : null) === parent)
      .map((span) => ({
        text: visibleLine(span.name) + (span.error === null ? "" : `: ${visibleLine(span.error)}`),
        took: durationText(span.duration_ms),
        isError: span.error !== null,
        inner: under(span.span_id),
      }));
  return under(null);
}

function childNode({ app_id: appId, kind }: ChildSummary): TreeNode {
  const mark = kind === "fork" ? "⑂ fork" : "↳ child";
  return { text: `${mark} ${visibleLine(appId)}`, took: "", isError: false, inner: [] };
}

function drawn(nodes: readonly TreeNode[], indent: string, options: StepLineOptions): string[] {
  const { style, width, nameWidth } = options;
  return nodes.flatMap(({ text, took, isError, inner }, index) => {
    const isLast = index === nodes.length - 1;
    const head = `${indent}${isLast ? "└─" : "├─"} `;
    const room = Math.max(nameWidth + 8 - textWidth(head), 12);
    const label = width === undefined && textWidth(text) > room ? text : cutText(text, room);
    const line = `${head}${padText(label, room)} ${padText(took, 9, "right")}`;
    return [isError ? style.red(line) : line, ...drawn(inner, `${indent}${isLast ? "   " : "│  "}`, options)];
  });
}
