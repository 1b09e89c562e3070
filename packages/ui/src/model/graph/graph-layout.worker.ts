import type { GraphShape } from "./graph-layout.ts";
import { layOutGroups } from "./group-layout.ts";

// The page does not wait for a layout.
addEventListener(
  "message",
  ({ data: { key, shape } }: MessageEvent<{ readonly key: string; readonly shape: GraphShape }>) => {
    postMessage({ key, layout: layOutGroups(shape) });
  },
);

// While the graph is being fetched: code that has run once is compiled, and several times as fast.
layOutGroups(ring(30));

function ring(size: number): GraphShape {
  const nodes = Array.from({ length: size }, (_, n) => ({ id: String(n), width: 120, height: 34 }));
  const edges = nodes.flatMap(({ id: from }, n) =>
    [1, 2, 7].map((step) => ({ id: `${n} ${step}`, from, to: String((n + step) % size), labelWidth: 0 })),
  );
  return { isDense: true, nodes, edges };
}
