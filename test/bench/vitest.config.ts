import { defineConfig } from "vitest/config";

// Benchmarks assert nothing and are no part of the test run.
export default defineConfig({ test: { include: ["test/bench/*.bench.ts"], silent: false } });
