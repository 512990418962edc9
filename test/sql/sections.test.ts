import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { annotationsOf, sectionsOf } from "../../server/src/sql/sections.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

/** Each segment's first word of its body and the section it stands in. */
function drawn(text: string): string[] {
  const segments = segmentsOf(text);
  const sections = sectionsOf(segments);
  return segments.map(({ text: own, body }, index) => `${own.slice(body.start, body.end)} ${sections[index]}`.trim());
}

test.each([
  ["goose", "-- +goose Up\nBEGIN;\n-- +goose Down\nCOMMIT;", ["BEGIN up", "COMMIT down"]],
  ["goose in other words", "--  +goose up\nBEGIN;\n-- +goose DOWN\nCOMMIT;\n", ["BEGIN up", "COMMIT down", "down"]],
  ["goose, Down first", "-- +goose Down\nBEGIN;\n-- +goose Up\nCOMMIT;", ["BEGIN down", "COMMIT up"]],
  [
    "goose with blocks",
    "-- +goose Up\n-- +goose StatementBegin\nBEGIN\n-- +goose StatementEnd\n-- +goose Down\nCOMMIT;",
    ["BEGIN up", "COMMIT down"],
  ],
  ["sql-migrate", "-- +migrate Up notransaction\nBEGIN;\n-- +migrate Down\nCOMMIT;", ["BEGIN up", "COMMIT down"]],
  ["dbmate", "-- migrate:up transaction:false\nBEGIN;\n-- migrate:down\nCOMMIT;", ["BEGIN up", "COMMIT down"]],
  ["no tool", "BEGIN; -- goose Down\nCOMMIT;", ["BEGIN up", "COMMIT up"]],
  ["a liquibase rollback is a comment", "--changeset a:1\nBEGIN;\n--rollback COMMIT;\n", ["BEGIN up", "up"]],
])("sections: %s", (_title, text, expected) => {
  expect(drawn(text)).toEqual(expected);
});

test("annotations stand in the file's order, with the tool that reads them", () => {
  const text = [
    "-- +goose NO TRANSACTION\n-- prose\n-- +goose Up\nSELECT 1;\n",
    "-- migrate:up transaction:false\nSELECT '-- +goose Up';\n/* -- +goose Up */\n",
    "--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nSELECT 1;\n--rollback SELECT 2;\n",
    "SELECT 1--> statement-breakpoint\n-- atlas:txmode none\n-- no-transaction\n-- flyway:executeInTransaction=false\n",
    "-- postgres-migrations disable-transaction\n-- +migrate Down",
  ].join("");
  const annotations = annotationsOf(segmentsOf(text));
  expect(annotations.map(({ tool, text: words, segmentIndex }) => [tool, words, segmentIndex])).toEqual([
    ["goose", "+goose NO TRANSACTION", 0],
    ["goose", "+goose Up", 0],
    ["dbmate", "migrate:up transaction:false", 1],
    ["liquibase", "liquibase formatted sql", 2],
    ["liquibase", "changeset a:1 runInTransaction:false", 2],
    ["liquibase", "rollback SELECT 2;", 3],
    ["drizzle", "> statement-breakpoint", 3],
    ["atlas", "atlas:txmode none", 4],
    ["sqlx", "no-transaction", 4],
    ["flyway", "flyway:executeInTransaction=false", 4],
    ["postgres-migrations", "postgres-migrations disable-transaction", 4],
    ["sql-migrate", "+migrate Down", 4],
  ]);
  for (const { range, text: words } of annotations) {
    expect(text.slice(range.start, range.end).replace(/^--[ \t]*/, "")).toBe(words);
  }
});
