import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { previewNode, rootNode, type TreeNode } from "./tree-node.ts";
import { closed, opened, type OpenNodes, type PageOf, treeRows } from "./tree-rows.ts";

const nothing: PageOf = () => undefined;
const none: OpenNodes = new Map();

const shown = (roots: readonly TreeNode[], open: OpenNodes, pageOf = nothing): readonly string[] =>
  treeRows(roots, open, pageOf).rows.map((row) => {
    const name =
      row.kind === "node" ? row.node.key : row.kind === "more" ? `${row.count} more from ${row.page}` : row.kind;
    return `${"  ".repeat(row.level - 1)}${name}`;
  });

describe("a value as lines of a tree", () => {
  it("shows what is open", () => {
    const roots = [rootNode({ b: { c: 1 }, d: [2] }, "a", "/a"), rootNode(3, "e", "/e")];
    expect(shown(roots, none)).toEqual(["a", "e"]);
    const open = opened(opened(none, "/a"), "/a/b");
    expect(shown(roots, open)).toEqual(["a", "  b", "    c", "  d", "e"]);
    expect(shown(roots, closed(open, "/a"))).toEqual(["a", "e"]);
    // What was open inside is open again.
    expect(shown(roots, opened(closed(open, "/a"), "/a"))).toEqual(["a", "  b", "    c", "  d", "e"]);
  });

  it("opens tags to what is in them", () => {
    const roots = [rootNode({ $burr: "map", value: [["k", { x: 1 }]] }, "m", "/m")];
    const open = opened(opened(none, "/m"), "/m/value/0/1");
    expect(shown(roots, open)).toEqual(["m", "  k", "    x"]);
  });

  it("asks for the children of a value that was cut, page by page", () => {
    const long = Array.from({ length: 950 }, (_, index) => `item ${index} of a list that is too long to be at hand`);
    const roots = [previewNode(preview(long), "list", "/list")];
    const open = opened(none, "/list");
    expect(treeRows(roots, open, nothing).wanted).toEqual([{ path: "/list", page: 0 }]);
    expect(shown(roots, open)).toEqual(["list", "  wait", "  850 more from 1"]);
    const pageOf: PageOf = ({ page }) => ({
      total: long.length,
      nodes: [rootNode(long[page * 100], String(page * 100), `/list/${page * 100}`)],
    });
    expect(shown(roots, opened(open, "/list", 7), pageOf)).toEqual([
      "list",
      "  0",
      "  600 more from 6",
      "  700",
      "  150 more from 8",
    ]);
    expect(shown(roots, open, () => "failed")).toEqual(["list", "  failed", "  850 more from 1"]);
  });

  it("asks inside of a cut tag for its value", () => {
    const roots = [previewNode({ type: "special", bytes: 9999, truncated: true, preview: "" }, "m", "/m")];
    expect(treeRows(roots, opened(none, "/m"), nothing).wanted).toEqual([{ path: "/m/value", page: 0 }]);
  });

  it("tells each line its place among its siblings", () => {
    const { rows } = treeRows([rootNode([1, 2], "a", "/a")], opened(none, "/a"), nothing);
    expect(rows.map((row) => row.kind === "node" && [row.place, row.siblings, row.level])).toEqual([
      [1, 1, 1],
      [1, 2, 2],
      [2, 2, 2],
    ]);
  });
});
