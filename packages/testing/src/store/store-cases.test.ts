import { describe, expect, it } from "vitest";
import { chunkMutants } from "../testing/chunk-mutants.ts";
import { listMutants } from "../testing/list-mutants.ts";
import { openModel } from "../testing/open-model.ts";
import { readMutants } from "../testing/read-mutants.ts";
import { textMutants } from "../testing/text-mutants.ts";
import { trimMutants } from "../testing/trim-mutants.ts";
import { wholeMutants } from "../testing/whole-mutants.ts";
import { writeMutants } from "../testing/write-mutants.ts";
import { storeCases } from "./store-cases.ts";

const mutants = [wholeMutants, writeMutants, readMutants, trimMutants, chunkMutants, listMutants, textMutants].flat();

describe("the model", () => {
  const cases = storeCases(openModel());

  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", async (_, run) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it("passes no case that could not fail, save for the random ones", () => {
    const found = new Set(mutants.map(({ finds }) => finds));
    const idle = cases.map(({ name }) => name).filter((name) => !found.has(name));
    expect(idle.filter((name) => !name.includes("random"))).toEqual([]);
  });
});

describe("the cases find a store that", () => {
  it.each(mutants.map((mutant) => [mutant.mistake, mutant] as const))("%s", async (_, { open, finds }) => {
    const found = storeCases(open, { patienceMs: 100 }).find(({ name }) => name === finds);
    await expect(found?.run()).rejects.toBeInstanceOf(Error);
  });
});
