import { describe, expect, test } from "vitest";
import { olderMigrations } from "../../server/src/project/older-migrations.ts";
import { detect, type Texts } from "./detected.ts";

const older = (texts: Texts, since: string, stored?: readonly string[]) => {
  const filesAt = () => stored && new Set(stored.map((path) => `/w/${path}`));
  const found = olderMigrations(detect(texts).project, since, filesAt);
  return found && [...found].map((path) => path.slice("/w/".length)).sort();
};

const GOOSE = {
  "a/1_a.sql": "-- +goose Up\n",
  "a/2_b.sql": "-- +goose Up\n",
  "a/10_c.sql": "-- +goose Up\n",
  "b/1_x.sql": "-- +goose Up\n",
};

describe("a file", () => {
  test.each(["10_c.sql", "a/10_c.sql", "10_c"])("by %s: those before it in its own history", (since) => {
    expect(older(GOOSE, since)).toEqual(["a/1_a.sql", "a/2_b.sql"]);
  });
  test("the first one has none before it", () => {
    expect(older(GOOSE, "a/1_a.sql")).toEqual([]);
  });
  test("by its folder, with what takes those before it back", () => {
    const texts = {
      "prisma/migrations/20240101_a/migration.sql": "",
      "prisma/migrations/20240101_a/down.sql": "",
      "prisma/migrations/20240102_b/migration.sql": "",
      "prisma/migrations/20240102_b/down.sql": "",
    };
    expect(older(texts, "20240102_b")).toEqual([
      "prisma/migrations/20240101_a/down.sql",
      "prisma/migrations/20240101_a/migration.sql",
    ]);
    const pairs = { "m/1_a.up.sql": "", "m/1_a.down.sql": "", "m/2_b.up.sql": "", "m/2_b.down.sql": "" };
    expect(older(pairs, "m/2_b.up.sql")).toEqual(["m/1_a.down.sql", "m/1_a.up.sql"]);
  });
});

describe("a date", () => {
  const texts = {
    "m/20231231235959_a.sql": "-- +goose Up\n",
    "m/20240101000000_b.sql": "-- +goose Up\n",
    "m/20240601000000_c.sql": "-- +goose Up\n",
  };
  test.each([
    ["2024-01-01", 1],
    ["2024-01-02", 2],
    ["2024-01-01T00:00:01Z", 2],
    ["2024-01-01T01:00:00+02:00", 0],
    ["2024-01-01 00:00", 1],
    ["2030-01-01", 3],
  ])("%s", (since, count) => {
    expect(older(texts, since)).toHaveLength(count);
  });
  test("against days, seconds and milliseconds", () => {
    expect(older({ "m/20240101_a.sql": "-- +goose Up\n", "m/20240102_b.sql": "-- +goose Up\n" }, "2024-01-02")).toEqual(
      ["m/20240101_a.sql"],
    );
    const seconds = { "m/1704067199_a.sql": "-- +goose Up\n", "m/1704067200_b.sql": "-- +goose Up\n" };
    expect(older(seconds, "2024-01-01")).toEqual(["m/1704067199_a.sql"]);
    const millis = { "m/1704067199999_a.sql": "-- +goose Up\n", "m/1704067200000_b.sql": "-- +goose Up\n" };
    expect(older(millis, "2024-01-01")).toEqual(["m/1704067199999_a.sql"]);
  });
  test("numbered files have none, so all of them are reviewed", () => {
    expect(older(GOOSE, "2030-01-01")).toEqual([]);
  });
  test("what is no date is taken for a revision", () => {
    expect(older(texts, "2024-13-01")).toBeUndefined();
  });
});

describe("a revision", () => {
  test("the files that it holds, wherever they stand in the order", () => {
    expect(older(GOOSE, "v1.2", ["a/1_a.sql", "a/10_c.sql", "other.sql"])).toEqual(["a/10_c.sql", "a/1_a.sql"]);
  });
  test("is nothing where nobody can be asked", () => {
    expect(older(GOOSE, "v1.2")).toBeUndefined();
  });
});
