import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../server/src/catalog/catalog.ts";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { CASE_GROUPS } from "./cases/case-groups.ts";
import { runsOn, sqlOf } from "./support/case-group.ts";
import { catalogAfter, onlyStatement } from "./support/catalog-after.ts";
import { expectedLocks, said, shown } from "./support/comparison.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { prepare } from "./support/prepare.ts";
import { versionsToTest } from "./support/versions.ts";
import { openWatcher, type Watcher } from "./support/watcher.ts";

describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  describe.each(CASE_GROUPS.filter(({ cases }) => cases.some((each) => runsOn(each, version))))("$name", (group) => {
    const { setup, cases } = group;
    let watcher: Watcher;
    let catalog: Catalog;
    beforeAll(async () => {
      const template = await prepare(server, group);
      watcher = await openWatcher(server, template);
      catalog = catalogAfter(setup);
    });
    afterAll(() => watcher?.close());

    test.each(cases.filter((each) => runsOn(each, version)).map(sqlOf))("%s", async (sql) => {
      const effects = effectsOf(onlyStatement(sql), catalog, version);
      expect(said(effects)).toEqual(shown(await watcher.watch(sql, expectedLocks(effects))));
    });
  });
});
