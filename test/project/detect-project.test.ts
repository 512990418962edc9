import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { detectProject, fileFacts } from "../../server/src/project/detect-project.ts";
import { memoryFiles } from "../support/memory-files.ts";

import { detect, rooted, type Texts } from "./detected.ts";

describe("the configuration's word", () => {
  const texts = { "a/1_x.sql": "", "b/2_y.sql": "", "b/1_z.sql": "" };

  it("names the folders and tools in place of the search", () => {
    const { histories } = detect(texts, { migrations: [{ folder: "/w/b", tool: "goose" }] });
    expect(histories).toMatchObject([{ folder: "b", tool: "goose", files: ["b/1_z.sql", "b/2_y.sql"] }]);
    expect(detect(texts, { migrations: [{ folder: "/w/none", tool: "goose" }] }).histories).toEqual([]);
    expect(detect(texts, { migrations: [{ folder: "/w/b", tool: "alembic" }] }).histories).toMatchObject([
      { tool: "alembic", transaction: "all-files" },
    ]);
    expect(detect(texts, { migrations: [{ folder: "/w/b", tool: undefined }] }).histories).toMatchObject([
      { tool: "plain" },
    ]);
  });

  it("names the engine and its version", () => {
    expect(detect(texts, { engine: "sqlite" }).facts("a/1_x.sql").engine).toMatchObject({
      name: "sqlite",
      assumed: false,
    });
    expect(detect(texts, { postgres: 13 }).facts("a/1_x.sql").engine).toMatchObject({ version: 13, assumed: false });
  });
});

describe("engines", () => {
  const engine = (texts: Texts, path = "db/1_a.sql") => {
    const { name, version, assumed } = detect({ [path]: "", ...texts }).facts(path).engine;
    return `${name} ${version}${assumed ? " assumed" : ""}`;
  };

  it("assumes the oldest supported Postgres where nothing tells", () => {
    expect(engine({})).toBe("postgres 15 assumed");
  });

  it.each([
    ["image: postgres:16", "postgres 16"],
    ["    image: 'postgres:16.2-alpine' # x", "postgres 16"],
    ["image: docker.io/bitnami/postgresql:14.5", "postgres 14"],
    ["image: postgis/postgis:13-3.3", "postgres 13"],
    ["image: pgvector/pgvector:pg17", "postgres 17"],
    ["image: timescale/timescaledb:2.14.2-pg15", "postgres 15"],
    ["image: supabase/postgres:15.1.0.117", "postgres 15"],
    [`image: postgres:\${PG:-16}`, "postgres 16"],
    ["image: localhost:5000/postgres:17", "postgres 17"],
    ["image: postgres", "postgres 15"],
    ["image: postgres:9.6", "postgres 12"],
    ["image: postgres:23", "postgres 18"],
    ["image: mysql:8", "mysql 8"],
    ["image: postgrest/postgrest:12", "postgres 15 assumed"],
    ["# image: postgres:16", "postgres 15 assumed"],
  ])("compose: %s is %s", (line, expected) => {
    expect(engine({ "docker-compose.dev.yml": `services:\n  db:\n${line}\n` })).toBe(expected);
  });

  it("takes the nearest, and of several the oldest", () => {
    const texts = { "compose.yaml": "image: postgres:14", "db/compose.yaml": "image: postgres:17\nimage: postgres:16" };
    expect(engine(texts)).toBe("postgres 16");
    expect(engine({ "deploy/compose.yml": "image: postgres:16" })).toBe("postgres 16");
    expect(engine({ ".github/workflows/ci.yml": "    image: postgres:13\n" })).toBe("postgres 13");
    expect(engine({ "a/compose.yaml": "image: mysql:8\nimage: postgres:16" })).toBe("postgres 16");
  });

  it("reads names of folders and files", () => {
    expect(engine({}, "db/mysql/1_a.sql")).toBe("mysql 8");
    expect(engine({}, "db/riversqlite/x/1_a.sql")).toBe("sqlite 3");
    expect(engine({}, "db/sqlite/postgres/1_a.sql")).toBe("postgres 15");
    expect(engine({}, "db/mysql-to-postgres/1_a.sql")).toBe("postgres 15 assumed");
    expect(engine({}, "db/1_a.sql.sqlite")).toBe("sqlite 3");
    expect(engine({}, "db/pgadmin/1_a.sql")).toBe("postgres 15 assumed");
  });

  it("reads a dump's header", () => {
    const dump = "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.3 (Debian)\n";
    expect(engine({ "db/structure.sql": dump }, "db/structure.sql")).toBe("postgres 16");
    expect(engine({ "db/structure.sql": dump })).toBe("postgres 16");
    expect(detect({ "x.sql": dump }).facts("x.sql").engine).toMatchObject({ version: 16, assumed: false });
  });

  it("reads Prisma's provider, and not a generator's", () => {
    const schema = 'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "mysql"\n}\n';
    expect(engine({ "prisma/schema.prisma": schema }, "prisma/schema.prisma")).toBe("mysql 8");
  });
});

describe("fileFacts", () => {
  const texts = { "m/1_a.sql": "-- +goose Up\n", "m/2_b.sql": "-- +goose Up\n" };

  it("is one value while nothing of it changes, over detections too", () => {
    const files = memoryFiles(rooted(texts));
    const first = detectProject(files, "/w", defaultConfig("/w"));
    const facts = fileFacts(first, "/w/m/1_a.sql", "-- +goose Up\n");
    expect(fileFacts(first, "/w/m/1_a.sql", "-- +goose Up\n")).toBe(facts);
    expect(fileFacts(first, "/w/m/1_a.sql", "-- +goose Up\nselect 1;")).toBe(facts);
    const again = detectProject(files, "/w", defaultConfig("/w"));
    expect(fileFacts(again, "/w/m/1_a.sql", "-- +goose Up\n")).toBe(facts);
    const changed = fileFacts(again, "/w/m/1_a.sql", "-- +goose Up\n-- +goose NO TRANSACTION\n");
    expect(changed).not.toBe(facts);
    expect(changed.optsOut).toBe(true);
    const other = detectProject(files, "/w", { ...defaultConfig("/w"), postgres: 17 });
    expect(fileFacts(other, "/w/m/1_a.sql", "-- +goose Up\n").engine.version).toBe(17);
  });

  it("gives a file that is not on disk yet to the history that would take it", () => {
    const { facts } = detect(texts);
    expect(facts("m/3_new.sql")).toMatchObject({ tool: "goose", folder: "/w/m", path: "m/3_new.sql" });
    expect(facts("m/notes.sql")).toMatchObject({ tool: undefined, folder: undefined, transaction: "none" });
    const prisma = detect({ "p/migrations/migration_lock.toml": "", "p/migrations/1_a/migration.sql": "" });
    expect(prisma.facts("p/migrations/2_b/migration.sql").tool).toBe("prisma");
    expect(prisma.facts("p/migrations/2_b/other.sql").tool).toBeUndefined();
  });

  it("knows a file that takes back by its name where no history does", () => {
    const { facts } = detect({});
    expect(facts("x/down.sql").direction).toBe("down");
    expect(facts("x/0029_a_down.sql").direction).toBe("down");
    expect(facts("x/revert/a.sql").direction).toBe("down");
    expect(facts("x/countdown.sql").direction).toBe("up");
  });
});
