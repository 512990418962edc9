import { describe, expect, it } from "vitest";
import { detect, edited, history } from "./detected.ts";

describe("order and transactions of each tool", () => {
  it("prisma", () => {
    const texts = {
      "prisma/migrations/migration_lock.toml": '# x\nprovider = "postgresql"\n',
      "prisma/migrations/20240102_b/migration.sql": "",
      "prisma/migrations/20240101_a/migration.sql": "",
      "prisma/migrations/20240101_a/down.sql": "",
      "prisma/migrations/20240103_empty/notes.txt": "",
    };
    expect(history(texts)).toEqual({
      folder: "prisma/migrations",
      tool: "prisma",
      transaction: "implicit",
      files: ["prisma/migrations/20240101_a/migration.sql", "prisma/migrations/20240102_b/migration.sql"],
      down: ["prisma/migrations/20240101_a/down.sql"],
      outside: [],
    });
    const facts = detect(texts).facts("prisma/migrations/20240102_b/migration.sql");
    expect(facts).toMatchObject({ tool: "prisma", transaction: "implicit", optsOut: false, direction: "up" });
    expect(facts.wayOut).toMatchObject({ edits: [], creates: [], alone: true });
    expect(facts.engine).toEqual({
      name: "postgres",
      version: 15,
      assumed: false,
      evidence: [{ path: "/w/prisma/migrations/migration_lock.toml", line: 2, text: 'provider = "postgresql"' }],
      versionFrom: undefined,
    });
  });

  it("drizzle: the journal's order, files that are not in it left out", () => {
    const journal = { dialect: "postgresql", entries: [{ tag: "0001_b" }, { tag: "0000_a" }, { tag: "../../x" }, {}] };
    expect(
      history({
        "drizzle/meta/_journal.json": JSON.stringify(journal),
        "drizzle/0000_a.sql": "",
        "drizzle/0001_b.sql": "",
        "drizzle/0002_c.sql": "",
      }),
    ).toMatchObject({ tool: "drizzle", transaction: "all-files", files: ["drizzle/0001_b.sql", "drizzle/0000_a.sql"] });
    expect(
      history({
        "d/2024_a/migration.sql": "",
        "d/2024_a/snapshot.json": "{}",
        "d/2023_b/migration.sql": "",
        "d/2023_b/snapshot.json": "",
      }),
    ).toMatchObject({ tool: "drizzle", files: ["d/2023_b/migration.sql", "d/2024_a/migration.sql"] });
    expect(history({ "d/0000_a.sql": "x;\n--> statement-breakpoint\ny;" })).toMatchObject({ tool: "drizzle" });
  });

  it("flyway: versions by number, repeatable ones last, what it takes out by itself", () => {
    const concurrently = "-- why\ncreate unique\n index  concurrently i on t (a); DROP INDEX CONCURRENTLY j;\n";
    const texts = {
      "db/V10__c.sql": "",
      "db/V2__b.sql": concurrently,
      "db/V1.10__a.sql": "",
      "db/V1_9__a.sql": "",
      "db/R__zviews.sql": "",
      "db/R__aviews.sql": "",
      "db/U2__b.sql": "",
      "db/B5__base.sql": "",
      "db/V3__mixed.sql": `create table t ();${concurrently}`,
      "db/V4__conf.sql": "alter table t attach;",
      "db/V4__conf.sql.conf": "# x\nexecuteInTransaction = false\n",
      "db/V5__kept.sql.conf": "executeInTransaction=true\n",
      "db/V5__kept.sql": "",
    };
    expect(history(texts)).toEqual({
      folder: "db",
      tool: "flyway",
      transaction: "each-file",
      files: [
        "V1_9__a.sql",
        "V1.10__a.sql",
        "V2__b.sql",
        "V3__mixed.sql",
        "V4__conf.sql",
        "V5__kept.sql",
        "V10__c.sql",
        "R__aviews.sql",
        "R__zviews.sql",
      ].map((name) => `db/${name}`),
      down: ["db/U2__b.sql"],
      outside: ["db/V2__b.sql", "db/V4__conf.sql"],
    });
    const { facts } = detect(texts);
    expect(facts("db/V10__c.sql").wayOut).toMatchObject({
      edits: [],
      creates: [{ path: "/w/db/V10__c.sql.conf", text: "executeInTransaction=false\n" }],
      alone: true,
    });
    expect(facts("db/V5__kept.sql").wayOut?.creates).toEqual([]);
    expect(facts("db/V2__b.sql")).toMatchObject({ transaction: "none", optsOut: true, wayOut: undefined });
    expect(facts("db/U2__b.sql").direction).toBe("down");
  });

  it("goose: by number, NO TRANSACTION anywhere and in any case", () => {
    const texts = {
      "m/9_a.sql": "-- +goose Up\r\nselect 1;\r\n-- +goose Down\r\n",
      "m/10_b.sql": "-- +goose Up\n-- +goose no transaction\nselect 1;",
      "m/x.sql": "",
    };
    expect(history(texts)).toMatchObject({
      tool: "goose",
      transaction: "each-file",
      files: ["m/9_a.sql", "m/10_b.sql"],
      outside: ["m/10_b.sql"],
    });
    const { facts } = detect(texts);
    expect(facts("m/10_b.sql")).toMatchObject({ transaction: "none", optsOut: true, wayOut: undefined });
    const wayOut = facts("m/9_a.sql");
    expect(edited(texts["m/9_a.sql"], wayOut)).toBe(`-- +goose NO TRANSACTION\r\n${texts["m/9_a.sql"]}`);
    expect(wayOut.wayOut?.alone).toBe(false);
    expect(facts("m/9_a.sql", edited(texts["m/9_a.sql"], wayOut)).optsOut).toBe(true);
  });

  it("dbmate: by name, one query once outside", () => {
    const texts = {
      "db/migrations/20_b.sql": "-- migrate:up transaction:false\nx\n-- migrate:down\n",
      "db/migrations/100_a.sql": "\n-- migrate:up  \r\nx;\r\n-- migrate:down transaction:false\r\n",
    };
    expect(history(texts)).toMatchObject({
      tool: "dbmate",
      transaction: "each-file",
      files: ["db/migrations/100_a.sql", "db/migrations/20_b.sql"],
      outside: ["db/migrations/20_b.sql"],
    });
    const { facts } = detect(texts);
    const before = texts["db/migrations/100_a.sql"];
    const after = edited(before, facts("db/migrations/100_a.sql"));
    expect(after).toBe("\n-- migrate:up transaction:false  \r\nx;\r\n-- migrate:down transaction:false\r\n");
    expect(facts("db/migrations/100_a.sql", after)).toMatchObject({ transaction: "implicit", optsOut: true });
    expect(facts("db/migrations/100_a.sql", after).wayOut).toMatchObject({ alone: true, edits: [] });
    expect(facts("db/migrations/100_a.sql", "half").wayOut).toBeUndefined();
  });

  it("golang-migrate: by number, up and down apart, one query a file", () => {
    expect(
      history({
        "m/2_b.up.sql": "",
        "m/2_b.down.sql": "",
        "m/10_c.up.sql": "",
        "m/0001_a.up.sql": "",
        "m/3_x_down.sql": "",
      }),
    ).toMatchObject({
      tool: "golang-migrate",
      transaction: "implicit",
      files: ["m/0001_a.up.sql", "m/2_b.up.sql", "m/10_c.up.sql"],
      down: ["m/2_b.down.sql"],
    });
  });

  it("sqlx: told by Cargo.toml or its annotation, the annotation only as the first bytes", () => {
    const cargo = { "Cargo.toml": '[dependencies]\nsqlx = "0.8"\n' };
    const texts = {
      ...cargo,
      "app/migrations/2_b.up.sql": "-- no-transaction\nx;",
      "app/migrations/2_b.down.sql": "",
      "app/migrations/10_c.sql": "\n-- no-transaction\nx;",
    };
    expect(history(texts)).toMatchObject({
      tool: "sqlx",
      transaction: "each-file",
      files: ["app/migrations/2_b.up.sql", "app/migrations/10_c.sql"],
      down: ["app/migrations/2_b.down.sql"],
      outside: ["app/migrations/2_b.up.sql"],
    });
    const { facts } = detect(texts);
    expect(facts("app/migrations/2_b.up.sql")).toMatchObject({ transaction: "implicit", optsOut: true });
    expect(edited("x;", facts("app/migrations/10_c.sql", "x;"))).toBe("-- no-transaction\nx;");
    expect(history({ "m/1_a.sql": "-- no-transaction\n" })).toMatchObject({ tool: "sqlx" });
  });

  it("diesel: versions without hyphens, metadata.toml beside", () => {
    const texts = {
      "migrations/2019-01-01-000000_b/up.sql": "",
      "migrations/2019-01-01-000000_b/down.sql": "",
      "migrations/20180101000000_a/up.sql": "",
      "migrations/20180101000000_a/metadata.toml": "# x\nrun_in_transaction = false # y\n",
      "migrations/2020-01-01-000000_c/up.sql": "",
      "migrations/2020-01-01-000000_c/metadata.toml": "# run_in_transaction = false\n",
    };
    expect(history(texts)).toMatchObject({
      tool: "diesel",
      transaction: "each-file",
      files: ["20180101000000_a", "2019-01-01-000000_b", "2020-01-01-000000_c"].map(
        (name) => `migrations/${name}/up.sql`,
      ),
      down: ["migrations/2019-01-01-000000_b/down.sql"],
      outside: ["migrations/20180101000000_a/up.sql"],
    });
    const { facts } = detect(texts);
    expect(facts("migrations/2019-01-01-000000_b/up.sql").wayOut).toMatchObject({
      creates: [{ path: "/w/migrations/2019-01-01-000000_b/metadata.toml", text: "run_in_transaction = false\n" }],
      alone: true,
    });
    expect(facts("migrations/2020-01-01-000000_c/up.sql").wayOut?.creates).toEqual([]);
  });

  it("liquibase: a transaction a changeset", () => {
    const one = "--liquibase formatted sql\n--changeset me:1\nselect 1;\n";
    const two = `${one}--changeset me:2\nselect 2;\n`;
    const { histories, facts } = detect({ "c/001.sql": one, "c/002.sql": two });
    expect(histories).toMatchObject([{ tool: "liquibase", transaction: "each-file", outside: [] }]);
    const after = edited(one, facts("c/001.sql"));
    expect(after).toBe("--liquibase formatted sql\n--changeset me:1 runInTransaction:false\nselect 1;\n");
    expect(facts("c/001.sql", after)).toMatchObject({ transaction: "none", optsOut: true });
    expect(facts("c/002.sql").wayOut).toMatchObject({ edits: [], alone: false });
  });

  it("supabase, and its config's version", () => {
    const texts = {
      "supabase/config.toml": "[db]\nport = 54322\nmajor_version = 17\n",
      "supabase/migrations/20240101000000_a.sql": "",
    };
    expect(history(texts)).toMatchObject({ tool: "supabase", transaction: "implicit" });
    expect(detect(texts).facts("supabase/migrations/20240101000000_a.sql").engine).toMatchObject({
      name: "postgres",
      version: 17,
      assumed: false,
    });
  });

  it("atlas: by name, the directive in the comment that an empty line ends", () => {
    const texts = {
      "m/atlas.sum": "h1:x",
      "m/2.sql": "-- atlas:txmode none\n\nx;",
      "m/10.sql": "-- atlas:txmode none\nx;",
    };
    expect(history(texts)).toMatchObject({ tool: "atlas", files: ["m/10.sql", "m/2.sql"], outside: ["m/2.sql"] });
    const after = edited("x;\r\n", detect(texts).facts("m/10.sql", "x;\r\n"));
    expect(after).toBe("-- atlas:txmode none\r\n\r\nx;\r\n");
    expect(detect(texts).facts("m/10.sql", after)).toMatchObject({ transaction: "none", optsOut: true });
  });

  it("graphile-migrate: committed by number, then current", () => {
    const header = "--! Previous: -\n--! Hash: sha1:x\n\n";
    const texts = {
      "migrations/committed/000002.sql": `${header}x;`,
      "migrations/committed/000001.sql": `${header}--! no-transaction\nx;`,
      "migrations/current.sql": "--! Message: hi\n\nselect 1;\n",
    };
    expect(history(texts)).toMatchObject({
      tool: "graphile-migrate",
      files: ["migrations/committed/000001.sql", "migrations/committed/000002.sql", "migrations/current.sql"],
      outside: ["migrations/committed/000001.sql"],
    });
    const { facts } = detect(texts);
    expect(facts("migrations/committed/000002.sql").wayOut).toBeUndefined();
    const after = edited(texts["migrations/current.sql"], facts("migrations/current.sql"));
    expect(after).toBe("--! Message: hi\n\n--! no-transaction\nselect 1;\n");
    expect(facts("migrations/current.sql", after).optsOut).toBe(true);
  });

  it("sqitch: the plan's order, reworked changes under their tags", () => {
    const plan =
      "%syntax-version=1.0.0\n%project=x\n\nusers 2024-01-01T00:00:00Z A <a@b> # u\napp [users] 2024 A <a@b>\n@v1 2024 A <a@b>\nusers [users@v1] 2024 A <a@b>\n";
    expect(
      history({
        "sqitch.plan": plan,
        "deploy/app.sql": "",
        "deploy/users.sql": "",
        "deploy/users@v1.sql": "",
        "revert/users.sql": "",
        "verify/users.sql": "",
      }),
    ).toMatchObject({
      tool: "sqitch",
      transaction: "none",
      files: ["deploy/users@v1.sql", "deploy/app.sql", "deploy/users.sql"],
    });
  });

  it("popx: a dialect's file in place of the one for all", () => {
    const texts = {
      "m/2_b.up.sql": "",
      "m/2_b.postgres.up.sql": "",
      "m/2_b.mysql.up.sql": "",
      "m/10_c.autocommit.up.sql": "",
      "m/1_a.down.sql": "",
    };
    expect(history(texts)).toMatchObject({
      tool: "popx",
      files: ["m/2_b.postgres.up.sql", "m/10_c.autocommit.up.sql"],
      down: ["m/1_a.down.sql"],
      outside: ["m/10_c.autocommit.up.sql"],
    });
    expect(detect(texts).facts("m/2_b.mysql.up.sql").engine.name).toBe("mysql");
  });

  it("postgres-migrations and node-pg-migrate, by annotation or package.json", () => {
    expect(history({ "m/1-a.sql": "-- postgres-migrations disable-transaction\nx", "m/2-b.sql": "" })).toMatchObject({
      tool: "postgres-migrations",
      transaction: "each-file",
      outside: ["m/1-a.sql"],
    });
    expect(history({ "m/1700000000000_a.sql": "-- Up Migration\n-- Down Migration\n" })).toMatchObject({
      tool: "node-pg-migrate",
      transaction: "all-files",
    });
    const manifest = '{ "dependencies": {\n "node-pg-migrate": "8" } }';
    const { project, facts } = detect({ "package.json": manifest, "m/1_a.sql": "" });
    expect(project.histories[0]?.evidence).toEqual([
      { path: "/w/package.json", line: 2, text: '"node-pg-migrate": "8" } }' },
    ]);
    expect(facts("m/1_a.sql")).toMatchObject({ transaction: "all-files", wayOut: undefined });
  });

  it("rails' structure.sql, the project's own runners, plain numbered files", () => {
    expect(history({ "db/structure.sql": "", "db/seeds.sql": "" })).toMatchObject({
      tool: "rails",
      transaction: "none",
      files: ["db/structure.sql"],
    });
    expect(
      history({
        "s/delta/9/b.sql": "",
        "s/delta/10/a.sql": "",
        "s/delta/10/a.sql.sqlite": "",
        "s/delta/9/a.sql.postgres": "",
      }),
    ).toMatchObject({
      tool: "custom",
      transaction: "each-file",
      files: ["s/delta/9/a.sql.postgres", "s/delta/9/b.sql", "s/delta/10/a.sql"],
    });
    const manifest = JSON.stringify({ SchemaUpdateCqlFiles: ["b.sql", "a.sql", "../../secret.sql"] });
    expect(
      history({
        "v/v1.10/manifest.json": manifest,
        "v/v1.10/a.sql": "",
        "v/v1.10/b.sql": "",
        "v/v1.9/manifest.json": manifest,
        "v/v1.9/a.sql": "",
      }),
    ).toMatchObject({ tool: "custom", transaction: "none", files: ["v/v1.9/a.sql", "v/v1.10/b.sql", "v/v1.10/a.sql"] });
    expect(history({ "m/V0002.B.up.sql": "", "m/V0010.C.up.sql": "", "m/V0002.B.down.sql": "" })).toMatchObject({
      tool: "custom",
      transaction: "all-files",
      files: ["m/V0002.B.up.sql", "m/V0010.C.up.sql"],
      down: ["m/V0002.B.down.sql"],
    });
    expect(history({ "sql/10-b.sql": "", "sql/9-a.sql": "", "sql/9-a.down.sql": "" })).toMatchObject({
      tool: "plain",
      transaction: "none",
      files: ["sql/9-a.sql", "sql/10-b.sql"],
      down: ["sql/9-a.down.sql"],
    });
  });

  it("survives hostile files", () => {
    const wide = `${" ".repeat(300_000)}x`;
    const tall = "\n".repeat(300_000);
    for (const text of [wide, tall, `--${wide}`, `-- ${"-".repeat(300_000)}`, "[".repeat(300_000), `"${wide}`]) {
      const { histories, facts } = detect({
        "sqitch.plan": text,
        "sqitch.conf": text,
        "m/1_a.sql": text,
        "m/2_b.sql": text,
        "d/meta/_journal.json": text,
        "f/V1__a.sql": text,
        "f/V1__a.sql.conf": text,
        "v/v1/manifest.json": text,
        "s/config.toml": text,
        "package.json": text,
        "compose.yaml": text,
        "p/migration_lock.toml": text,
      });
      expect(histories.map(({ tool }) => tool)).toEqual(["flyway", "plain"]);
      expect(facts("f/V1__a.sql")).toMatchObject({ tool: "flyway", optsOut: false });
    }
  });

  it("finds nothing in folders without a history, and nothing in what others made", () => {
    expect(detect({ "a.sql": "", "b/c.txt": "", "node_modules/p/migrations/1_a.up.sql": "" }).histories).toEqual([]);
    expect(detect({}).histories).toEqual([]);
  });
});
