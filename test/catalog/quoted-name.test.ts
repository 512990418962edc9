import { expect, it } from "vitest";
import { quotedName, quoteIdentifier } from "../../server/src/catalog/quoted-name.ts";

// Watched: `SELECT quote_ident(…)` on Postgres 18.
it.each([
  ["orders", "orders"],
  ["_a1", "_a1"],
  ["User", '"User"'],
  ["1a", '"1a"'],
  ["a$b", '"a$b"'],
  ["é", '"é"'],
  ["", '""'],
  ['a"b', '"a""b"'],
  ["select", '"select"'],
  ["user", '"user"'],
  ["json_table", '"json_table"'],
  ["name", "name"],
  ["constructor", "constructor"],
])("%s is written %s", (name, written) => {
  expect(quoteIdentifier(name)).toBe(written);
});

it("a schema is written unless it is public", () => {
  expect(quotedName("public", "User")).toBe('"User"');
  expect(quotedName("App", "order")).toBe('"App"."order"');
});
