import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { reviewHistory } from "../rules/review-example.ts";

beforeAll(loadParser);

const messages = (before: string, text: string) => {
  const files = { "/project/db/migrations/0001_a.sql": before, "/project/db/migrations/0002_b.sql": text };
  const { findings } = reviewHistory({ files, reviewed: "/project/db/migrations/0002_b.sql" });
  return findings.filter(({ rule }) => rule === "index-not-concurrent").map(({ message }) => message);
};

test("a table of a schema that no search_path of the files leads to is not said to be made by none of them", () => {
  const made = "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int);";
  expect(messages(made, "CREATE INDEX i ON orders (id);")).toEqual([
    expect.stringContaining("Earlier files make shop.orders, to which the server's search_path may lead"),
  ]);
  expect(
    messages(`${made} CREATE SCHEMA old; CREATE TABLE old.orders (id int);`, "CREATE INDEX i ON orders (id);"),
  ).toEqual([expect.stringContaining("Nothing that runs before makes orders")]);
  expect(messages("", `${made} CREATE INDEX i ON orders (id);`)).toEqual([]);
});
