import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { preview, utf8Length } from "./preview.ts";

describe("preview", () => {
  it.each<[unknown, object]>([
    [null, { value: null, type: "null", bytes: 4 }],
    [undefined, { value: null, type: "null", bytes: 4 }],
    [true, { value: true, type: "boolean", bytes: 4 }],
    [1.5, { value: 1.5, type: "number", bytes: 3 }],
    ["ü", { value: "ü", type: "string", bytes: 4 }],
    [[1, 2], { value: [1, 2], type: "array", bytes: 5, length: 2 }],
    [{ a: 1 }, { value: { a: 1 }, type: "object", bytes: 7, length: 1 }],
    [{ $burr: "nan" }, { value: { $burr: "nan" }, type: "special", bytes: 15 }],
  ])("shows %j whole", (value, shown) => {
    expect(preview(value)).toEqual(shown);
  });

  it("cuts what has more than 8 KB, in bytes", () => {
    expect(preview("a".repeat(8190))).toHaveProperty("value");
    expect(preview("a".repeat(8191))).not.toHaveProperty("value");
    const cut = preview("ü".repeat(5000));
    expect(cut).toMatchObject({ type: "string", bytes: 10_002, truncated: true });
    expect(cut.preview).toHaveLength(200);
    expect(cut).not.toHaveProperty("value");
  });

  it("counts what stands in a file of its own, however small the reference is", () => {
    const value = { sha256: "a".repeat(64), bytes: 100_000, mime: "application/json", preview: '"On' };
    const shown = preview({ n: 1, list: [{ $burr: "ref", value }] });
    expect(shown).toMatchObject({ bytes: JSON.stringify({ n: 1, list: [] }).length + 100_000, length: 2 });
    expect(shown).toHaveProperty("value");
  });

  it("shows how a value in a file of its own begins", () => {
    const value = { sha256: "a".repeat(64), bytes: 100_000, mime: "application/json", preview: '[{"role":' };
    expect(preview({ $burr: "ref", value })).toEqual({
      type: "array",
      bytes: 100_000,
      preview: '[{"role":',
      truncated: true,
    });
    expect(preview({ $burr: "ref", value: { sha256: "../x" } })).toMatchObject({ type: "special" });
    expect(preview({ $burr: "ref", value: { ...value, preview: "Once upon a time" } })).toMatchObject({
      type: "string",
    });
  });
});

describe("utf8Length", () => {
  it("counts the bytes of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });
});
