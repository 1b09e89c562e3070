import { expect, it } from "vitest";
import { shortHash } from "./short-hash.ts";

it("gives 16 hexadecimal digits, always the same for one text", () => {
  for (const text of ["", "a", "é💥", "\0", "x".repeat(10_000)]) {
    expect(shortHash(text)).toMatch(/^[0-9a-f]{16}$/);
    expect(shortHash(text)).toBe(shortHash(text));
  }
});

it("tells texts apart that differ little", () => {
  const texts = Array.from({ length: 50_000 }, (_, n) => `app-${n}`).flatMap((id) => [id, `${id} `]);
  expect(new Set(texts.map(shortHash)).size).toBe(texts.length);
});
