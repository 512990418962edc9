import { beforeAll, describe, expect, it } from "vitest";
import { schemaJson } from "../../server/src/report/schema/schema-json.ts";
import { schemaMarkdown } from "../../server/src/report/schema/schema-markdown.ts";
import { schemaMermaid } from "../../server/src/report/schema/schema-mermaid.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { replay } from "../catalog/support/replay.ts";
import { loadMermaid } from "./support/mermaid.ts";
import { SHOP } from "./support/shop.ts";

beforeAll(loadParser);

describe("what is printed of a schema", () => {
  it("as JSON", async () => {
    await expect(`${schemaJson(replay(SHOP))}\n`).toMatchFileSnapshot("golden/shop-schema-json.txt");
  });

  it("as Markdown", async () => {
    await expect(`${schemaMarkdown(replay(SHOP))}\n`).toMatchFileSnapshot("golden/shop-schema.md");
  });

  it("as a Mermaid diagram", async () => {
    await expect(`${schemaMermaid(replay(SHOP))}\n`).toMatchFileSnapshot("golden/shop-schema.mmd");
  });

  it("of nothing", () => {
    expect(schemaMermaid(replay(""))).toBe("erDiagram");
    expect(schemaMarkdown(replay(""))).toBe("# Schema\n\n0 tables, 0 views, 0 types and 0 sequences.");
    expect(JSON.parse(schemaJson(replay("")))).toEqual({ version: 1, tables: [], views: [], enums: [], sequences: [] });
  });

  it("with credentials in defaults and comments taken out", () => {
    const sql = `CREATE TABLE t (url text DEFAULT 'postgres://me:hunter22@db/x'); COMMENT ON TABLE t IS 'see https://me:hunter22@host/';`;
    for (const print of [schemaJson, schemaMarkdown, schemaMermaid])
      expect(print(replay(sql))).not.toContain("hunter22");
  });
});

describe("Mermaid's own parser takes", () => {
  const mermaid = loadMermaid();
  const NAMES = [
    ..."one many zero only optionally to u end style class classDef subgraph erDiagram direction accTitle title".split(
      " ",
    ),
    ..."PK fk UK constructor __proto__ 1 42abc 1+ one_more ünïcode 表 a.b a-b a[b] a{b} a(b) --> ||--o{ ~x~ `x` # %% ;".split(
      " ",
    ),
    ..."%%{init:{}}%% #quot; a#35;b <b> \\ ' * & ::: , : | \" @ $ ? / ! = + ^".split(" "),
    ...[
      "two words",
      'with "quotes"',
      "direction TB",
      "x direction  LR y",
      "accTitle: x",
      "line\nbreak",
      "tab\there",
      "  ",
      "---",
    ],
  ];

  it.each(NAMES)("a table, a column and a type named %j", async (name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const other = `"${name.replaceAll('"', '""')}2"`;
    const sql = `CREATE TYPE ${quoted} AS ENUM (); CREATE TABLE ${other} (id int PRIMARY KEY);
      CREATE TABLE ${quoted} (${quoted} ${quoted}, k int REFERENCES ${other}, ${other} int UNIQUE REFERENCES ${other});
      COMMENT ON COLUMN ${quoted}.${quoted} IS ${`'${name.replaceAll("'", "''")}'`};`;
    const diagram = schemaMermaid(replay(sql));
    expect(diagram.split("\n").filter((line) => /^ {2}\w+ [|o]+--o. /.test(line)).length).toBe(2);
    await expect(mermaid.parse(diagram), diagram).resolves.toMatchObject({ diagramType: "er" });
  });

  it("the shop, nothing, and a table without columns", async () => {
    for (const sql of [SHOP, "", "CREATE TABLE t ();", "CREATE TABLE a (b int REFERENCES elsewhere);"]) {
      await expect(mermaid.parse(schemaMermaid(replay(sql)))).resolves.toMatchObject({ diagramType: "er" });
    }
  });

  it("not everything", async () => {
    await expect(mermaid.parse("erDiagram\n  one {\n    int pk\n  }")).rejects.toThrow();
  });

  it("names that come to be the same word, each as a table of its own", () => {
    const diagram = schemaMermaid(
      replay(`CREATE TABLE "a b" (x int); CREATE TABLE "a-b" (y int); CREATE TABLE a_b (z int);`),
    );
    expect(diagram.split("\n").filter((line) => line.endsWith("{"))).toEqual([
      '  a_b["a b"] {',
      '  a_b_2["a-b"] {',
      '  a_b_3["a_b"] {',
    ]);
  });
});
