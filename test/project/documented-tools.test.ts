import { describe, expect, it } from "vitest";
import { detect, history, type Texts } from "./detected.ts";

// Workspaces as the tools' documentation shows them; docs/tools/ says where.
describe("workspaces of tools as their documentation shows them", () => {
  it("Liquibase: the order in which a changelog includes the files, then by name", () => {
    const set = (id: number) => `--liquibase formatted sql\n\n--changeset your.name:${id}\nselect ${id};\n`;
    const files = { "db/changelog/a.sql": set(3), "db/changelog/b.sql": set(1), "db/changelog/c.sql": set(2) };
    const order = (texts: Texts) =>
      history({ ...files, ...texts })?.files.map((path) => path.slice("db/changelog/".length));
    expect(order({})).toEqual(["a.sql", "b.sql", "c.sql"]);
    const yaml =
      "databaseChangeLog:\n  - include:\n      file: changelog/b.sql\n  - include:\n      file: changelog/a.sql\n";
    expect(order({ "db/db.changelog-master.yaml": yaml })).toEqual(["b.sql", "a.sql", "c.sql"]);
    const xml =
      '<databaseChangeLog>\n<include file="c.sql" relativeToChangelogFile="true"/>\n<include file="b.sql"/>\n';
    expect(order({ "db/changelog/changelog.xml": xml })).toEqual(["c.sql", "b.sql", "a.sql"]);
    const json = '{ "databaseChangeLog": [ { "include": { "file": "db/changelog/b.sql" } } ] }';
    expect(order({ "db/changelog/changelog.json": json })).toEqual(["b.sql", "a.sql", "c.sql"]);
  });

  it("Atlas: checkpoints stand for what came before them", () => {
    const texts = {
      "m/atlas.sum": "",
      "m/1_initial.sql": "create table t ();",
      "m/2_checkpoint.sql": "-- atlas:checkpoint\n\ncreate table t ();",
      "m/3_third.sql": "",
    };
    expect(history(texts)).toMatchObject({ tool: "atlas", files: ["m/1_initial.sql", "m/3_third.sql"] });
  });

  it("Graphile Migrate: more words may follow the directive", () => {
    const header = "--! Previous: -\n--! Hash: sha1:x\n\n";
    const text = (line: string) => ({
      "m/committed/000001.sql": `${header}${line}\nALTER TYPE user_role ADD VALUE 'Admin';\n`,
    });
    expect(history(text("--! no-transaction -- enum"))?.outside).toHaveLength(1);
    expect(history(text("--!no-transaction"))?.outside).toHaveLength(1);
    expect(history(text("--! no-transactions"))?.outside).toHaveLength(0);
  });

  it.each([
    ["knex", "each-file"],
    ["typeorm", "all-files"],
    ["sequelize", "implicit"],
  ])("%s: SQL files with the number of a program, beside it or in a folder beside it", (name, transaction) => {
    const manifest = `{ "dependencies": {\n  "pg": "8",\n  "${name}": "1"\n} }\n`;
    const expected = { tool: name, transaction, files: ["migrations/20180516163212_add.up.sql"] };
    const beside = {
      "package.json": manifest,
      "migrations/20180516163212_add.js": "",
      "migrations/20180516163212_add.up.sql": "",
      "migrations/20180516163212_add.down.sql": "",
    };
    expect(history(beside)).toMatchObject({ ...expected, down: ["migrations/20180516163212_add.down.sql"] });
    expect(detect(beside).project.histories[0]?.evidence).toMatchObject([{ path: "/w/package.json", line: 3 }]);
    const apart = { "package.json": manifest, "m/1-x.ts": "", "m/sql/1-x.sql": "" };
    expect(history(apart)).toMatchObject({ folder: "m/sql", tool: name, files: ["m/sql/1-x.sql"] });
    expect(history({ "package.json": "{}", "migrations/1-x.ts": "", "migrations/1-x.sql": "" })).toMatchObject({
      tool: "plain",
    });
  });

  it("Django and Alembic: the scripts that they print, with transactions of their own", () => {
    const django = "BEGIN;\n--\n-- Create model Author\n--\nCREATE TABLE author (id bigint);\nCOMMIT;\n";
    const outside = "--\n-- Concurrently create index i on field(s) x of model author\n--\nselect 1;\n";
    expect(history({ "sql/0001.sql": django, "sql/0002.sql": outside })).toMatchObject({
      tool: "django",
      files: ["sql/0001.sql", "sql/0002.sql"],
      outside: ["sql/0001.sql", "sql/0002.sql"],
    });
    expect(detect({ "sql/0001.sql": django }).facts("sql/0001.sql")).toMatchObject({
      transaction: "none",
      optsOut: true,
    });
    const alembic =
      "BEGIN;\n\nCREATE TABLE alembic_version (version_num VARCHAR(32));\n\n-- Running upgrade  -> 1975ea83b712\n\nCOMMIT;\n";
    expect(history({ "sql/upgrade.sql": alembic })).toMatchObject({ tool: "alembic", outside: ["sql/upgrade.sql"] });
    const atlas = { "m/1.sql": '-- Create index "i" to table: "t"\nselect 1;\n', "m/2.sql": "-- Add field notes\n" };
    expect(history(atlas)).toMatchObject({ tool: "plain" });
  });

  it("River: a line of migrations beside those that name the schema", () => {
    const template = "CREATE TABLE /* TEMPLATE: schema */river_job (id bigint);";
    const { histories } = detect({ "m/main/001_a.up.sql": template, "m/other/001_b.up.sql": "select 1;" });
    expect(histories.map(({ tool }) => tool)).toEqual(["custom", "custom"]);
  });

  it("databases side by side are histories of their own", () => {
    const { histories, facts } = detect({
      "db/postgres/1_a.up.sql": "",
      "db/mysql/1_a.up.sql": "",
      "db/sqlite3/1_a.up.sql": "",
    });
    expect(histories.map(({ folder }) => facts(`${folder}/1_a.up.sql`).engine.name)).toEqual([
      "mysql",
      "postgres",
      "sqlite",
    ]);
  });

  it("a dump beside the migrations is none of them, and tells the version", () => {
    const dump = "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 14.9\n";
    const texts = { "db/schema.sql": dump, "db/migrations/20_b.sql": "-- migrate:up\n-- migrate:down\n" };
    expect(history(texts)).toMatchObject({ tool: "dbmate", files: ["db/migrations/20_b.sql"] });
    expect(detect(texts).facts("db/migrations/20_b.sql").engine.version).toBe(14);
  });
});

describe("settings that change how a tool runs its files", () => {
  const files = { "db/migrations/1_a.up.sql": "", "db/migrations/1_a.down.sql": "" };
  const url = (parameters: string) => `migrate:\n\tmigrate -database "postgres://u:hunter2@db/x?${parameters}" up\n`;

  it.each([
    ["sslmode=disable&x-multi-statement=true", "none"],
    ["x-use-transaction=true", "each-file"],
    ["x-multi-statement=false", "implicit"],
    ["", "implicit"],
  ])("golang-migrate with %s", (parameters, transaction) => {
    const { histories, project, facts } = detect({ ...files, Makefile: url(parameters) });
    expect(histories).toMatchObject([{ tool: "golang-migrate", transaction }]);
    expect(facts("db/migrations/1_a.up.sql").transaction).toBe(transaction);
    expect(JSON.stringify(project.histories)).not.toContain("hunter2");
    expect(project.histories[0]?.evidence).toHaveLength(transaction === "implicit" ? 1 : 2);
  });

  const flyway = { "src/main/resources/db/migration/V1__a.sql": "create table t ();" };
  const says = (texts: Texts) =>
    detect({ ...flyway, ...texts }).facts("src/main/resources/db/migration/V1__a.sql").wayOut?.says;

  it("Flyway: the trap of its transactional lock is told where nothing turns it off", () => {
    expect(says({})).toContain("waits without end");
    expect(says({ "flyway.conf": "# flyway.postgresql.transactional.lock=false\n" })).toContain("waits without end");
    expect(says({ "flyway.conf": "flyway.postgresql.transactional.lock=true\n" })).toContain("waits without end");
    for (const [path, text] of [
      ["flyway.conf", "flyway.postgresql.transactional.lock = false\n"],
      ["conf/flyway.conf", "flyway.postgresql.transactional.lock=false\r\n"],
      ["flyway.toml", "[flyway.postgresql]\ntransactional.lock = false\n"],
      ["src/main/resources/application.properties", "spring.flyway.postgresql.transactional-lock=false\n"],
      ["src/main/resources/application.yml", "spring:\n  flyway:\n    postgresql:\n      transactional-lock: false\n"],
    ] as const) {
      expect(says({ [path]: text }), path).not.toContain("waits without end");
    }
  });

  it("Flyway: with group, one transaction around all files", () => {
    expect(history({ ...flyway, "flyway.conf": "flyway.group=true\n" })).toMatchObject({ transaction: "all-files" });
    expect(history({ ...flyway, "flyway.conf": "flyway.group=false\n" })).toMatchObject({ transaction: "each-file" });
  });
});
