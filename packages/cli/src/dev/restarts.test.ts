import { expect, it } from "vitest";
import { Restarts } from "./restarts.ts";

it("starts again what was ready, after longer and longer pauses when it ends soon each time, and at last not any more", () => {
  const restarts = new Restarts();
  const pauses = (...served: readonly (number | undefined)[]) => served.map((ms) => restarts.pauseMs(ms));
  expect(pauses(undefined)).toEqual([undefined]);
  expect(pauses(10, 11_000, 599_999, 10, 10, 10)).toEqual([500, 1000, 2000, 4000, 8000, undefined]);
  expect(pauses(600_000, 10)).toEqual([500, 1000]);
  restarts.forget();
  expect(pauses(10)).toEqual([500]);
});
