import fc from "fast-check";
import { expect, it } from "vitest";
import { type LayeredGraph, orderLayers } from "./layer-order.ts";

/** `sizes`: how many nodes each layer has. `edges`: from a place in a layer to one in the next. */
function layered(sizes: readonly number[], edges: readonly (readonly [number, number, number])[]): LayeredGraph {
  let count = 0;
  const layers = sizes.map((size) => Array.from({ length: size }, () => count++));
  const below = layers.flat().map((): number[] => []);
  const above = layers.flat().map((): number[] => []);
  for (const [layer, from, to] of edges) {
    const one = layers[layer]?.[from] ?? 0;
    const other = layers[layer + 1]?.[to] ?? 0;
    below[one]?.push(other);
    above[other]?.push(one);
  }
  return { layers, below, above };
}

/** Each pair of edges between the same layers, looked at one by one. */
function crossings(layers: readonly (readonly number[])[], { below }: LayeredGraph): number {
  return layers.reduce((sum, layer, index) => {
    const next = layers[index + 1] ?? [];
    const edges = layer.flatMap((node, from) => (below[node] ?? []).map((to) => [from, next.indexOf(to)] as const));
    const pairs = edges.flatMap((one, at) => edges.slice(at + 1).map((other) => [one, other] as const));
    return sum + pairs.filter(([one, other]) => (one[0] - other[0]) * (one[1] - other[1]) < 0).length;
  }, 0);
}

it.each([
  { what: "a fan", sizes: [1, 4], edges: [[0, 0, 3], [0, 0, 1], [0, 0, 0], [0, 0, 2]] },
  { what: "lines", sizes: [3, 3, 3], edges: [[0, 0, 2], [0, 1, 1], [0, 2, 0], [1, 0, 1], [1, 1, 2], [1, 2, 0]] },
  { what: "a tree", sizes: [1, 2, 4], edges: [[0, 0, 0], [0, 0, 1], [1, 0, 1], [1, 0, 3], [1, 1, 0], [1, 1, 2]] },
  { what: "a diamond", sizes: [1, 2, 1], edges: [[0, 0, 1], [0, 0, 0], [1, 0, 0], [1, 1, 0]] },
] as const)("no edges of $what cross", ({ sizes, edges }) => {
  const graph = layered(sizes, edges);
  expect(crossings(orderLayers(graph), graph)).toBe(0);
}); // prettier-ignore

const graphs = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 })
  .chain((sizes) =>
    fc
      .array(fc.tuple(fc.nat({ max: Math.max(0, sizes.length - 2) }), fc.nat(99), fc.nat(99)), { maxLength: 30 })
      .map((edges) =>
        layered(
          sizes,
          sizes.length === 1
            ? []
            : edges.map(
                ([layer, from, to]) => [layer, from % (sizes[layer] ?? 1), to % (sizes[layer + 1] ?? 1)] as const,
              ),
        ),
      ),
  );

it("every node stays in its layer, and the same graph has the same order", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const ordered = orderLayers(graph);
      expect(ordered.map((layer) => layer.toSorted((one, other) => one - other))).toEqual(graph.layers);
      expect(orderLayers(graph)).toEqual(ordered);
    }),
  );
});

it("fewer edges cross than in other orders", () => {
  const shuffled = (layers: LayeredGraph["layers"], by: number): LayeredGraph["layers"] =>
    layers.map((layer) => layer.toSorted((one, other) => ((one * by) % 101) - ((other * by) % 101)));
  const graph = layered(
    [9, 9, 9],
    Array.from({ length: 36 }, (_, n) => [n % 2, (n * 5) % 9, (n * 7 + (n >> 2)) % 9] as const),
  );
  const count = crossings(orderLayers(graph), graph);
  for (const by of [17, 29, 43]) expect(count).toBeLessThan(crossings(shuffled(graph.layers, by), graph));
});
