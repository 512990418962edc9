import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, the longest first: one that began last would keep all but one worker idle at the end. */
const LONGEST = [
  "postgres/fixes-of-shapes",
  "postgres/fixes-of-pages",
  "postgres/effects",
  "corpus/mutations",
  "catalog/random",
  "postgres/rollbacks",
];

for (const name of LONGEST) {
  if (!existsSync(new URL(`${name}.test.ts`, import.meta.url)))
    throw new Error(`no test/${name}.test.ts to begin with`);
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/vscode/**"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
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
