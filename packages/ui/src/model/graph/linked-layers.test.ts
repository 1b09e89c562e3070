import fc from "fast-check";
import { expect, it } from "vitest";
import { linkedLayers } from "./linked-layers.ts";

const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc
      .array(fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1) }), { maxLength: 30 })
      .map((edges) => edges.filter(({ from, to }) => from !== to)),
  }),
);

it("each edge, also one of a cycle, goes from node to node over links, a layer at a time", () => {
  fc.assert(
    fc.property(graphs, ({ count, edges }) => {
      const { layers, below, links } = linkedLayers(count, edges);
      const layerOf = new Map(layers.flatMap((layer, index) => layer.map((node) => [node, index] as const)));
      const isJoined = (one: number, other: number): boolean =>
        below[one]?.includes(other) === true && layerOf.get(other) === (layerOf.get(one) ?? 0) + 1;
      for (const [edge, { from, to }] of edges.entries()) {
        const way = [from, ...(links[edge] ?? []), to];
        const down = (layerOf.get(from) ?? 0) < (layerOf.get(to) ?? 0) ? way : way.toReversed();
        expect(way.length % 2).toBe(1); // there is one in the middle, for the label
        expect(down.slice(1).every((node, n) => isJoined(down[n] ?? -1, node))).toBe(true);
      }
      expect(layers.flat().toSorted((one, other) => one - other)).toEqual([...below.keys()]);
      expect(layers.at(-1)?.every((node) => node < count)).toBe(true);
    }),
  );
});

it.each([
  { what: "what comes first stands first, and what leads back leads up", count: 3, edges: [[0, 1], [1, 2], [2, 0]], layers: [0, 1, 2] },
  { what: "an action that leads to a far one stands just above that", count: 5, edges: [[0, 1], [1, 2], [2, 3], [4, 3]], layers: [0, 1, 2, 3, 2] },
  { what: "so do two in a row", count: 6, edges: [[0, 1], [1, 2], [2, 3], [4, 5], [5, 3]], layers: [0, 1, 2, 3, 1, 2] },
  { what: "an action that only one leads to stands just below that", count: 4, edges: [[0, 1], [1, 2], [0, 3]], layers: [0, 1, 2, 1] },
] as const)("$what", ({ count, edges, layers }) => {
  const found = linkedLayers(count, edges.map(([from, to]) => ({ from, to }))).layers;
  expect(layers.map((_, node) => found.findIndex((layer) => layer.includes(node)) / 2)).toEqual(layers);
}); // prettier-ignore
