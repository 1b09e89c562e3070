import type { SubgraphsOption } from "./subgraph.ts";

/** What a picture of a graph shows, and what of a run is marked in it. */
export interface PictureOptions {
  /**
   * `"actions"`: actions, and the transitions between them. `"data"`: who writes which key of state, and which actions and
   * conditions read it; sub-graphs are folded there. Default: `"actions"`.
   */
  readonly view?: "actions" | "data";
  /** Details to leave out, or to put in. Default: all are shown but policies. */
  readonly show?: Partial<Details>;
  /** The actions that a run took, in order. They are marked, and so is each transition between two of them. */
  readonly path?: readonly string[];
  /** The action that is next, `null` for none. */
  readonly next?: string | null;
  /** Actions that stand for a graph of their own: as one box, with what is in it, or opened where they are named. Default: `"folded"`. */
  readonly subgraphs?: SubgraphsOption;
  /** Where the picture grows to. Default: `"down"` for actions, `"right"` for data. */
  readonly direction?: "down" | "right";
}

/** The details of a picture that can be shown or left out. */
export interface Details {
  /** Conditions: the labels of transitions; in the data view, who reads besides actions. */
  readonly conditions: boolean;
  /** The keys that an action reads and writes. The data view always has them. */
  readonly state: boolean;
  readonly inputs: boolean;
  readonly tags: boolean;
  /** What an action says of failures, time limits, undoing and people: retries, `fallback`, `undo`, the answers it may ask for. */
  readonly policies: boolean;
}

/** A picture of a graph, before it is drawn: what every format has to show. */
export interface Picture {
  readonly direction: "down" | "right";
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** Outer groups stand before those that are in them. */
  readonly groups: readonly PictureGroup[];
}

/** Something that is drawn as a shape. All texts but `name` are one line each, without control characters, and of limited length. */
export interface PictureNode {
  /** Letters and digits, unique in the picture. */
  readonly id: string;
  /** `start` and `end`: where a graph, or an opened sub-graph, is entered and left. */
  readonly kind: "action" | "condition" | "end" | "input" | "key" | "start";
  /** As in the program. */
  readonly name: string;
  /** The name, and how often the run was here if it was more than once. */
  readonly title: string;
  /** What it is besides, such as "streaming". */
  readonly badges: readonly string[];
  /** Lines below. */
  readonly details: readonly string[];
  readonly isStreaming: boolean;
  /** A run may end here. */
  readonly isEnd: boolean;
  /** How often the run was here. */
  readonly visits: number;
  readonly isNext: boolean;
  /** The id of the innermost group that it is in. */
  readonly group: string | undefined;
}

/** Something that is drawn as an arrow. */
export interface PictureEdge {
  /** The id of a node. */
  readonly from: string;
  /** The id of a node. */
  readonly to: string;
  /** `link`: from a start or to an end. */
  readonly kind: "error" | "input" | "link" | "read" | "transition" | "write";
  /** One line: the condition, and how often the run took it if it was more than once. */
  readonly label: string | undefined;
  /** It is not always so: a key that may be written, an input that may be left out. */
  readonly isOptional: boolean;
  /** How often the run took it. Of several between the same two actions, a path cannot tell which. */
  readonly taken: number;
}

/** An action that is opened: the box around its own graph. */
export interface PictureGroup extends Pick<PictureNode, "id" | "name" | "title" | "visits" | "isNext"> {
  /** The id of the group that it is in. */
  readonly parent: string | undefined;
}
