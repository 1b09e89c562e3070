import type { PictureNode } from "./picture.ts";

/** What a shape looks like, on a light page. */
export interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly text: string;
}

/** The class of a node, by what it is. */
export type LookName = Exclude<PictureNode["kind"], "end"> | "streaming" | "next";

/** The colors of text formats, by the class of the node. */
export const looks: Readonly<Record<LookName, Look>> = {
  action: { fill: "#eef2ff", stroke: "#6366f1", text: "#1e1b4b" },
  condition: { fill: "#fff7ed", stroke: "#c2410c", text: "#431407" },
  input: { fill: "#faf5ff", stroke: "#9333ea", text: "#3b0764" },
  key: { fill: "#f1f5f9", stroke: "#64748b", text: "#0f172a" },
  next: { fill: "#fef9c3", stroke: "#a16207", text: "#422006" },
  start: { fill: "#334155", stroke: "#334155", text: "#ffffff" },
  streaming: { fill: "#ecfeff", stroke: "#0891b2", text: "#083344" },
};

/** The color of what a run has taken. */
export const takenColor = "#ea580c";
/** The color of transitions on error. */
export const errorColor = "#dc2626";
/** The color of other arrows. */
export const edgeColor = "#475569";

/** The class of `node`. */
export function lookOf({ kind, isStreaming, isNext }: PictureNode): LookName {
  if (isNext) return "next";
  if (kind === "end") return "start";
  return isStreaming ? "streaming" : kind;
}
