import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { SegmentKind } from "../../server/src/sql/segment.ts";
import { isSent, segmentStarts, segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

const letters: Record<string, SegmentKind> = { s: "statement", m: "meta", e: "empty" };

/** A title, the kinds of the segments by their first letters, and the text with `¦` at each boundary inside it. */
const cases: readonly (readonly [string, string, string])[] = [
  ["nothing", "", ""],
  ["blanks", "e", " \n\t\r\n"],
  ["comments only", "e", "-- one\n/* two */\n"],
  ["stray semicolons", "eee", ";¦ ;¦\n"],
  ["one without semicolon", "s", "SELECT 1"],
  ["two", "sse", "SELECT 1;¦\nSELECT 2;¦\n"],
  ["comments lead the next statement", "sse", "SELECT 1;¦ -- about one\n-- about two\nSELECT 2;¦ -- rest"],
  ["a missing semicolon", "s", "CREATE TABLE a (x int)\nCREATE TABLE b (x int);"],
  ["CRLF", "sse", "SELECT 1;¦\r\nSELECT 2;¦\r\n"],
  ["lone CR ends a comment", "ss", "-- a;\rSELECT 1;¦-- b;\rSELECT 2;"],
  ["a byte-order mark", "ss", "\ufeffSELECT 1;¦SELECT 2;"],
  ["semicolons in quotes", "ss", `SELECT ';', ";" FROM t;¦SELECT 2;`],
  ["doubled quotes", "ss", `SELECT 'it''s; ', "a"";";¦SELECT 2;`],
  ["a backslash closes nothing in a standard string", "ss", "SELECT '\\';¦SELECT ';';"],
  ["a backslash escapes in E''", "ss", "SELECT E'\\';', e'\\\\';¦SELECT 2;"],
  ["E'' goes on over a line's end", "ss", "SELECT E'a'\n  '\\';';¦SELECT 2;"],
  ["other prefixes", "ss", "SELECT N';', B'0', X'F', U&';\\0061', U&\"d;\" FROM t;¦SELECT 2;"],
  ["no prefix behind a longer word", "ss", "SELECT date';\\';¦SELECT 2;"],
  ["dollar quotes", "ss", "SELECT $$;$$, $a$ ; $$ ; $b$ $a$;¦SELECT 2;"],
  ["no dollar quote inside a name", "ss", "SELECT a$b$c;¦SELECT $b$;"],
  ["parameters are no dollar quotes", "ss", "SELECT $1;¦SELECT $1;"],
  ["nested comments", "ss", "/* ; /* ; */ ; */ SELECT 1 /* ; */;¦SELECT 2;"],
  ["operators end before comments", "ss", "SELECT 1 +-- ;\n 2 */* ; */ 3;¦SELECT 2;"],
  ["parentheses do not hold a semicolon", "ss", "CREATE TABLE a (x int;¦CREATE TABLE b (x int);"],
  [
    "a rule's actions",
    "ss",
    "CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;);¦SELECT 2;",
  ],
  ["a rule that is being typed", "ss", "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a;¦\nCREATE TABLE b (x int);"],
  [
    "BEGIN ATOMIC",
    "ss",
    "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC\nSELECT CASE WHEN a > 1 THEN 2 END AS end; SELECT 1;\nEND;¦SELECT 2;",
  ],
  ["BEGIN ATOMIC of a procedure", "ss", "create procedure p() begin atomic select 1; end;¦select 2;"],
  [
    "BEGIN ATOMIC that is being typed",
    "ss",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1;¦\n\nCREATE TABLE b (x int);",
  ],
  ["BEGIN alone is a statement", "ssss", "BEGIN;¦SELECT 1;¦END;¦SELECT 2;"],
  ["COPY data", "sse", "COPY t (a) FROM stdin;\nit's; a\n\\.x\n\\.\n¦SELECT 2;¦\n"],
  ["COPY data with CRLF", "ss", "COPY t FROM STDIN WITH (FORMAT csv);\r\n1;2\r\n\\.\r\n¦SELECT 2;"],
  ["empty COPY data", "ss", "COPY t FROM stdin;\n\\.\n¦SELECT 2;"],
  ["COPY data at the end of the text", "s", "COPY t FROM stdin;\n1\n\\."],
  ["COPY from a file", "ss", "COPY t FROM '/stdin';¦\nSELECT 2;"],
  ["COPY whose data is still missing", "ss", "COPY t FROM stdin;¦\nSELECT 2;"],
  ["psql commands", "mmsm", "\\c db\n¦\\set x 'it\n¦SELECT 1;¦\n\\restrict abc;def"],
  ["psql copy with data", "ms", "\\copy t from stdin\n1;'\n\\.\n¦SELECT 2;"],
  ["gexec ends a query", "ss", "SELECT 'x' \\gexec\n¦SELECT 2;"],
  ["gset at a line's start", "ss", "SELECT 1 AS a\n\\gset p_\n¦SELECT 2;"],
  ["if inside a query", "ss", "SELECT\n\\if :x\n 1\n\\endif\n;¦SELECT 2;"],
  ["a backslashed semicolon", "ss", "SELECT 1\\;¦ SELECT 2;"],
  ["psql variables", "ss", "SELECT :a, :'b', :\"c\", x::int;¦SELECT 2;"],
  [
    "goose: several statements in a block, the last without semicolon",
    "ssse",
    "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;¦\nSELECT 2\n-- +goose StatementEnd¦\n-- +goose Down\nSELECT 3;¦\n",
  ],
  ["goose: Down ends what Up left open", "ss", "-- +goose Up\nSELECT 1\n¦-- +goose Down\nSELECT 2"],
  ["goose: a block ends what stands before it", "ss", "SELECT 1\n¦-- +goose StatementBegin\nSELECT 2"],
  ["sql-migrate", "ss", "-- +migrate Up\nSELECT 1\n¦-- +migrate Down\nSELECT 2"],
  ["dbmate", "ss", "-- migrate:up\nSELECT 1\n¦-- migrate:down\nSELECT 2"],
  ["liquibase", "ss", "--liquibase formatted sql\n--changeset a:1\nSELECT 1\n¦--changeset a:2\nSELECT 2"],
  ["liquibase's rollback is a comment", "ss", "--changeset a:1\nSELECT 1;¦\n--rollback DROP TABLE x;\nSELECT 2;"],
  ["drizzle", "ss", "SELECT 1\n--> statement-breakpoint¦\nSELECT 2"],
  ["drizzle with semicolons", "ss", "SELECT 1;¦--> statement-breakpoint\nSELECT 2;"],
  ["prose is no mark", "s", "SELECT 1\n-- migrate this up, goose Down, changeset\n+ 1"],
  ["GO", "ssse", "CREATE TABLE a (x int)\n¦GO¦\nCREATE TABLE b (x int);¦\n"],
  ["go as a name", "s", "SELECT go\ngo\nFROM t"],
  ["DELIMITER", "sss", "SELECT 1;¦\nDELIMITER //\nSELECT 1; SELECT 2//\nDELIMITER ;¦\nSELECT 2;"],
  ["DELIMITER without reset", "ss", "SELECT 1;¦\ndelimiter $$\nSELECT 1; SELECT 2$$\n"],
  ["backquotes", "ss", "SELECT `a;b`;¦SELECT 2;"],
  ["a lone backquote", "ss", "SELECT 1 ` 2;¦SELECT 2;"],
  ["templates", "ss", `SELECT \${a;b}, {{ c; d }}, <%= e; %>, $%F%$;¦SELECT 2;`],
  ["NUL", "ss", "SELECT \0;¦SELECT 2;"],
  ["an open string before a statement", "ss", "SELECT 'abc;\n¦CREATE TABLE t (x int);"],
  ["an open string before other strings", "sss", "SELECT 'abc;\n\n¦SELECT 'b';¦\nSELECT 'c';"],
  ["a string that holds statements", "ss", "SELECT '\nCREATE TABLE x;\nSELECT 1;\n' AS x;¦SELECT 'y';"],
  ["an open name", "ss", 'ALTER TABLE "abc;\n¦CREATE TABLE "t" (x int);'],
  ["an open dollar quote", "ss", "DO $$ BEGIN\nUPDATE t SET x = 1;\n\n¦CREATE TABLE t (x int);"],
  [
    "an open dollar quote before another",
    "ss",
    "CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n\n¦CREATE FUNCTION g() RETURNS int AS $$ BEGIN; END $$ LANGUAGE plpgsql;",
  ],
  ["a body that holds statements", "ss", "DO $$ BEGIN\nCREATE TABLE t (x int);\nEND $$;¦SELECT 1;"],
  ["an open comment", "ss", "SELECT 1 /* abc\n\n¦SELECT 2;"],
  ["an open quote to the end", "s", "SELECT 'abc; def"],
];

describe("where a file is cut", () => {
  test.each(cases)("%s", (_title, kinds, marked) => {
    const text = marked.replaceAll("¦", "");
    const segments = segmentsOf(text);
    const starts = segmentStarts(segments).slice(1);
    const drawn = [...text.split("")]
      .map((character, at) => (starts.includes(at) ? `¦${character}` : character))
      .join("");
    expect(drawn).toBe(marked);
    expect(segments.map(({ kind }) => kind)).toEqual([...kinds].map((letter) => letters[letter]));
  });

  test.each(cases)("%s: the same from each boundary on", (_title, _kinds, marked) => {
    const text = marked.replaceAll("¦", "");
    const segments = segmentsOf(text);
    for (const [index, start] of segmentStarts(segments).entries()) {
      expect(segmentsOf(text.slice(start)).map((segment) => segment.text)).toEqual(
        segments.slice(index).map((segment) => segment.text),
      );
    }
  });

  test.each(cases)("%s: cut off anywhere, it stays whole", (_title, _kinds, marked) => {
    const text = marked.replaceAll("¦", "");
    for (let end = 0; end <= text.length; end++) {
      const start = text.slice(0, end);
      expect(
        segmentsOf(start)
          .map((segment) => segment.text)
          .join(""),
      ).toBe(start);
    }
  });
});

/** The text of a segment's body. */
function bodies(text: string): string[] {
  return segmentsOf(text)
    .filter(isSent)
    .map((segment) => segment.text.slice(segment.body.start, segment.body.end));
}

describe("what a segment holds", () => {
  test("a body has no outer comments, no semicolon and no data", () => {
    expect(bodies("-- a\nSELECT /* b */ 1 -- c\n;")).toEqual(["SELECT /* b */ 1"]);
    expect(bodies("COPY t FROM stdin ; -- d\n1\n\\.\n")).toEqual(["COPY t FROM stdin"]);
    expect(bodies("SELECT 1 \\gset x\n")).toEqual(["SELECT 1"]);
    expect(bodies("SELECT 1\n--> statement-breakpoint\n")).toEqual(["SELECT 1"]);
  });

  test("comments and placeholders count from the segment's start", () => {
    const segment = segmentsOf(`SELECT 0; -- a\nSELECT \${x} /* b */;`)[1];
    const at = (range: { start: number; end: number }) => segment?.text.slice(range.start, range.end);
    expect(segment?.comments.map(({ range, style }) => [at(range), style])).toEqual([
      ["-- a", "line"],
      ["/* b */", "block"],
    ]);
    expect(segment?.placeholders.map(at)).toEqual([`\${x}`]);
  });

  test("a file's end and a stray semicolon have an empty body at their end", () => {
    expect(segmentsOf(" ; -- x").map(({ body }) => body)).toEqual([
      { start: 2, end: 2 },
      { start: 5, end: 5 },
    ]);
  });

  test("a psql command's body is the command", () => {
    const segment = segmentsOf("-- a\n\\c db \nSELECT 1")[0];
    expect(segment?.text.slice(segment.body.start, segment.body.end)).toBe("\\c db");
    expect(segment?.parsed).toBeUndefined();
  });

  test("what stands at a nul, half a surrogate pair or a very long line is still a file", () => {
    for (const text of ["\0", "\ud800", "SELECT '\udc00é' FROM \ud83d;", "x".repeat(100_000), "(".repeat(30_000)]) {
      expect(
        segmentsOf(text)
          .map((segment) => segment.text)
          .join(""),
      ).toBe(text);
    }
  });
});
