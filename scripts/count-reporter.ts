import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

/** Prints the counts of a run as the last line of its output; an error outside a test counts as a failure. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    process.once("exit", () => {
      console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
    });
  }
}
