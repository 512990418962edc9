import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import type { Statement } from "../../server/src/sql/statement.ts";
import type { Range } from "../../server/src/text/range.ts";
import { lowered, shown } from "./lowered.ts";

beforeAll(loadParser);

/** The text with the range between brackets that occur nowhere else in these tests. */
function marked(text: string, { start, end }: Range): string {
  return `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
}

function only<Kind extends Statement["kind"]>(sql: string, kind: Kind): Extract<Statement, { kind: Kind }> {
  const statement = lowered(sql);
  if (statement.kind !== kind) throw new Error(statement.kind);
  return statement as Extract<Statement, { kind: Kind }>;
}

test("the parser counts bytes, the ranges UTF-16 code units", () => {
  const sql = `create table "😀 é" ("größe 😀" numeric(10, 2) default '😀' not null, b text check (b <> '漢字😀'))`;
  const { name, columns } = only(sql, "createTable");
  expect(marked(sql, name.range)).toMatch(/^create table ⟦"😀 é"⟧ \(/);
  expect(marked(sql, columns[0]?.type?.range ?? name.range)).toContain(`"größe 😀" ⟦numeric(10, 2)⟧ default`);
  expect(shown(sql)).toMatchObject({
    name: { name: "😀 é" },
    columns: [
      {
        name: { name: "größe 😀", range: `"größe 😀"` },
        constraints: [{ range: "default '😀'" }, { range: "not null" }],
      },
      { constraints: [{ range: "check (b <> '漢字😀')", expression: { text: "b <> '漢字😀'" } }] },
    ],
  });
});

test("the same words twice: the right ones are meant", () => {
  const sql = "alter table t alter t type t using t";
  const action = only(sql, "alterTable").actions[0];
  if (action?.kind !== "alterColumnType") throw new Error(action?.kind);
  expect(marked(sql, action.column.range)).toBe("alter table t alter ⟦t⟧ type t using t");
  expect(marked(sql, action.type.range)).toBe("alter table t alter t type ⟦t⟧ using t");
  expect(marked(sql, action.using?.range ?? action.range)).toBe("alter table t alter t type t using ⟦t⟧");
});

test("comments, line ends and blanks between any two words", () => {
  const sql = [
    "ALTER  TABLE -- the table, (or one) of them",
    "\tONLY /* a /* nested */ one */ s . t",
    "  ADD CONSTRAINT /* , */ fk FOREIGN -- (",
    "  KEY ( a , b ) REFERENCES p ( x , y ) -- , drop column z",
    "  NOT /* yet */ VALID , DROP CONSTRAINT IF EXISTS k",
  ].join("\r\n");
  expect(shown(sql)).toMatchObject({
    name: { schema: "s", name: "t", range: "s . t" },
    actions: [
      {
        constraint: {
          name: { range: "fk" },
          keyword: "FOREIGN -- (\r\n  KEY",
          columns: [{ range: "a" }, { range: "b" }],
          references: { columns: [{ range: "x" }, { range: "y" }] },
          notValid: true,
        },
      },
      { range: "DROP CONSTRAINT IF EXISTS k", constraint: { range: "k" } },
    ],
  });
});

test("names are folded and cut as Postgres does", () => {
  const long = "x".repeat(70);
  expect(shown(`DROP TABLE Orders, "Orders", "a""b", "s.t", ${long}, U&"d!0061ta" UESCAPE '!'`)).toMatchObject({
    names: [
      { name: "orders", range: "Orders" },
      { name: "Orders", range: `"Orders"` },
      { name: 'a"b', range: `"a""b"` },
      { name: "s.t", range: `"s.t"` },
      { name: "x".repeat(63), range: long },
      { name: "data", range: `U&"d!0061ta" UESCAPE '!'` },
    ],
  });
});

test("a segment's comments stand before the statement, which starts after them", () => {
  const segment = segmentsOf("-- 😀 first\nDROP TABLE a; /* 漢 */ DROP TABLE b")[1];
  const statement = segment?.parsed?.statement;
  if (!segment || statement?.kind !== "drop") throw new Error("no statement");
  expect(marked(segment.text, statement.range)).toBe(" /* 漢 */ ⟦DROP TABLE b⟧");
  expect(marked(segment.text, statement.keyword)).toBe(" /* 漢 */ ⟦DROP TABLE⟧ b");
  expect(statement.names.map(({ range }) => marked(segment.text, range))).toEqual([" /* 漢 */ DROP TABLE ⟦b⟧"]);
});

test("a name of which a template's placeholder is a part is one name", () => {
  const text = `ALTER TABLE \${schema}.pre_\${tenant}_orders ADD COLUMN c int`;
  const statement = segmentsOf(text)[0]?.parsed?.statement;
  if (statement?.kind !== "alterTable") throw new Error(statement?.kind);
  expect(marked(text, statement.name.range)).toBe(`ALTER TABLE ⟦\${schema}.pre_\${tenant}_orders⟧ ADD COLUMN c int`);
  expect(statement.actions.map(({ range }) => marked(text, range))).toEqual([
    `ALTER TABLE \${schema}.pre_\${tenant}_orders ⟦ADD COLUMN c int⟧`,
  ]);
});

test("large and deep statements", () => {
  const many = Array.from({ length: 3_000 }, (_, at) => `c${at} int default ${at} not null`).join(", ");
  expect(only(`create table t (${many})`, "createTable").columns.at(-1)).toMatchObject({ name: { name: "c2999" } });
  const constraints = "check (true) ".repeat(3_000);
  expect(only(`create table t (a int ${constraints})`, "createTable").columns[0]?.constraints).toHaveLength(3_000);
  const deep = `${"(".repeat(500)}select x from a${")".repeat(500)}`;
  expect(lowered(deep)).toMatchObject({ kind: "select", reads: [{ name: "a" }] });
  const tables = Array.from({ length: 2_000 }, (_, at) => `w${at} as (select from t${at})`).join(", ");
  expect(lowered(`with ${tables} select`)).toHaveProperty("reads.length", 2_000);
});
