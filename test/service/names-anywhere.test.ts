import { beforeAll, expect, test } from "vitest";
import { completionsFor } from "../../server/src/service/completion.ts";
import { definitionFor } from "../../server/src/service/definition.ts";
import { documentSymbolsOf } from "../../server/src/service/document-symbols.ts";
import { nameHoverAt } from "../../server/src/service/name-hover.ts";
import { referencesFor } from "../../server/src/service/references.ts";
import { renamableAt, renameAt } from "../../server/src/service/rename.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";
import { uriOf } from "./marked-files.ts";
import { SHOP } from "./shop-history.ts";

beforeAll(loadParser);

const HOSTILE: Readonly<Record<string, string>> = {
  quotes: `CREATE TABLE "a""b" ("c""d" int, U&"\\0061" text);\nSELECT "a""b"."c""d" FROM "a""b" AS "x y";\nUPDATE "a""b" SET "c""d" = 1`,
  letters:
    "CREATE TABLE été (naïve text, 😀 int);\r\nSELECT é.naïve, 😀 FROM été é;\r\nALTER TABLE été RENAME naïve TO 😀😀",
  bodies:
    "DO $$ BEGIN ALTER TABLE t ADD COLUMN c int; PERFORM 1 FROM t; END $$;\nCREATE FUNCTION f() RETURNS TABLE(a int) LANGUAGE sql AS $x$ SELECT id FROM t $x$;",
  loops:
    "WITH RECURSIVE a AS (SELECT * FROM a, a AS b, a AS c), d AS (SELECT * FROM a, a AS e) SELECT x, d.y FROM d, d AS f, d AS g;",
  psql: "\\set x 1\nCREATE TABLE :x (id int);\nCOPY :x (id) FROM stdin;\n1\n\\.\nSELECT @{a} FROM @{b}.c;".replaceAll(
    "@",
    "$",
  ),
  commands:
    "ALTER TYPE a.b RENAME ATTRIBUTE c TO d; DROP TRIGGER t ON s.o; COMMENT ON CONSTRAINT k ON DOMAIN d IS 'x'; DROP OPERATOR + (int, int); ALTER TABLE t RENAME TO; GRANT SELECT (a) ON t TO x; DROP CAST (int AS text); COMMENT ON FUNCTION f(int) IS 'x'; ALTER INDEX i ATTACH PARTITION j; CREATE RULE r AS ON UPDATE TO t DO ALSO SELECT new.id",
};

/** Asks everything that an editor may ask at a place. */
function askAll(path: string, text: string, offset: number): void {
  const workspace = workspaceOver({ ...SHOP, [path]: text });
  const document = workspace.documents.get(`${ROOT}/${path}`);
  if (document === undefined) throw new Error(`${path} was not read`);
  definitionFor(workspace, document, offset, uriOf);
  referencesFor(workspace, document, offset, "with declarations", uriOf);
  renamableAt(workspace, document, offset);
  renameAt(workspace, document, offset, { newName: "n", uriOf, versionOf: () => null });
  nameHoverAt(workspace, document, offset);
  completionsFor(workspace, document, offset);
  const outside = documentSymbolsOf(document).filter(({ name, range, selectionRange: { start, end } }) => {
    const lines = [range.start.line, start.line, end.line, range.end.line];
    return name === "" || lines.some((line, index) => line < (lines[index - 1] ?? 0));
  });
  expect(outside).toEqual([]);
}

test.each(Object.entries(HOSTILE))("nothing throws wherever a text is cut: %s", (_, text) => {
  for (let end = 0; end <= text.length; end += 1)
    askAll("prisma/migrations/9_x/migration.sql", text.slice(0, end), end);
});

test("nothing throws wherever a cursor stands", () => {
  for (const text of Object.values(HOSTILE)) {
    for (let at = 0; at <= text.length; at += 3) askAll("prisma/migrations/9_x/migration.sql", text, at);
  }
});

test("nothing throws in a Prisma schema that is cut anywhere", () => {
  const text = SHOP["prisma/schema.prisma"] ?? "";
  for (let end = 0; end <= text.length; end += 5)
    askAll("prisma/schema.prisma", text.slice(0, end), Math.max(0, end - 2));
});

test("names that are nested deeply, and long lists, end", () => {
  const deep = `SELECT ${"(SELECT ".repeat(300)}a${" FROM t)".repeat(300)} FROM t`;
  const chain = Array.from(
    { length: 40 },
    (_, index) => `c${index + 1} AS (SELECT * FROM c${index}, c${index} AS x)`,
  ).join(", ");
  askAll(
    "prisma/migrations/9_x/migration.sql",
    `WITH c0 AS (SELECT 1 AS one), ${chain} SELECT nothing, one FROM c40`,
    2010,
  );
  askAll("prisma/migrations/9_x/migration.sql", deep, deep.indexOf("a "));
  askAll("prisma/migrations/9_x/migration.sql", `SELECT ${"f(".repeat(5000)}`, 9000);
});
