/**
 * The part of dagre that we call. Its own declarations import files without extensions, which Node's rules for modules,
 * and so the compiler, cannot find.
 */
declare module "@dagrejs/dagre" {
  export class Graph {
    constructor(options: { readonly multigraph: boolean; readonly compound: boolean });
    setGraph(settings: {
      readonly rankdir: "TB" | "LR";
      readonly nodesep: number;
      readonly edgesep: number;
      readonly ranksep: number;
    }): this;
    setNode(id: string, box: { readonly width?: number; readonly height?: number }): this;
    setParent(id: string, parent: string): this;
    setEdge(
      edge: { readonly v: string; readonly w: string; readonly name: string },
      label: {
        readonly width: number;
        readonly height: number;
        readonly labelpos: "c";
        readonly weight?: number;
        readonly minlen?: number;
      },
    ): this;
    node(id: string): { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    edge(edge: { readonly v: string; readonly w: string; readonly name: string }): {
      readonly points: readonly { readonly x: number; readonly y: number }[];
      /** Where the label is; absent without one. */
      readonly x?: number;
      readonly y?: number;
    };
  }
  /** Gives nodes and edges their places in `graph`. */
  export function layout(graph: Graph): void;
}
