import { effectsOf } from "../../../server/src/effects/effects-of.ts";
import { loadParser } from "../../../server/src/sql/parse.ts";
import { casesOfAllGroups } from "../support/all-cases.ts";
import { said } from "../support/comparison.ts";

/** Prints what is said of every case on every version that it runs on, in an order that stays the same. */
async function printSaid(): Promise<void> {
  await loadParser();
  const all = casesOfAllGroups().flatMap(({ group, sql, statement, catalog, versions }) =>
    versions.map((version) => ({
      group,
      sql,
      version,
      said: saidOf(() => said(effectsOf(statement, catalog, version))),
    })),
  );
  process.stdout.write(JSON.stringify(all));
}

// What is broken may throw, which is a difference too.
function saidOf(lines: () => unknown): unknown {
  try {
    return lines();
  } catch (error) {
    return String(error);
  }
}

await printSaid();
