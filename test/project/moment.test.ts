import { describe, expect, test } from "vitest";
import { timeBetween } from "../../server/src/project/moment.ts";

const HOUR = 60 * 60 * 1000;

describe("the time between two migrations", () => {
  test.each([
    ["db/20240101100000_a.sql", "db/20240101120000_b.sql", 2 * HOUR],
    ["prisma/migrations/20240101235959_a/migration.sql", "prisma/migrations/20240102000000_b/migration.sql", 1000],
    ["V20240101_1__a.sql", "V20240102_1__b.sql", 24 * HOUR],
    ["1700000000_a.sql", "1700003600_b.sql", HOUR],
    ["1700000000000_a.sql", "1700003600000_b.sql", HOUR],
    ["2024-01-02-000000_a/up.sql", "2024-01-01-000000_b/up.sql", -24 * HOUR],
    ["20240101100000_a.sql", "1704110400_b.sql", 2 * HOUR],
  ])("%s, %s: %i ms", (first, second, time) => {
    expect(timeBetween(first, second)).toBe(time);
  });

  test.each([
    ["0001_a.sql", "0002_b.sql"],
    ["20240101100000_a.sql", "0002_b.sql"],
    ["V1.2__a.sql", "20240101100000_a.sql"],
    ["a.sql", "b.sql"],
    ["20249901_a.sql", "20249902_b.sql"],
  ])("%s, %s: nobody knows", (first, second) => {
    expect(timeBetween(first, second)).toBeUndefined();
  });
});
