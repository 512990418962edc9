import { join } from "node:path";
import { corpus } from "../../support/corpus.ts";

/** A history of the corpus that a real server takes. */
export interface CorpusHistory {
  readonly name: string;
  /** The repository's folder below the corpus. */
  readonly repository: string;
  /** The folder of the history below the repository; its files are the detected ones in their order. */
  readonly folder: string;
  /** Files below the repository in the order of their tool, where a script or a document and no tool orders them. */
  readonly files?: readonly string[];
  /** Schemas that the tool makes before the first file. */
  readonly schemas?: readonly string[];
  /** A file that the server cannot take, because what it rests on is made by a migration that is a program. */
  readonly without?: string;
  /** A template that the tool takes out of the text before it sends it. */
  readonly replaced?: string;
  /** What the tool or the deployment sets for every session. */
  readonly settings?: { readonly search_path?: string; readonly [name: string]: string };
  /** What no text of the history tells: objects (by the beginning of their lines) and why they are left out of the count. */
  readonly unsaid?: { readonly objects: RegExp; readonly because: string };
  /** Replayed on Postgres 18 too. */
  readonly onNewest?: true;
}

const MUSICBRAINZ = [
  "Extensions",
  "CreateCollations",
  "CreateSearchConfiguration",
  "CreateTypes",
  "CreateTables",
  "CreatePrimaryKeys",
  "CreateFunctions",
  "CreateIndexes",
  "CreateFKConstraints",
  "CreateConstraints",
  "CreateViews",
  "CreateTriggers",
  "CreateSearchIndexes",
].map((name) => `admin/sql/${name}.sql`);

const HISTORIES: readonly CorpusHistory[] = [
  {
    name: "Dokploy",
    repository: "postgres-migrations/Dokploy__dokploy",
    folder: "apps/dokploy/drizzle",
    onNewest: true,
  },
  {
    name: "authelia",
    repository: "postgres-migrations/authelia__authelia",
    folder: "internal/storage/migrations/postgres",
  },
  {
    name: "conductor",
    repository: "postgres-migrations/conductor-oss__conductor",
    folder: "postgres-persistence/src/main/resources/db/migration_postgres",
  },
  {
    name: "conductor's scheduler",
    repository: "postgres-migrations/conductor-oss__conductor",
    folder: "scheduler/postgres-persistence/src/main/resources/db/migration_scheduler",
  },
  {
    name: "synapse's full schema",
    repository: "postgres-migrations/element-hq__synapse",
    folder: "synapse/storage/schema",
    files: ["common", "state", "main"].map(
      (part) => `synapse/storage/schema/${part}/full_schemas/72/full.sql.postgres`,
    ),
  },
  {
    name: "gitness",
    repository: "postgres-migrations/harness__gitness",
    folder: "app/store/database/migrate/postgres",
  },
  {
    name: "hatchet",
    repository: "postgres-migrations/hatchet-dev__hatchet",
    folder: "cmd/hatchet-migrate/migrate/migrations",
    onNewest: true,
    without: "20260424205453_v1_0_100.sql",
    unsaid: {
      objects: /^\S+ v1_\w+?_\d{8}|^index \S+\.ix_v1_(?:runs|tasks)_olap_additional_metadata_gin /,
      because:
        "partitions that called functions make by EXECUTE, and ON ONLY indexes, which are valid where there are none",
    },
  },
  {
    name: "river",
    repository: "postgres-migrations/riverqueue__river",
    folder: "riverdriver/riverpgxv5/migration/main",
    replaced: "/* TEMPLATE: schema */",
  },
  {
    name: "crates.io",
    repository: "postgres-migrations/rust-lang__crates.io",
    folder: "migrations",
    onNewest: true,
  },
  {
    name: "storage's tenant",
    repository: "postgres-migrations/supabase__storage",
    folder: "migrations/tenant",
    schemas: ["storage"],
    settings: { search_path: "storage, public", "storage.multitenant": "false" },
  },
  {
    name: "storage's multitenant",
    repository: "postgres-migrations/supabase__storage",
    folder: "migrations/multitenant",
    settings: { "storage.iceberg_shards": "{}" },
  },
  {
    name: "temporal",
    repository: "postgres-migrations/temporalio__temporal",
    folder: "schema/postgresql/v12/temporal/versioned",
  },
  {
    name: "temporal's visibility",
    repository: "postgres-migrations/temporalio__temporal",
    folder: "schema/postgresql/v12/visibility/versioned",
  },
  { name: "documenso", repository: "prisma/documenso__documenso", folder: "packages/prisma/migrations" },
  { name: "ghostfolio", repository: "prisma/ghostfolio__ghostfolio", folder: "prisma/migrations" },
  { name: "papermark", repository: "prisma/mfts__papermark", folder: "prisma/migrations" },
  {
    name: "trigger.dev",
    repository: "prisma/triggerdotdev__trigger.dev",
    folder: "internal-packages/database/prisma/migrations",
  },
  {
    name: "trigger.dev's run-ops",
    repository: "prisma/triggerdotdev__trigger.dev",
    folder: "internal-packages/run-ops-database/prisma/migrations",
  },
  {
    name: "trigger.dev's agent",
    repository: "prisma/triggerdotdev__trigger.dev",
    folder: "internal-packages/dashboard-agent-db/drizzle",
  },
  { name: "umami", repository: "prisma/umami-software__umami", folder: "prisma/migrations" },
  { name: "danbooru", repository: "dumps/danbooru__danbooru", folder: "db" },
  {
    name: "musicbrainz",
    repository: "dumps/metabrainz__musicbrainz-server",
    folder: "admin/sql",
    files: MUSICBRAINZ,
    schemas: ["musicbrainz"],
    settings: { search_path: "musicbrainz, public" },
  },
];

/** The histories, or none where the corpus does not stand beside the checkout. */
export const CORPUS_HISTORIES: readonly CorpusHistory[] = corpus === undefined ? [] : HISTORIES;

/** Where the history's repository stands. */
export function repositoryOf({ repository }: CorpusHistory): string {
  return join(corpus ?? "", repository);
}
