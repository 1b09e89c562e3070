import type { Executor } from "@burrjs/core/parallel";

/** An executor, and what can be done to it. */
export interface ExecutorUnderTest {
  readonly executor: Executor;
  /**
   * Kills a worker, the hard way, that has tasks under way; the executor is expected to run them again. Without it, nothing of
   * that is tested.
   */
  kill?(): Promise<void>;
  /** Ends all that was started. */
  close(): Promise<void>;
}

/** Makes an executor; called for each case. Its workers import the graphs of the cases from this package, as `referenceOf()` says. */
export type OpenExecutor = () => Promise<ExecutorUnderTest>;

/** How the cases of executors are run. */
export interface ExecutorCaseOptions {
  /** How long anything may take. Only what never comes makes a case wait for so long. Default: 10 s. */
  readonly patienceMs?: number;
  /** How long nothing must happen before a case believes that nothing will. Default: 100 ms. */
  readonly quietMs?: number;
  /** How many events of a task may be made that its reader has not taken. Default: 100. */
  readonly mostAhead?: number;
}

/** One thing that an executor must do: a test for any test runner. */
export interface ExecutorCase {
  /** What must hold, as a sentence that begins with "An executor". */
  readonly name: string;
  /** Rejects if it does not. */
  run(): Promise<void>;
}
