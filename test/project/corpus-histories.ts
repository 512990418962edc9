/**
 * What each repository's histories are, checked against its own runner and the notes on where it came from: folder, tool,
 * habit, engine; how many files go up, down and outside the habit; the first file and the last.
 *
 * hatchet has 31 files with `NO TRANSACTION` and two with `no transaction`, which goose takes for the same. gitness's three
 * pairs named `_up.sql` and `_down.sql` are none of golang-migrate's, and Dokploy's journal leaves one of its files out.
 */
export const histories: Readonly<Record<string, readonly string[]>> = {
  "postgres-migrations/Dokploy__dokploy": [
    "apps/dokploy/drizzle drizzle all-files postgres 186 0 0 0000_reflective_puck.sql 0185_needy_kingpin.sql",
  ],
  "postgres-migrations/authelia__authelia": [
    "internal/storage/migrations/postgres custom all-files postgres 26 26 0 V0001.Initial_Schema.up.sql V0026.StorageAADRowScoped.up.sql",
  ],
  "postgres-migrations/conductor-oss__conductor": [
    "postgres-external-storage/src/main/resources/db/migration_external_postgres flyway each-file postgres 1 0 0 R__initial_schema.sql R__initial_schema.sql",
    "postgres-persistence/src/main/resources/db/migration_postgres flyway each-file postgres 18 0 1 V1__initial_schema.sql V18__index_end_time.sql",
    "postgres-persistence/src/main/resources/db/migration_postgres_data flyway each-file postgres 2 0 0 V13.2__workflow_index_backfill_update_time.sql V18.1__index_backfill_end_time.sql",
    "postgres-persistence/src/main/resources/db/migration_postgres_notify flyway each-file postgres 1 0 0 V10.1__notify.sql V10.1__notify.sql",
    "scheduler/postgres-persistence/src/main/resources/db/migration_scheduler flyway each-file postgres 2 0 0 V1__scheduler_tables.sql V2__scheduler_next_run_table.sql",
  ],
  "postgres-migrations/element-hq__synapse": [
    "synapse/storage/schema/common/delta custom each-file postgres 3 0 0 25/00background_updates.sql 58/00background_update_ordering.sql",
    "synapse/storage/schema/main/delta custom each-file postgres 386 0 0 12/v12.sql 94/07_sliding_sync_lazy_members_position_index.sql",
    "synapse/storage/schema/state/delta custom each-file postgres 11 0 0 23/drop_state_index.sql 90/03_remove_old_deletion_bg_update.sql",
  ],
  "postgres-migrations/harness__gitness": [
    "app/store/database/migrate/postgres golang-migrate implicit postgres 93 65 0 0000_create_extension_btree.up.sql 0080_alter_table_pullreq_add_rebaseability.up.sql",
  ],
  "postgres-migrations/hatchet-dev__hatchet": [
    "cmd/hatchet-migrate/migrate/migrations goose each-file postgres 224 0 33 20240115180414_init.sql 20260820185000_v1_0_147.sql",
  ],
  "postgres-migrations/riverqueue__river": [
    "riverdriver/riverpgxv5/migration/main custom each-file postgres 7 7 0 001_create_river_migration.up.sql 007_notification_outbox_sqlite_jsonb_and_sql_cleanup.up.sql",
    "rivermigrate/migration/alternate custom each-file postgres 6 6 0 001_premier.up.sql 006_sixieme.up.sql",
    "rivermigrate/migration/commit_required custom each-file postgres 3 3 0 001_first.up.sql 003_third.up.sql",
    "rivermigrate/migration/main custom each-file postgres 2 2 0 001_first.up.sql 002_second.up.sql",
  ],
  "postgres-migrations/rust-lang__crates.io": [
    "migrations diesel each-file postgres 285 285 7 00000000000000_diesel_initial_setup/up.sql 2026-07-30-140000-0000_add_users_username_index/up.sql",
  ],
  "postgres-migrations/supabase__storage": [
    "migrations/multitenant postgres-migrations each-file postgres 28 0 1 0001-initialmigration.sql 0028-drop-pool-mode.sql",
    "migrations/tenant postgres-migrations each-file postgres 63 0 9 0001-initialmigration.sql 0063-fix-search-name-relative-to-prefix.sql",
    "migrations/vector_store postgres-migrations each-file postgres 1 0 0 0001-init.sql 0001-init.sql",
  ],
  "postgres-migrations/temporalio__temporal": [
    "schema/postgresql/v12/temporal/versioned custom none postgres 25 0 0 v1.0/schema.sql v1.19/current_chasm_executions.sql",
    "schema/postgresql/v12/visibility/versioned custom none postgres 15 0 0 v1.0/schema.sql v1.14/add_external_payload_size_and_count_search_attributes.sql",
  ],
  "prisma/documenso__documenso": [
    "packages/prisma/migrations prisma implicit postgres 163 0 0 20230404095503_initial_migration/migration.sql 20260622120000_add_recipient_reminder_count/migration.sql",
  ],
  "prisma/ghostfolio__ghostfolio": [
    "prisma/migrations prisma implicit postgres 121 0 0 20210604190809_initial_migration/migration.sql 20260822000000_updated_indexes_of_order/migration.sql",
  ],
  "prisma/mfts__papermark": [
    "prisma/migrations prisma implicit postgres 107 0 0 20230912150657_initialize/migration.sql 20260227000000_add_survey_data_to_team/migration.sql",
  ],
  "prisma/triggerdotdev__trigger.dev": [
    "internal-packages/dashboard-agent-db/drizzle drizzle all-files postgres 6 0 0 0000_magenta_lilandra.sql 0005_ambitious_mordo.sql",
    "internal-packages/database/prisma/migrations prisma implicit postgres 820 0 0 20221206131204_init/migration.sql 20260818120100_add_worker_deployment_environment_id_external_id_index/migration.sql",
    "internal-packages/run-ops-database/prisma/migrations prisma implicit postgres 3 0 0 20260629174132_init/migration.sql 20260727120000_add_batch_task_run_created_at_dashboard_index/migration.sql",
  ],
  "prisma/umami-software__umami": [
    "prisma/migrations prisma implicit postgres 19 0 0 01_init/migration.sql 19_add_session_replay/migration.sql",
  ],
  "dumps/danbooru__danbooru": ["db rails none postgres 1 0 0 structure.sql structure.sql"],
  "dumps/getlago__lago-api": ["db rails none postgres 1 0 0 structure.sql structure.sql"],
  "dumps/metabrainz__musicbrainz-server": [
    "admin/sql/updates plain none postgres 313 0 0 20110602-merge-duplicate-tracklists.sql 20260623-mbs-12379.sql",
    "admin/sql/updates/schema-change plain none postgres 36 0 0 20.all.sql 32.all.sql",
  ],
  "mysql-sqlite/authelia__authelia": [
    "internal/storage/migrations/mysql custom all-files mysql 26 26 0 V0001.Initial_Schema.up.sql V0026.StorageAADRowScoped.up.sql",
    "internal/storage/migrations/sqlite custom all-files sqlite 26 26 0 V0001.Initial_Schema.up.sql V0026.StorageAADRowScoped.up.sql",
  ],
  "mysql-sqlite/conductor-oss__conductor": [
    "mysql-persistence/src/main/resources/db/migration flyway each-file mysql 10 0 0 V1__initial_schema.sql V10__agentspan_skills.sql",
    "scheduler/mysql-persistence/src/main/resources/db/migration_scheduler_mysql flyway each-file mysql 2 0 0 V1__scheduler_tables.sql V2__scheduler_next_run_table.sql",
    "scheduler/sqlite-persistence/src/main/resources/db/migration_scheduler_sqlite flyway each-file sqlite 2 0 0 V1__scheduler_tables.sql V2__scheduler_next_run_table.sql",
    "sqlite-persistence/src/main/resources/db/migration_sqlite flyway each-file sqlite 7 0 0 V1__initial_schema.sql V7__index_end_time.sql",
  ],
  "mysql-sqlite/element-hq__synapse": [
    "synapse/storage/schema/common/delta custom each-file postgres 3 0 0 25/00background_updates.sql 58/00background_update_ordering.sql",
    "synapse/storage/schema/main/delta custom each-file postgres 334 0 0 12/v12.sql 94/07_sliding_sync_lazy_members_position_index.sql",
    "synapse/storage/schema/state/delta custom each-file postgres 10 0 0 23/drop_state_index.sql 90/03_remove_old_deletion_bg_update.sql",
  ],
  "mysql-sqlite/harness__gitness": [
    "app/store/database/migrate/sqlite golang-migrate implicit sqlite 90 65 0 0001_create_table_a_principals.up.sql 0080_alter_table_pullreq_add_rebaseability.up.sql",
  ],
  "mysql-sqlite/riverqueue__river": [
    "riverdriver/riversqlite/migration/main custom each-file sqlite 7 7 0 001_create_river_migration.up.sql 007_notification_outbox_sqlite_jsonb_and_sql_cleanup.up.sql",
  ],
  "mysql-sqlite/temporalio__temporal": [
    "schema/mysql/v8/temporal/versioned custom none mysql 26 0 0 v1.0/schema.sql v1.19/current_chasm_executions.sql",
    "schema/mysql/v8/visibility/versioned custom none mysql 18 0 0 v1.0/schema.sql v1.14/add_external_payload_size_and_count_search_attributes.sql",
    "schema/sqlite/v3/temporal/versioned custom none sqlite 10 0 0 v0.2/task_queue_user_data.sql v0.11/current_chasm_executions.sql",
  ],
};
