import type { Graph } from "../graph/graph.ts";
import { drawActions } from "./actions-view.ts";
import { drawData } from "./data-view.ts";
import { Draft } from "./draft.ts";
import type { Picture, PictureOptions } from "./picture.ts";
import { runMarks } from "./run-marks.ts";
import { expander } from "./subgraph.ts";

/** What a picture of `graph` shows, for a format of your own: nodes, edges and groups with their texts and marks. */
export function pictureOf(graph: Graph, options: PictureOptions = {}): Picture {
  const { view = "actions", show, subgraphs, direction = view === "data" ? "right" : "down" } = options;
  const details = { conditions: true, state: true, inputs: true, tags: true, policies: false, ...show };
  const marks = runMarks(graph, options);
  const expands = expander(graph, subgraphs);
  const draft = new Draft();
  if (view === "data") drawData(draft, graph, details, marks);
  else drawActions(draft, graph, { show: details, expands }, marks);
  const { nodes, edges, groups } = draft;
  return { direction, nodes, edges, groups };
}
