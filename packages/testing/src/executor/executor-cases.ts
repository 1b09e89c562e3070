import { againCases } from "./again-cases.ts";
import { applicationCases } from "./application-cases.ts";
import { errorCases } from "./error-cases.ts";
import { eventCases } from "./event-cases.ts";
import { type ExecutorCases, runExecutorCase } from "./executor-place.ts";
import type { ExecutorCase, ExecutorCaseOptions, OpenExecutor } from "./executor-under-test.ts";
import { outcomeCases } from "./outcome-cases.ts";
import { paceCases } from "./pace-cases.ts";
import { stopCases } from "./stop-cases.ts";

/**
 * The cases that an `Executor` must pass, for any test runner that has a `test(name, run)`.
 *
 * @param open - Makes an executor; called for each case.
 * @param options - How the cases are run.
 */
export function executorCases(open: OpenExecutor, options: ExecutorCaseOptions = {}): readonly ExecutorCase[] {
  return subjects
    .flatMap((cases) => Object.entries(cases))
    .map(([name, check]) => ({ name, run: () => runExecutorCase(open, check, options) }));
}

const subjects: readonly ExecutorCases[] = [
  outcomeCases,
  eventCases,
  errorCases,
  stopCases,
  paceCases,
  againCases,
  applicationCases,
];
