import { memoryStore } from "@burrjs/core/persist";
import { describe, expect, it } from "vitest";
import { storeCases } from "./index.ts";

const cases = storeCases(async () => {
  const store = memoryStore();
  return { store, reopen: async () => store, close: async () => {} };
});

describe("the store in memory", () => {
  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", async (_name, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});
