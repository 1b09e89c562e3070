import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

describe("base64", () => {
  it("is the one that everybody uses, for every length around its slices", () => {
    const bytes = Uint8Array.from({ length: 3 * 3072 + 7 }, (_, index) => (index * 31) % 256);
    for (const length of [0, 1, 2, 3, 4, 3071, 3072, 3073, 3074, 6143, 6144, 6145, bytes.length]) {
      const part = bytes.subarray(0, length);
      expect(toBase64(part)).toBe(Buffer.from(part).toString("base64"));
      expect(fromBase64(toBase64(part))).toStrictEqual(part.slice());
    }
  });

  it("comes back for all bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toStrictEqual(bytes);
    })); // prettier-ignore
  });

  it("takes megabytes without filling the stack", () => {
    const bytes = new Uint8Array(5_000_000).fill(7);
    expect(fromBase64(toBase64(bytes)).length).toBe(bytes.length);
  });
});
