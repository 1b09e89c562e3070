import { moneyText, countText, durationText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { DrawnEdge } from "../../model/graph/graph-shape.ts";
import type { Measure, NodeCounts } from "../../model/graph/path-counts.ts";
import type { GraphSubject } from "./graph-subject.ts";

/** What a measure is called. */
export const measureNames: Readonly<Record<Measure, string>> = {
  visits: "visits",
  totalMs: "time",
  errors: "errors",
  tokens: "tokens",
  cost: "cost",
};

/** What an action comes to, by a measure, as short as can be. */
export function figureOf(node: NodeCounts | undefined, measure: Measure = "visits"): string {
  if (measure === "visits") return `×${countText(node?.visits ?? 0)}`;
  if (node === undefined) return "–";
  switch (measure) {
    case "totalMs":
      return durationText(node.totalMs);
    case "errors":
      return node.errors === 0 ? "–" : `${countText(node.errors)} ✕`;
    case "tokens":
      return node.tokens === 0 ? "–" : countText(node.tokens);
    default:
      return node.cost === null ? "–" : moneyText(node.cost);
  }
}

/** An action in words, with all that is counted of it. */
export function nodeSentence(name: string, { counts, current, graph, inside }: GraphSubject): string {
  const node = counts.nodes.get(name);
  const parts = [visibleText(name), timesText("visited", node?.visits ?? 0)];
  if (node !== undefined) {
    parts.push(durationText(node.totalMs));
    if (node.errors > 0) parts.push(node.errors === 1 ? "1 error" : `${countText(node.errors)} errors`);
    if (node.tokens > 0) parts.push(`${countText(node.tokens)} tokens`);
    if (node.cost !== null) parts.push(moneyText(node.cost));
  }
  if (current?.action === name) parts.push(`visit ${current.visit}`);
  if (inside?.counts.has(name) === true) parts.push("started runs of its own");
  if (graph.unknown.has(name)) parts.push("not in the graph that was recorded");
  return parts.join(", ");
}

/** A graph in a sentence. */
export function summaryOf({ graph, counts, current }: GraphSubject): string {
  const machine = `State machine of ${countText(graph.shape.nodes.length)} actions and ${countText(graph.edges.length)} transitions`;
  const last = current === undefined ? "" : `, the last is ${visibleText(current.action)}`;
  return `${machine}; ${countText(counts.nodes.size)} of its actions were visited${last}.`;
}

/** A transition in words. */
export function edgeSentence({ from, to, condition, ofSame }: DrawnEdge, taken: number): string {
  const why = condition === "" ? "" : `, if ${condition}`;
  const times = timesText("taken", taken);
  const which = ofSame > 1 ? ` (one of ${ofSame} transitions between the two: ${times} together)` : `: ${times}`;
  return visibleText(`${from} → ${to}${why}${which}`);
}

/** `visited once`, `not visited`. */
export function timesText(what: string, times: number): string {
  return times === 0 ? `not ${what}` : times === 1 ? `${what} once` : `${what} ${countText(times)} times`;
}
