import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { detectProject, fileFacts, filesOutside } from "../../server/src/project/detect-project.ts";
import { nodeFiles } from "../../server/src/project/node-files.ts";
import { corpus } from "../support/corpus.ts";

/** Folder, tool, habit, engine, and how many files go up, down and outside. */
const repositories: Readonly<Record<string, readonly string[]>> = {
  "postgres-migrations/Dokploy__dokploy": ["apps/dokploy/drizzle drizzle all-files postgres 186 0 0"],
  "postgres-migrations/authelia__authelia": ["internal/storage/migrations/postgres custom all-files postgres 26 26 0"],
  "postgres-migrations/conductor-oss__conductor": [
    "postgres-external-storage/src/main/resources/db/migration_external_postgres flyway each-file postgres 1 0 0",
    "postgres-persistence/src/main/resources/db/migration_postgres flyway each-file postgres 18 0 1",
    "postgres-persistence/src/main/resources/db/migration_postgres_data flyway each-file postgres 2 0 0",
    "postgres-persistence/src/main/resources/db/migration_postgres_notify flyway each-file postgres 1 0 0",
    "scheduler/postgres-persistence/src/main/resources/db/migration_scheduler flyway each-file postgres 2 0 0",
  ],
  "postgres-migrations/element-hq__synapse": [
    "synapse/storage/schema/common/delta custom each-file postgres 3 0 0",
    "synapse/storage/schema/main/delta custom each-file postgres 386 0 0",
    "synapse/storage/schema/state/delta custom each-file postgres 11 0 0",
  ],
  "postgres-migrations/harness__gitness": [
    "app/store/database/migrate/postgres golang-migrate implicit postgres 93 65 0",
  ],
  "postgres-migrations/hatchet-dev__hatchet": [
    "cmd/hatchet-migrate/migrate/migrations goose each-file postgres 224 0 33",
  ],
  "postgres-migrations/rust-lang__crates.io": ["migrations diesel each-file postgres 285 285 7"],
  "postgres-migrations/supabase__storage": [
    "migrations/multitenant postgres-migrations each-file postgres 28 0 1",
    "migrations/tenant postgres-migrations each-file postgres 63 0 9",
    "migrations/vector_store postgres-migrations each-file postgres 1 0 0",
  ],
  "postgres-migrations/temporalio__temporal": [
    "schema/postgresql/v12/temporal/versioned custom none postgres 25 0 0",
    "schema/postgresql/v12/visibility/versioned custom none postgres 15 0 0",
  ],
  "prisma/documenso__documenso": ["packages/prisma/migrations prisma implicit postgres 163 0 0"],
  "prisma/ghostfolio__ghostfolio": ["prisma/migrations prisma implicit postgres 121 0 0"],
  "prisma/mfts__papermark": ["prisma/migrations prisma implicit postgres 107 0 0"],
  "prisma/triggerdotdev__trigger.dev": [
    "internal-packages/dashboard-agent-db/drizzle drizzle all-files postgres 6 0 0",
    "internal-packages/database/prisma/migrations prisma implicit postgres 820 0 0",
    "internal-packages/run-ops-database/prisma/migrations prisma implicit postgres 3 0 0",
  ],
  "prisma/umami-software__umami": ["prisma/migrations prisma implicit postgres 19 0 0"],
  "dumps/danbooru__danbooru": ["db rails none postgres 1 0 0"],
  "dumps/getlago__lago-api": ["db rails none postgres 1 0 0"],
  "mysql-sqlite/authelia__authelia": [
    "internal/storage/migrations/mysql custom all-files mysql 26 26 0",
    "internal/storage/migrations/sqlite custom all-files sqlite 26 26 0",
  ],
  "mysql-sqlite/harness__gitness": ["app/store/database/migrate/sqlite golang-migrate implicit sqlite 90 65 0"],
  "mysql-sqlite/riverqueue__river": ["riverdriver/riversqlite/migration/main custom each-file sqlite 7 7 0"],
  "mysql-sqlite/temporalio__temporal": [
    "schema/mysql/v8/temporal/versioned custom none mysql 26 0 0",
    "schema/mysql/v8/visibility/versioned custom none mysql 18 0 0",
    "schema/sqlite/v3/temporal/versioned custom none sqlite 10 0 0",
  ],
};

describe.skipIf(!corpus)("histories of public projects", () => {
  const detected = (name: string) => {
    const root = join(corpus ?? "", name);
    const files = nodeFiles(root);
    return { root, files, project: detectProject(files, root, defaultConfig(root)) };
  };

  it.each(Object.entries(repositories))("%s", (name, expected) => {
    const { root, files, project } = detected(name);
    const found = project.histories.map((history) => {
      const { engine } = fileFacts(project, history.files[0] ?? "", "");
      const counts = [history.files.length, history.down.length, filesOutside(project, files, history).length];
      return [history.folder.slice(root.length + 1), history.tool, history.transaction, engine.name, ...counts].join(
        " ",
      );
    });
    expect(found).toEqual(expected);
  });

  it("orders Flyway's versions and Temporal's as numbers", () => {
    const flyway = detected("postgres-migrations/conductor-oss__conductor").project.histories[1];
    const versions = flyway?.files.flatMap((path) => /\/V(\d+)/.exec(path)?.[1] ?? []).map(Number) ?? [];
    expect(versions.length).toBeGreaterThan(10);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const temporal = detected("postgres-migrations/temporalio__temporal").project.histories[0];
    const minors = temporal?.files.flatMap((path) => /\/v1\.(\d+)\//.exec(path)?.[1] ?? []).map(Number) ?? [];
    expect(new Set(minors).size).toBeGreaterThan(15);
    expect(minors).toEqual([...minors].sort((a, b) => a - b));
  });
});
