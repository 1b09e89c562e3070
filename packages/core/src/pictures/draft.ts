import type { Action } from "../action/action.ts";
import { labelText, listLines } from "./label-text.ts";
import type { Details, PictureEdge, PictureGroup, PictureNode } from "./picture.ts";
import type { RunMarks } from "./run-marks.ts";
import { subgraphOf } from "./subgraph.ts";

type NodeFacts = Pick<PictureNode, "kind" | "name"> & Partial<PictureNode>;

/** A picture in the making. */
export class Draft {
  readonly nodes: PictureNode[] = [];
  readonly edges: PictureEdge[] = [];
  readonly groups: PictureGroup[] = [];

  /** Adds a node, and gives its id. */
  addNode(facts: NodeFacts): string {
    const id = `n${this.nodes.length}`;
    const plain = { badges: [], details: [], isStreaming: false, isEnd: false, visits: 0, isNext: false };
    this.nodes.push({ ...plain, title: labelText(facts.name), group: undefined, ...facts, id });
    return id;
  }

  /** Adds an edge. */
  addEdge(edge: Pick<PictureEdge, "from" | "to" | "kind"> & Partial<PictureEdge>): void {
    this.edges.push({ label: undefined, isOptional: false, taken: 0, ...edge });
  }

  /** Adds a group, and gives its id. */
  addGroup(name: string, marks: RunMarks, parent: string | undefined): string {
    const id = `g${this.groups.length}`;
    this.groups.push({
      id,
      name,
      title: labelText(name),
      visits: marks.visits(name),
      isNext: marks.isNext(name),
      parent,
    });
    return id;
  }
}

/** What is told of an action in its box, in every view. */
export function actionFacts(name: string, action: Action, show: Details): NodeFacts {
  const { required, optional } = action.inputs;
  const badges = [
    ...(action.isStreaming ? ["streaming"] : []),
    ...(action.terminal ? ["may end"] : []),
    ...(subgraphOf(action) === undefined ? [] : ["graph"]),
  ];
  const inputs = [...required, ...optional.map((input) => `${input}?`)];
  return {
    kind: "action",
    name,
    badges,
    details: [
      ...(show.inputs ? listLines("inputs", inputs) : []),
      ...(show.state ? listLines("reads", action.reads) : []),
      ...(show.state ? listLines("writes", action.writes) : []),
      ...(show.state ? listLines("may write", action.mayWrite) : []),
      ...(show.tags ? listLines("tags", action.tags) : []),
    ],
    isStreaming: action.isStreaming,
  };
}
