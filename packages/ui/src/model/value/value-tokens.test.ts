import { preview } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { previewTokens, sizeText, valueTokens } from "./value-tokens.ts";

const line = (value: unknown, limit?: number): string => valueTokens(value, limit).map(({ text }) => text).join(""); // prettier-ignore

describe("a value in a line", () => {
  it.each([
    { value: { a: [1, "x", null], b: true }, text: '{a: [1, "x", null], b: true}' },
    { value: [], text: "[]" },
    { value: { $burr: "set", value: ["x"] }, text: 'Set of 1 ["x"]' },
    { value: { $burr: "map", value: [["k", 1]] }, text: "Map of 1 {k: 1}" },
    { value: "a\u202Eb", text: '"a<U+202E>b"' },
    { value: "data:image/png;base64,AAEC", text: "image/png, 3\u202fB" },
  ])("is $text", ({ value, text }) => {
    expect(line(value)).toBe(text);
  });

  it("says where it was cut", () => {
    expect(line("x".repeat(500), 20)).toBe(`"${"x".repeat(20)}…"`);
    expect(line([["x".repeat(40)], 2, 3], 20)).toContain("…");
    expect(line(`x${"🌾".repeat(500)}`, 20)).toBe(`"x${"🌾".repeat(9)}…"`);
    expect(previewTokens(preview(`x${"🌾".repeat(5000)}`), 21)[0]?.text).toBe(`"x${"🌾".repeat(9)}`);
  });

  it("stays near its limit, whatever the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 10, max: 200 }), (value, limit) => {
        // Keys are not cut; closing brackets come on top.
        const longestKey = Math.max(0, ...keysOf(value).map((key) => key.length * 6));
        expect(line(value, limit).length).toBeLessThan(limit * 7 + longestKey + 60);
      }),
    );
  });

  it("shows how a value that was cut begins", () => {
    const text = (value: unknown): string => previewTokens(preview(value), 30).map((token) => token.text).join(""); // prettier-ignore
    expect(text("y".repeat(9000))).toBe(`"${"y".repeat(29)}…`);
    const picture = `data:image/png;base64,${"A".repeat(12_000)}`;
    expect(text(picture)).toBe("image/png, 9\u202fkB");
    const begin = { type: "string", bytes: 99_999, preview: "Once upon", truncated: true } as const;
    expect(previewTokens(begin).map((token) => token.text)).toEqual(['"Once upon', "…"]);
  });

  it("says how large containers are", () => {
    expect(sizeText(preview([1]))).toBe("1 item");
    expect(sizeText(preview({ a: 1, b: 2 }))).toBe("2 keys");
    expect(sizeText(preview("short"))).toBe("");
  });
});

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [key, ...keysOf(inner)]);
}
