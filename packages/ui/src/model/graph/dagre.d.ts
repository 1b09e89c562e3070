/**
 * The part of dagre that we call. Its own declarations import files without extensions, which the rules for modules, and so the
 * compiler, cannot find.
 */
declare module "@dagrejs/dagre" {
  export class Graph {
    constructor(options: { readonly multigraph: boolean });
    setGraph(settings: {
      readonly rankdir: "TB";
      readonly nodesep: number;
      readonly edgesep: number;
      readonly ranksep: number;
      readonly marginx: number;
      readonly marginy: number;
    }): this;
    setNode(id: string, box: { readonly width: number; readonly height: number }): this;
    setEdge(
      edge: { readonly v: string; readonly w: string; readonly name: string },
      label: { readonly width?: number; readonly height?: number; readonly labelpos?: "c" },
    ): this;
    nodes(): readonly string[];
    node(id: string): { readonly x: number; readonly y: number; readonly rank: number; order: number };
    successors(id: string): readonly string[] | undefined;
    predecessors(id: string): readonly string[] | undefined;
    edge(edge: { readonly v: string; readonly w: string; readonly name: string }): {
      readonly points?: readonly { readonly x: number; readonly y: number }[];
      /** Where the label is; absent without one. */
      readonly x?: number;
      readonly y?: number;
    };
  }
  /** Gives nodes and edges their places in `graph`. `customOrder`: gives each node its place in its layer (`order`). */
  export function layout(graph: Graph, options: { readonly customOrder: (graph: Graph) => void }): void;
}
