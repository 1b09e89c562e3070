import fc from "fast-check";
import { expect, it } from "vitest";
import { alignedPlaces } from "./aligned-places.ts";
import { orderLayers } from "./layer-order.ts";
import { linkedLayers } from "./linked-layers.ts";

const half = 10;

/** The middle of each node and each link; all need the same room. */
function placesOf(count: number, edges: readonly (readonly [number, number])[]) {
  const graph = linkedLayers(count, edges.map(([from, to]) => ({ from, to }))); // prettier-ignore
  const layers = orderLayers(graph);
  const room = graph.below.map(() => half);
  const xs = alignedPlaces({ layers, below: graph.below, isLink: (node) => node >= count, left: room, right: room });
  return { xs, layers, links: graph.links };
}

it("nodes keep their order and their room", () => {
  const graphs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });
  fc.assert(
    fc.property(graphs, (edges) => {
      const { xs, layers } = placesOf(10, edges.filter(([from, to]) => from !== to)); // prettier-ignore
      for (const layer of layers) {
        for (const [place, node] of layer.entries()) {
          const before = layer[place - 1];
          if (before === undefined) continue;
          expect((xs[node] ?? 0) - (xs[before] ?? 0)).toBeGreaterThanOrEqual(2 * half - 1e-6);
        }
      }
    }),
  );
});

it("a long edge is straight, and an action stands in the middle of those that it leads to", () => {
  const { xs, links } = placesOf(5, [[0, 1], [0, 2], [0, 3], [1, 4], [2, 4], [3, 4], [0, 4]]); // prettier-ignore
  const long = (links[6] ?? []).map((link) => xs[link]);
  expect(long).toHaveLength(3);
  expect(new Set(long).size).toBe(1);
  const [first = 0, ...rest] = [1, 2, 3].map((node) => xs[node] ?? 0).toSorted((one, other) => one - other);
  expect(xs[0]).toBeGreaterThan(first);
  expect(xs[0]).toBeLessThan(rest.at(-1) ?? 0);
});

it("a chain is a straight line", () => {
  const { xs } = placesOf(4, [[0, 1], [1, 2], [2, 3]]); // prettier-ignore
  expect(new Set(xs).size).toBe(1);
});
