/** The test configuration of every package: `vitest run --config ../../vitest.config.ts`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/src/**/*.test.ts"],
    // Ends a test that hangs, also on a busy machine, where a test in Chromium takes many times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // vitest would leave one core free, which is half of a small machine.
    maxWorkers: "100%",
    reporters: ["default", ["json", { outputFile: "test-results.json" }]],
  },
});
