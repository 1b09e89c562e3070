import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const conditions = ["@burrjs/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages/*/src,packages/ui/e2e,examples/*,docs}/**/*.test.ts"],
    // Where programs that tests run write their logs: not into the home of whoever runs the tests.
    env: { BURR_DIR: join(tmpdir(), `burr-tests-${process.pid}`) },
    globalSetup: ["scripts/remove-logs.ts"],
    typecheck: {
      enabled: true,
      include: ["{packages/*/src,examples/*}/**/*.test-d.ts"],
      tsconfig: "tsconfig.test.json",
    },
    reporters: ["default", "./scripts/count-reporter.ts"],
    coverage: {
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "packages/core/src/testing"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 95 },
    },
  },
});
