import type { Action } from "../action/action.ts";
import { labelText, listLines, timesText } from "./label-text.ts";
import { policyLines } from "./policies.ts";
import type { Details, PictureEdge, PictureGroup, PictureNode } from "./picture.ts";
import type { RunMarks } from "./run-marks.ts";
import { subgraphOf } from "../graph/subgraph.ts";

type NodeFacts = Pick<PictureNode, "kind" | "name"> & Partial<Omit<PictureNode, "id" | "title">>;
type EdgeFacts = Pick<PictureEdge, "from" | "to" | "kind"> & Partial<PictureEdge>;

/** A picture in the making. */
export class Draft {
  readonly nodes: PictureNode[] = [];
  readonly edges: PictureEdge[] = [];
  readonly groups: PictureGroup[] = [];

  /** Adds a node, and gives its id. */
  addNode({ badges = [], visits = 0, isNext = false, ...facts }: NodeFacts): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({
      details: [],
      isStreaming: false,
      isEnd: false,
      group: undefined,
      ...facts,
      id,
      title: timesText(labelText(facts.name), visits),
      badges: isNext ? [...badges, "next"] : badges,
      visits,
      isNext,
    });
    return id;
  }

  /** Adds an edge. */
  addEdge({ label, taken = 0, ...edge }: EdgeFacts): void {
    const text = timesText(label ?? "", taken);
    this.edges.push({ isOptional: false, ...edge, label: text === "" ? undefined : text, taken });
  }

  /** Adds a group, and gives its id. */
  addGroup(name: string, marks: RunMarks, parent: string | undefined): string {
    const id = `g${this.groups.length}`;
    const visits = marks.visits(name);
    this.groups.push({
      id,
      name,
      title: timesText(labelText(name), visits),
      visits,
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
      ...(show.policies ? policyLines(action) : []),
    ],
    isStreaming: action.isStreaming,
  };
}
