import { describe, expect, it } from "vitest";
import { added, migration, outside } from "./added.ts";

const second = migration({ words: "drop the old column", up: "ALTER TABLE orders DROP COLUMN old;\n" });

describe("new migrations, by tool", () => {
  it("prisma: a folder, alone where outside", () => {
    const texts = {
      "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
      "prisma/migrations/20231231235959_add_user/migration.sql": "x;\n",
    };
    const found = added(texts, "prisma/migrations/20231231235959_add_user/migration.sql", outside, second);
    expect(found?.order).toEqual([
      "prisma/migrations/20231231235959_add_user/migration.sql",
      "prisma/migrations/20240101000000_build_orders_user_id_idx/migration.sql",
      "prisma/migrations/20240101000001_drop_the_old_column/migration.sql",
    ]);
    expect(found?.down).toEqual([]);
    expect(found?.created).toMatchObject({ [found?.names[0] ?? ""]: outside.up });
    const two = { ...outside, up: `SET lock_timeout = 0;\n${outside.up}` };
    expect(added(texts, "prisma/migrations/20231231235959_add_user/migration.sql", two)).toBeUndefined();
  });

  it("prisma: down.sql where somebody writes them", () => {
    const folder = "prisma/migrations/20240101_a";
    const texts = { [`${folder}/migration.sql`]: "", [`${folder}/down.sql`]: "" };
    expect(added(texts, `${folder}/migration.sql`, outside, second)?.created).toEqual({
      "prisma/migrations/20240102_build_orders_user_id_idx/migration.sql": outside.up,
      "prisma/migrations/20240102_build_orders_user_id_idx/down.sql": outside.down,
      "prisma/migrations/20240103_drop_the_old_column/migration.sql": second.up,
      "prisma/migrations/20240103_drop_the_old_column/down.sql": "-- Nothing is to be taken back here.\n",
    });
  });

  it("drizzle: at the end, with entries in the journal; never outside", () => {
    const entry = (idx: number, tag: string) => ({
      idx,
      version: "7",
      when: 1700000000000 + idx,
      tag,
      breakpoints: true,
    });
    const journal = { version: "7", dialect: "postgresql", entries: [entry(0, "0000_a_b"), entry(1, "0001_c_d")] };
    const texts = {
      "drizzle/meta/_journal.json": `${JSON.stringify(journal, undefined, 2)}\n`,
      "drizzle/0000_a_b.sql": "",
      "drizzle/0001_c_d.sql": "",
    };
    const both = migration({ up: `${migration().up}${second.up}` });
    const found = added(texts, "drizzle/0000_a_b.sql", both, second);
    expect(found?.after).toBe("drizzle/0001_c_d.sql");
    expect(found?.order).toEqual([
      "drizzle/0000_a_b.sql",
      "drizzle/0001_c_d.sql",
      "drizzle/0002_validate_orders_user_id_fkey.sql",
      "drizzle/0003_drop_the_old_column.sql",
    ]);
    expect(found?.created["drizzle/0002_validate_orders_user_id_fkey.sql"]).toBe(
      `${migration().up}--> statement-breakpoint\n${second.up}`,
    );
    const { entries } = JSON.parse(found?.texts["drizzle/meta/_journal.json"] ?? "");
    expect(entries).toEqual([
      ...journal.entries,
      entry(2, "0002_validate_orders_user_id_fkey"),
      entry(3, "0003_drop_the_old_column"),
    ]);
    expect(found?.texts["drizzle/meta/_journal.json"]).toBe(
      `${JSON.stringify({ ...journal, entries }, undefined, 2)}\n`,
    );
    expect(added(texts, "drizzle/0000_a_b.sql", outside)).toBeUndefined();
    expect(added({ "d/1_a/migration.sql": "", "d/1_a/snapshot.json": "{}" }, "d/1_a/migration.sql", second)).toBe(
      undefined,
    );
  });

  it("flyway: its double underscore, its capital, its undo files, a .conf where it does not see by itself", () => {
    const texts = { "db/V1_9__Add_users.sql": "", "db/U1_9__Add_users.sql": "", "db/R__views.sql": "" };
    const attach = migration({ words: "attach", up: "SELECT attach();\n", outside: true });
    const found = added(texts, "db/V1_9__Add_users.sql", outside, attach);
    expect(found?.created).toEqual({
      "db/V1_10__Build_orders_user_id_idx.sql": outside.up,
      "db/U1_10__Build_orders_user_id_idx.sql": outside.down,
      "db/V1_11__Attach.sql": attach.up,
      "db/V1_11__Attach.sql.conf": "executeInTransaction=false\n",
      "db/U1_11__Attach.sql": "-- Nothing is to be taken back here.\n",
    });
    expect(found?.outside).toEqual(["db/V1_10__Build_orders_user_id_idx.sql", "db/V1_11__Attach.sql"]);
    expect(found?.order?.at(-1)).toBe("db/R__views.sql");
    expect(added(texts, "db/R__views.sql", second)).toBeUndefined();
  });

  it("goose: annotations, functions between StatementBegin and StatementEnd", () => {
    const texts = { "m/00009_a_b.sql": "-- +goose Up\nselect 1;\n-- +goose Down\n" };
    const body = migration({ words: "backfill", up: "DO $$ BEGIN PERFORM 1; END $$;\nSELECT 1;\n" });
    const found = added(texts, "m/00009_a_b.sql", outside, body);
    expect(found?.created).toEqual({
      "m/00010_build_orders_user_id_idx.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${outside.up}\n-- +goose Down\n${outside.down}`,
      "m/00011_backfill.sql":
        "-- +goose Up\n-- +goose StatementBegin\nDO $$ BEGIN PERFORM 1; END $$;\n-- +goose StatementEnd\nSELECT 1;\n\n-- +goose Down\n-- Nothing is to be taken back here.\n",
    });
    expect(found?.outside).toEqual(["m/00010_build_orders_user_id_idx.sql"]);
    expect(found?.order).toHaveLength(3);
  });

  it("dbmate: an option for each section", () => {
    const texts = { "db/migrations/20240228235959_a.sql": "-- migrate:up\r\nx;\r\n-- migrate:down\r\n" };
    const back = migration({ words: "x", down: outside.down });
    const found = added(texts, "db/migrations/20240228235959_a.sql", outside, back);
    expect(found?.created).toEqual({
      "db/migrations/20240229000000_build_orders_user_id_idx.sql":
        `-- migrate:up transaction:false\n${outside.up}\n-- migrate:down transaction:false\n${outside.down}`.replaceAll(
          "\n",
          "\r\n",
        ),
      "db/migrations/20240229000001_x.sql":
        `-- migrate:up\n${back.up}\n-- migrate:down transaction:false\n${back.down}`.replaceAll("\n", "\r\n"),
    });
    expect(found?.outside).toEqual(["db/migrations/20240229000000_build_orders_user_id_idx.sql"]);
  });

  it("golang-migrate: a pair, and outside where its address says how", () => {
    const texts = { "m/000001_a.up.sql": "", "m/000001_a.down.sql": "", "m/000002_b.up.sql": "" };
    const found = added(texts, "m/000001_a.up.sql", outside, second);
    expect(found?.after).toBe("m/000002_b.up.sql");
    expect(found?.created).toEqual({
      "m/000003_build_orders_user_id_idx.up.sql": outside.up,
      "m/000003_build_orders_user_id_idx.down.sql": outside.down,
      "m/000004_drop_the_old_column.up.sql": second.up,
      "m/000004_drop_the_old_column.down.sql": "-- Nothing is to be taken back here.\n",
    });
    const wrapped = { ...texts, Makefile: "migrate -database 'postgres://x/y?x-use-transaction=true' up\n" };
    expect(added(wrapped, "m/000001_a.up.sql", second)).toBeDefined();
    expect(added(wrapped, "m/000001_a.up.sql", outside)).toBeUndefined();
    expect(Object.keys(added({ "m/1_a.up.sql": "" }, "m/1_a.up.sql", second)?.created ?? {})).toEqual([
      "m/2_drop_the_old_column.up.sql",
    ]);
  });

  it("sqlx: the annotation first, both directions, or one file", () => {
    const cargo = { "Cargo.toml": '[dependencies]\nsqlx = "0.8"\n' };
    const pair = { ...cargo, "migrations/20240101120000_a.up.sql": "", "migrations/20240101120000_a.down.sql": "" };
    const found = added(pair, "migrations/20240101120000_a.up.sql", outside);
    expect(found?.created).toEqual({
      "migrations/20240101120001_build_orders_user_id_idx.up.sql": `-- no-transaction\n${outside.up}`,
      "migrations/20240101120001_build_orders_user_id_idx.down.sql": `-- no-transaction\n${outside.down}`,
    });
    expect(found?.outside).toEqual(["migrations/20240101120001_build_orders_user_id_idx.up.sql"]);
    expect(added({ ...cargo, "m/1_a.sql": "" }, "m/1_a.sql", second)?.created).toEqual({
      "m/2_drop_the_old_column.sql": second.up,
    });
  });

  it("diesel: hyphens kept, metadata.toml", () => {
    const texts = { "m/2019-12-31-235959_a/up.sql": "", "m/2019-12-31-235959_a/down.sql": "" };
    const found = added(texts, "m/2019-12-31-235959_a/up.sql", outside, second);
    expect(found?.created).toEqual({
      "m/2020-01-01-000000_build_orders_user_id_idx/up.sql": outside.up,
      "m/2020-01-01-000000_build_orders_user_id_idx/down.sql": outside.down,
      "m/2020-01-01-000000_build_orders_user_id_idx/metadata.toml": "run_in_transaction = false\n",
      "m/2020-01-01-000001_drop_the_old_column/up.sql": second.up,
      "m/2020-01-01-000001_drop_the_old_column/down.sql": "-- Nothing is to be taken back here.\n",
    });
    expect(found?.outside).toEqual(["m/2020-01-01-000000_build_orders_user_id_idx/up.sql"]);
    expect(found?.order).toHaveLength(3);
  });

  it("supabase, plain files, node-pg-migrate", () => {
    const supabase = added(
      { "supabase/migrations/20240101000000_a.sql": "" },
      "supabase/migrations/20240101000000_a.sql",
      outside,
    );
    expect(supabase?.created).toEqual({
      "supabase/migrations/20240101000001_build_orders_user_id_idx.sql": outside.up,
    });
    const plain = { "migrations/01-a-b.sql": "", "migrations/01-a-b.undo.sql": "", "migrations/05-c-d.sql": "" };
    expect(added(plain, "migrations/01-a-b.sql", outside, second)).toMatchObject({
      after: "migrations/01-a-b.sql",
      names: [
        "migrations/02-build-orders-user-id-idx.sql",
        "migrations/02-build-orders-user-id-idx.undo.sql",
        "migrations/03-drop-the-old-column.sql",
        "migrations/03-drop-the-old-column.undo.sql",
      ],
    });
    const node = { "package.json": '{"dependencies":{\n"node-pg-migrate": "7"}}', "m/1700000000000_a-b.sql": "" };
    expect(added(node, "m/1700000000000_a-b.sql", second)?.created).toEqual({
      "m/1700000001000_drop-the-old-column.sql": `-- Up Migration\n${second.up}\n-- Down Migration\n-- Nothing is to be taken back here.\n`,
    });
    expect(added(node, "m/1700000000000_a-b.sql", outside)).toBeUndefined();
  });

  it("postgres-migrations: no gap between its numbers, so at the end", () => {
    const texts = { "m/1-a.sql": "-- postgres-migrations disable-transaction\nx", "m/2-b.sql": "", "m/9-c.sql": "" };
    const found = added(texts, "m/2-b.sql", outside, second);
    expect(found?.created).toEqual({
      "m/10-build_orders_user_id_idx.sql": `-- postgres-migrations disable-transaction\n${outside.up}`,
      "m/11-drop_the_old_column.sql": second.up,
    });
    expect(found?.outside).toEqual(["m/1-a.sql", "m/10-build_orders_user_id_idx.sql"]);
  });

  it("popx: autocommit and the dialect in the name", () => {
    const texts = { "m/20200101000000000001_a.postgres.up.sql": "", "m/20200101000000000001_a.down.sql": "" };
    const found = added(texts, "m/20200101000000000001_a.postgres.up.sql", outside);
    expect(found?.names).toEqual([
      "m/20200101000001000001_build_orders_user_id_idx.postgres.autocommit.up.sql",
      "m/20200101000001000001_build_orders_user_id_idx.postgres.autocommit.down.sql",
    ]);
    expect(found?.outside).toEqual(found?.names.slice(0, 1));
    const shared = { "m/1_a.up.sql": "", "m/2_b.mysql.up.sql": "", "m/2_b.up.sql": "" };
    expect(added(shared, "m/2_b.up.sql", second)?.names).toEqual(["m/3_drop_the_old_column.postgres.up.sql"]);
  });

  it("atlas: the directive, and the hashes that only Atlas writes", () => {
    const texts = { "m/atlas.sum": "h1:x", "m/20240101000000.sql": "x;\n", "m/20240101000001_b.sql": "" };
    const found = added(texts, "m/20240101000001_b.sql", outside);
    expect(found?.created).toEqual({
      "m/20240101000002_build_orders_user_id_idx.sql": `-- atlas:txmode none\n\n${outside.up}`,
    });
    expect(found?.outside).toEqual(found?.names);
    expect(found?.afterwards).toBe("run `atlas migrate hash`");
  });

  it("sqitch: scripts and a line in the plan, no BEGIN where outside", () => {
    const plan =
      "%syntax-version=1.0.0\n%project=shop\n\nusers 2024-01-01T00:00:59Z Ann <a@b> # u\norders [users] 2024-01-02T00:00:00Z Bob B <b@b> # o\n@v1 2024-01-03T00:00:00Z Ann <a@b> # t\n";
    const texts = {
      "sqitch.plan": plan,
      "deploy/users.sql": "-- Deploy shop:users to pg\n\nBEGIN;\n\nx;\n\nCOMMIT;\n",
      "deploy/orders.sql": "",
      "revert/users.sql": "",
      "verify/users.sql": "",
    };
    const found = added(texts, "deploy/users.sql", outside, second, second);
    expect(found?.texts["sqitch.plan"]).toBe(
      `${plan}build_orders_user_id_idx [users] 2024-01-01T00:01:00Z Ann <a@b> # build orders_user_id_idx
drop_the_old_column [users] 2024-01-01T00:01:01Z Ann <a@b> # drop the old column
drop_the_old_column_2 [users] 2024-01-01T00:01:02Z Ann <a@b> # drop the old column
`,
    );
    expect(found?.order?.slice(2)).toEqual([
      "deploy/build_orders_user_id_idx.sql",
      "deploy/drop_the_old_column.sql",
      "deploy/drop_the_old_column_2.sql",
    ]);
    expect(found?.created["deploy/build_orders_user_id_idx.sql"]).toBe(
      `-- Deploy shop:build_orders_user_id_idx to pg\n-- requires: users\n\n${outside.up}`,
    );
    expect(found?.created["revert/build_orders_user_id_idx.sql"]).toBe(
      `-- Revert shop:build_orders_user_id_idx from pg\n\n${outside.down}`,
    );
    expect(found?.created["deploy/drop_the_old_column.sql"]).toBe(
      `-- Deploy shop:drop_the_old_column to pg\n-- requires: users\n\nBEGIN;\n\n${second.up}\nCOMMIT;\n`,
    );
    expect(found?.created["verify/drop_the_old_column.sql"]).toBe(
      "-- Verify shop:drop_the_old_column on pg\n\nBEGIN;\n\nROLLBACK;\n",
    );
  });

  it("migrations that are programs, and committed ones with a hash: no way", () => {
    const committed = { "migrations/committed/000001.sql": "--! Previous: -\n--! Hash: sha1:x\n\nx;" };
    expect(added(committed, "migrations/committed/000001.sql", second)).toBeUndefined();
    const knex = { "package.json": '{"dependencies":{\n"knex": "3"}}', "m/1_a.sql": "", "m/1_a.js": "" };
    expect(added(knex, "m/1_a.sql", second)).toBeUndefined();
    expect(added({ "prisma/schema.prisma": "" }, "prisma/schema.prisma", second)).toBeUndefined();
    expect(added({ "db/structure.sql": "" }, "db/structure.sql", second)).toBeUndefined();
  });
});

describe("new liquibase migrations", () => {
  const one = "--liquibase formatted sql\n--changeset me:1\nselect 1;\n";

  it("a changeset of its own, by name where all of a folder are included", () => {
    const texts = { "c/001-a.sql": one, "c/003-b.sql": one };
    const found = added(texts, "c/001-a.sql", { ...outside, down: "DROP INDEX a;\n\nDROP INDEX b;\n" });
    expect(found?.created).toEqual({
      "c/002-build_orders_user_id_idx.sql": `--liquibase formatted sql\n\n--changeset me:1 runInTransaction:false\n${outside.up}--rollback DROP INDEX a;\n--rollback DROP INDEX b;\n`,
    });
    expect(found?.outside).toEqual(["c/002-build_orders_user_id_idx.sql"]);
    const named = { "c/orders.sql": one.replace("me:1", "me:orders"), "c/users.sql": one };
    const body = migration({ words: "backfill", up: "DO $$ BEGIN PERFORM 1; END $$;\n" });
    expect(added(named, "c/orders.sql", body)?.created).toEqual({
      "c/orders_2_backfill.sql": `--liquibase formatted sql\n\n--changeset me:orders_2_backfill splitStatements:false\n${body.up}--rollback not required\n`,
    });
    expect(added(named, "c/orders.sql", { ...outside, up: `${outside.up}${body.up}` })).toBeUndefined();
  });

  it.each([
    [
      "changelog.xml",
      '<databaseChangeLog>\r\n  <include file="c/b.sql" relativeToChangelogFile="true"/>\r\n  <include file="c/a.sql"/>\r\n</databaseChangeLog>\r\n',
      '<databaseChangeLog>\r\n  <include file="c/b.sql" relativeToChangelogFile="true"/>\r\n  <include file="c/b_2_drop_the_old_column.sql" relativeToChangelogFile="true"/>\r\n  <include file="c/a.sql"/>\r\n</databaseChangeLog>\r\n',
    ],
    [
      "changelog.yaml",
      "databaseChangeLog:\n  - include:\n      file: c/b.sql\n      relativeToChangelogFile: true\n  - include:\n      file: c/a.sql\n",
      "databaseChangeLog:\n  - include:\n      file: c/b.sql\n      relativeToChangelogFile: true\n  - include:\n      file: c/b_2_drop_the_old_column.sql\n      relativeToChangelogFile: true\n  - include:\n      file: c/a.sql\n",
    ],
    [
      "changelog.json",
      '{ "databaseChangeLog": [\n  { "include": { "file": "c/b.sql" } },\n  { "include": { "file": "c/a.sql" } }\n] }\n',
      '{ "databaseChangeLog": [\n  { "include": { "file": "c/b.sql" } },\n  { "include": { "file": "c/b_2_drop_the_old_column.sql" } },\n  { "include": { "file": "c/a.sql" } }\n] }\n',
    ],
  ])("an entry in %s", (name, before, after) => {
    const texts = { [name]: before, "c/a.sql": one, "c/b.sql": one };
    const found = added(texts, "c/b.sql", second);
    expect(found?.texts[name]).toBe(after);
    expect(found?.order).toEqual(["c/b.sql", "c/b_2_drop_the_old_column.sql", "c/a.sql"]);
  });
});

describe("where new migrations go", () => {
  it("the runners of projects' own", () => {
    const lettered = { "m/V0001.Init.up.sql": "", "m/V0001.Init.down.sql": "", "m/V0002.AddUsers.up.sql": "" };
    expect(added(lettered, "m/V0002.AddUsers.up.sql", second)?.names).toEqual([
      "m/V0003.DropTheOldColumn.up.sql",
      "m/V0003.DropTheOldColumn.down.sql",
    ]);
    const manifest = '{ "CurrVersion": "1.1", "SchemaUpdateCqlFiles": ["add_users.sql", "b.sql"] }';
    const versions = {
      "s/v1.0/manifest.json": '{ "Files": ["a.sql"] }',
      "s/v1.0/a.sql": "",
      "s/v1.1/manifest.json": manifest,
    };
    const temporal = { ...versions, "s/v1.1/add_users.sql": "", "s/v1.1/b.sql": "" };
    const found = added(temporal, "s/v1.1/add_users.sql", second, second);
    expect(found?.order?.slice(1)).toEqual(
      ["add_users", "drop_the_old_column", "drop_the_old_column_2", "b"].map((name) => `s/v1.1/${name}.sql`),
    );
    const deltas = { "delta/1/01_a.sql": "", "delta/2/01_b.sql": "", "delta/2/02_c.sql.postgres": "" };
    expect(added(deltas, "delta/2/02_c.sql.postgres", second)).toBeUndefined();
    expect(added(deltas, "delta/1/01_a.sql", second)?.order?.[1]).toBe("delta/1/02_drop_the_old_column.sql");
  });

  it("beside a file that belongs to no history", () => {
    expect(added({ "sql/orders.sql": "", "sql/readme.md": "" }, "sql/orders.sql", second, second)?.names).toEqual([
      "sql/orders_2_drop_the_old_column.sql",
      "sql/orders_3_drop_the_old_column.sql",
    ]);
  });

  it("behind a file that is not on disk yet", () => {
    const texts = { "m/1_a.sql": "-- +goose Up\n", "m/2_b.sql": "-- +goose Up\n" };
    expect(added(texts, "m/3_c.sql", second)?.names).toEqual(["m/4_drop_the_old_column.sql"]);
  });

  it("behind the last where there is no room, nowhere where the order has no room at all", () => {
    const full = { "db/a.txt": "", "m/9998_a.sql": "-- migrate:up\n", "m/9999_b.sql": "-- migrate:up\n" };
    expect(added(full, "m/9998_a.sql", second)).toBeUndefined();
    const times = { "m/20240101000000_a.sql": "-- migrate:up\n", "m/20240101000002_b.sql": "-- migrate:up\n" };
    expect(added(times, "m/20240101000000_a.sql", second)?.after).toBe("m/20240101000000_a.sql");
    expect(added(times, "m/20240101000000_a.sql", second, second)?.names).toEqual([
      "m/20240101000003_drop_the_old_column.sql",
      "m/20240101000004_drop_the_old_column.sql",
    ]);
  });

  it("never at a version that is taken, in the style of the neighbours", () => {
    const texts = { "m/1_AddA.sql": "-- +goose Up\n", "m/2_b.txt": "", "m/2_AddUsers.go": "" };
    expect(added(texts, "m/1_AddA.sql", second)?.names).toEqual(["m/3_DropTheOldColumn.sql"]);
    const bare = { "m/atlas.sum": "", "m/20241231.sql": "" };
    expect(added(bare, "m/20241231.sql", second)?.names).toEqual(["m/20250101.sql"]);
    const strange = migration({ words: `../../x "ÄÖ"; ${"long ".repeat(40)}` });
    expect(added({ "migrations/1_a.sql": "" }, "migrations/1_a.sql", strange)?.names).toEqual([
      `migrations/2_x_äö${"_long".repeat(15)}.sql`,
    ]);
  });
});
