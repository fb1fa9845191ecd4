/** Every package runs its tests with this configuration: `vitest run --config ../../vitest.config.ts`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/src/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
