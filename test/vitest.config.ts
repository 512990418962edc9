import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/vscode/**"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Asked for with --coverage: how many branches of the effects catalogue the cases reach.
    coverage: {
      provider: "v8",
      include: ["server/src/effects/*.ts"],
      exclude: ["server/src/effects/lock-words.ts", "server/src/effects/watched-*.ts"],
      reporter: ["text"],
      reportsDirectory: new URL("../node_modules/.coverage", import.meta.url).pathname,
    },
  },
});
