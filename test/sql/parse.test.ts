import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { Segment } from "../../server/src/sql/segment.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

function only(text: string): Segment {
  const [segment, ...others] = segmentsOf(text).filter(({ kind }) => kind !== "empty");
  if (segment === undefined || others.length > 0) throw new Error(`not one segment: ${text}`);
  return segment;
}

/** What the error's range covers, and its message. */
function errorOf(text: string): readonly (string | undefined)[] {
  const segment = only(text);
  const error = segment.parsed?.error;
  expect(segment.parsed?.statement).toBeUndefined();
  return [error && segment.text.slice(error.range.start, error.range.end), error?.message];
}

describe("a syntax error stands where Postgres points", () => {
  test.each([
    ["CREATE TABEL t (x int)", "TABEL", 'syntax error at or near "TABEL"'],
    ["-- é\n/* \u{1f600} */ SELECT 'é\u{1f600}' FROM FROM t", "FROM", 'syntax error at or near "FROM"'],
    ["DROP INDEX i ON t;", "ON", 'syntax error at or near "ON"'],
    ["SELECT 1 +", "+", "syntax error at end of input"],
    ["SELECT 1 + -- more\n", "+", "syntax error at end of input"],
    ["SELECT 1 + -- more\n ;", ";", 'syntax error at or near ";"'],
    ["CREATE TABLE t (x int;", ";", 'syntax error at or near ";"'],
    ["CREATE TABLE a (x int)\nCREATE TABLE b (x int);", "CREATE", 'syntax error at or near "CREATE"'],
    ["SELECT 'abc; def", "'abc; def", `unterminated quoted string at or near "'abc; def"`],
    ["SELECT 'abc;\n def", "'abc;\n def", `unterminated quoted string at or near "'abc;…"`],
    ["SELECT 1 /* abc", "/* abc", 'unterminated /* comment at or near "/* abc"'],
    ["/* abc", "/* abc", 'unterminated /* comment at or near "/* abc"'],
    ["SELECT 123abc;", "123", 'trailing junk after numeric literal at or near "123abc"'],
    ["SELECT U&'\\zzzz', 1;", "U&'\\zzzz'", "invalid Unicode escape"],
    ["SELECT \0 1;", "\0", "a NUL character cannot stand in SQL"],
    ["SELECT 'a\0b';", "\0", "a NUL character cannot stand in SQL"],
    ["SELECT '\ud800\ud800' FROM FROM t", "FROM", 'syntax error at or near "FROM"'],
    ["DELIMITER //\nSELECT 1//\nDELIMITER ;", "DELIMITER", 'syntax error at or near "DELIMITER"'],
    ["GO", "GO", 'syntax error at or near "GO"'],
  ])("%j", (text, underlined, message) => {
    expect(errorOf(text)).toEqual([underlined, message]);
  });

  test("its neighbours are read as ever", () => {
    const segments = segmentsOf("SELECT 1;\nCREATE TABEL t (x int);\nSELECT 2;");
    expect(segments.map(({ parsed }) => parsed?.statement?.kind)).toEqual(["select", undefined, "select"]);
    expect(segments.map(({ parsed }) => parsed?.error !== undefined)).toEqual([false, true, false]);
  });
});

describe("a placeholder is no syntax error", () => {
  test.each([
    [`CREATE TABLE \${schema}.t (x int)`, "createTable"],
    [`CREATE TABLE pre_\${name}_post (x int)`, "createTable"],
    ["ALTER TABLE {{ table }} ADD COLUMN x int", "alterTable"],
    ["CREATE TABLE <%= name %> (x $%TYPE%$)", "createTable"],
    ["ALTER TABLE t ADD COLUMN x :type NOT NULL", "alterTable"],
    ["SELECT * FROM t LIMIT :count", "select"],
    ["SELECT a[1:n], x::int, '{\"a\":b}' FROM t", "select"],
    [`SELECT interval \${span} FROM :"table" WHERE a = :'value'`, "select"],
    [`CREATE TABLE t (x varchar(\${length}), y \${type})`, "createTable"],
    ["INSERT INTO t {% if x %} (a) {% endif %} VALUES (1)", "insert"],
    ["CREATE TABLE /* TEMPLATE: schema */t (x int)", "createTable"],
    [`SELECT 1 \${separator} 2`, "select"],
    ["SELECT 1 \\if :x \n + 2\n\\endif\n FROM t", "select"],
  ])("%s", (text, kind) => {
    const { parsed } = only(text);
    expect(parsed?.error).toBeUndefined();
    expect(parsed?.statement?.kind).toBe(kind);
  });

  test.each([`\${everything}`, ":query;", `SELECT \${a} FROM FROM`, "SELECT \\if :x\n FROM \\else\n FROM\n\\endif\n;"])(
    "%s: neither a statement nor an error",
    (text) => {
      expect(only(text).parsed).toEqual({ statement: undefined, error: undefined });
    },
  );

  test("ranges stay true behind one", () => {
    const text = `-- é\nALTER TABLE \${schema}.é ADD COLUMN b int`;
    const { parsed } = only(text);
    const action = parsed?.statement?.kind === "alterTable" ? parsed.statement.actions[0] : undefined;
    expect(action && text.slice(action.range.start, action.range.end)).toBe("ADD COLUMN b int");
  });

  test("many of them do not hold the reader up", () => {
    const text = `SELECT ${"{{a}} ".repeat(20_000)}`;
    expect(only(text).parsed?.error).toBeUndefined();
  });
});

describe("what cannot be parsed here", () => {
  test.each([
    ["an expression of 20,000 terms", `SELECT ${"1 + ".repeat(20_000)} 1;`],
    ["20,000 parentheses", `SELECT ${"(".repeat(20_000)}1${")".repeat(20_000)};`],
    ["more than 256 KiB", `SELECT '${"x".repeat(1 << 18)}';`],
  ])("%s is left alone, and the next statement is read", (_title, text) => {
    const [first, second] = segmentsOf(`${text}SELECT 2;`);
    expect(first?.parsed?.statement).toBeUndefined();
    expect(second?.parsed?.statement?.kind).toBe("select");
  });
});
