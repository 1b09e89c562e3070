import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const conditions = ["@burrjs/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "sources",
          include: ["{packages/*/src,examples/*,docs}/**/*.test.ts"],
          typecheck: {
            enabled: true,
            include: ["{packages/*/src,examples/*}/**/*.test-d.ts"],
            tsconfig: "tsconfig.test.json",
          },
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: ["packages/ui/e2e/*.test.ts"],
          globalSetup: ["packages/ui/e2e/harness/build-once.ts"],
        },
      },
    ],
    // Where programs that tests run write their logs: not into the home of whoever runs the tests.
    env: { BURR_DIR: join(tmpdir(), `burr-tests-${process.pid}`) },
    globalSetup: ["scripts/remove-logs.ts"],
    reporters: ["default", "./scripts/count-reporter.ts"],
    coverage: {
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "packages/core/src/testing"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 95 },
    },
  },
});
