import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyStatement } from "../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../../server/src/catalog/catalog.ts";
import type { Effects } from "../../server/src/effects/effects.ts";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { Segment } from "../../server/src/sql/segment.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import type { Statement } from "../../server/src/sql/statement.ts";
import { partitions } from "./cases/partitions.ts";
import { shop } from "./cases/shop.ts";
import type { CaseGroup, EffectCase } from "./support/case-group.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";
import type { Watched } from "./support/watched.ts";
import { openWatcher, type Watcher } from "./support/watcher.ts";

const groups: readonly CaseGroup[] = [shop, partitions];

describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  describe.each(groups)("$name", ({ setup, cases }) => {
    let watcher: Watcher;
    let catalog: Catalog;
    beforeAll(async () => {
      const template = await server.createDatabase();
      const session = await server.connect(template);
      await session.query(setup);
      await session.end();
      watcher = await openWatcher(server, template);
      catalog = catalogAfter(setup);
    });
    afterAll(() => watcher?.close());

    test.each(cases.filter((each) => runsOn(each, version)).map(sqlOf))("%s", async (sql) => {
      const seen = await watcher.watch(sql);
      expect(said(effectsOf(onlyStatement(sql), catalog, version))).toEqual(shown(seen));
    });
  });
});

function runsOn(each: EffectCase, version: number): boolean {
  return (
    typeof each === "string" || (version >= (each.from ?? 0) && version <= (each.until ?? Number.POSITIVE_INFINITY))
  );
}

function sqlOf(each: EffectCase): string {
  return typeof each === "string" ? each : each.sql;
}

function catalogAfter(setup: string): Catalog {
  let catalog = EMPTY_CATALOG;
  for (const segment of segmentsOf(setup)) {
    const statement = segment.parsed?.statement;
    if (statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, statement, { file: "setup.sql", segment: segment.id }));
  }
  return catalog;
}

function onlyStatement(sql: string): Statement {
  const statements = segmentsOf(sql).flatMap((segment: Segment) => segment.parsed?.statement ?? []);
  const [statement] = statements;
  if (statement === undefined || statements.length > 1) throw new Error(`not one statement: ${sql}`);
  return statement;
}

/** What was seen and what is said, in the same shape: lines that a difference shows side by side. */
function shown(seen: Watched) {
  return {
    known: true,
    locks: [...seen.locks].map(([relation, mode]) => `${relation}: ${mode}`).sort(),
    indexLocks: [...seen.indexLocks].map(([index, mode]) => `${index}: ${mode}`).sort(),
    rewrites: seen.rewrites,
    scans: seen.scans,
    transaction: seen.mustBeOutside ? "must-be-outside" : "any",
    waitsFor: seen.waitsForTransactions ? "open transactions" : "nothing",
  };
}

function said(effects: Effects) {
  return {
    known: effects.known,
    locks: effects.locks.map(({ relation, mode }) => `${relation}: ${mode}`).sort(),
    indexLocks: effects.indexLocks.map(({ index, mode }) => `${index}: ${mode}`).sort(),
    rewrites: [...effects.rewrites].sort(),
    scans: [...effects.scans].sort(),
    transaction: effects.transaction,
    waitsFor: effects.waitsFor,
  };
}
