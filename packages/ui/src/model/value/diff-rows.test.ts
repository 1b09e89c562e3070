import { diffJson } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { diffCounts, diffRows } from "./diff-rows.ts";

const rowsOf = (before: unknown, after: unknown) => diffRows(diffJson(before, after));

describe("differences of two states as rows", () => {
  it("marks what was added, changed and removed, and counts it", () => {
    const rows = rowsOf({ a: 1, b: 2, history: [{ id: 1 }] }, { a: 1.5, c: 3, history: [{ id: 1 }, { id: 2 }] });
    expect(rows.map(({ mark, path }) => `${mark} ${path}`)).toEqual(["~ a", "− b", "+ history[1]", "+ c"]);
    expect(diffCounts(rows)).toBe("+2 ~1 −1");
  });

  it("says by how much a number changed", () => {
    expect(rowsOf({ n: 0.2 }, { n: 0.3 })[0]?.delta).toBe("+0.1");
    expect(rowsOf({ n: 5 }, { n: 2 })[0]?.delta).toBe("−3");
    expect(rowsOf({ n: 5 }, { n: "2" })[0]?.delta).toBeUndefined();
  });

  it("compares long texts by word, but not short ones, pictures, or those with little in common", () => {
    const text = "Refunds are issued within fourteen days of the return being received.";
    expect(rowsOf({ t: text }, { t: text.replace("fourteen", "thirty") })[0]?.words).toEqual([
      { kind: "same", text: "Refunds are issued within " },
      { kind: "remove", text: "fourteen" },
      { kind: "add", text: "thirty" },
      { kind: "same", text: " days of the return being received." },
    ]);
    expect(rowsOf({ t: "a" }, { t: "b" })[0]?.words).toBeUndefined();
    expect(
      rowsOf({ t: text }, { t: "Nothing here that has anything to do with what was there before!" })[0]?.words,
    ).toBeUndefined();
    expect(rowsOf({ t: "" }, { t: text })[0]?.words).toBeUndefined();
    const picture = `data:image/png;base64,${"A".repeat(100)}`;
    expect(rowsOf({ t: picture }, { t: `${picture}AA` })[0]?.words).toBeUndefined();
  });

  it("marks what only moved", () => {
    const [a, b, c] = [
      { id: "a", x: "one" },
      { id: "b", x: "two" },
      { id: "c", x: "three" },
    ];
    const rows = rowsOf({ list: [a, b, c] }, { list: [c, a, b] });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: "move", mark: "→", path: "list[0]", from: "list[2]" });
  });
});
