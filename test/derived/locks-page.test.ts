import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { watchedKey } from "../../server/src/effects/watched-case.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type CaseOfGroup, casesOfAllGroups } from "../postgres/support/all-cases.ts";
import { drawLocksPage } from "./draw-locks-page.ts";

const root = join(import.meta.dirname, "../..");

let cases: readonly CaseOfGroup[];
beforeAll(async () => {
  await loadParser();
  cases = casesOfAllGroups();
});

test("the lock page shows each case that is watched on real servers, by version where they differ", async () => {
  await expect(drawLocksPage(cases)).toMatchFileSnapshot(join(root, "docs/locks.md"));
});

test("hovers know which case a statement was watched in", async () => {
  const byKey = new Map<string, { sql: string; from: number; until: number }[]>();
  for (const { sql, statement, catalog, versions } of cases) {
    for (const version of versions) {
      const key = watchedKey(statement, effectsOf(statement, catalog, version));
      const known = byKey.get(key) ?? [];
      byKey.set(key, known);
      const last = known.find((each) => each.sql === sql);
      if (last !== undefined && last.until === version - 1) last.until = version;
      else if (!known.some(({ from, until }) => version >= from && version <= until)) {
        known.push({ sql, from: version, until: version });
      }
    }
  }
  const text = [
    "// Drawn from the cases of test/postgres by test/derived/locks-page.test.ts; `npm test -- -u` redraws it.",
    'import type { WatchedCase } from "./watched-case.ts";',
    "",
    "/** For each kind of statement with each kind of effect, the cases that were watched on real servers. */",
    "export const WATCHED_CASES: ReadonlyMap<string, readonly WatchedCase[]> = new Map([",
    ...[...byKey].map(([key, known]) => `  [${JSON.stringify(key)}, ${JSON.stringify(known)}],`),
    "]);",
    "",
  ].join("\n");
  await expect(text).toMatchFileSnapshot(join(root, "server/src/effects/watched-cases.gen.ts"));
});
