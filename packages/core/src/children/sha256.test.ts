import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sha256 } from "./sha256.ts";

it("is that of Node's crypto, for any text", () => {
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 0, max: 200 }).map((length) => "a".repeat(length))); // prettier-ignore
  fc.assert(
    fc.property(text, (one) => {
      expect(sha256(one)).toBe(createHash("sha256").update(one, "utf8").digest("hex"));
    }),
  );
});
