import { type CaseOptions, type Cases, runCase } from "./case-place.ts";
import { chunkCases } from "./chunk-cases.ts";
import { faultCases } from "./fault-cases.ts";
import { initializeCases } from "./initialize-cases.ts";
import { listCases } from "./list-cases.ts";
import { livenessCases } from "./liveness-cases.ts";
import { neighbourCases } from "./neighbour-cases.ts";
import { raceCases } from "./race-cases.ts";
import { randomCases } from "./random-cases.ts";
import { readCases } from "./read-cases.ts";
import { sizeCases } from "./size-cases.ts";
import type { OpenStore, StoreCase } from "./store-under-test.ts";
import { textCases } from "./text-cases.ts";
import { trimCases } from "./trim-cases.ts";
import { watchCases } from "./watch-cases.ts";
import { writeCases } from "./write-cases.ts";

/**
 * The cases that a `HistoryStore` must pass, for any test runner that has a `test(name, run)`. Some take seconds on a
 * busy machine: give them time.
 *
 * @param open - Opens new, empty data; called for each case.
 * @param options - How the cases are run.
 */
export function storeCases(open: OpenStore, options: CaseOptions = {}): readonly StoreCase[] {
  return subjects
    .flatMap((cases) => Object.entries(cases))
    .map(([name, check]) => ({ name, run: () => runCase(open, check, options) }));
}

const subjects: readonly Cases[] = [
  initializeCases,
  writeCases,
  readCases,
  trimCases,
  chunkCases,
  listCases,
  livenessCases,
  watchCases,
  textCases,
  raceCases,
  faultCases,
  neighbourCases,
  randomCases,
  sizeCases,
];
