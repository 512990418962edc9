import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePlPgSQLSync } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import type { DoBlock } from "../../server/src/sql/statement.ts";
import { corpus } from "../support/corpus.ts";
import { lowered } from "./lowered.ts";

beforeAll(loadParser);

/** Statements of SQL, by Postgres's own reading of plpgsql; in each the field that holds the text. */
const holders: Readonly<Record<string, string>> = {
  PLpgSQL_stmt_execsql: "sqlstmt",
  PLpgSQL_stmt_perform: "expr",
  PLpgSQL_stmt_call: "expr",
  PLpgSQL_stmt_fors: "query",
  PLpgSQL_stmt_open: "query",
  PLpgSQL_stmt_dynexecute: "query",
  PLpgSQL_stmt_dynfors: "query",
};

const folders = [
  { folder: "postgres-migrations", blocks: 40 },
  { folder: "prisma", blocks: 5 },
  { folder: "dumps", blocks: 0 },
  { folder: "peers/postgres__postgres-18", blocks: 60 },
];

/** libpg-query's own reader of plpgsql gives no places, and refuses much that a server takes; what it gives is compared. */
describe.skipIf(!corpus)("the statements of bodies are those that Postgres's reader of plpgsql finds", () => {
  test.each(folders)("$folder", { timeout: 300_000 }, ({ folder, blocks }) => {
    const missing: string[] = [];
    let compared = 0;
    for (const { file, text, block } of bodiesOf(join(corpus ?? "", folder))) {
      const expected = postgresReads(text);
      if (expected === undefined) continue;
      compared += 1;
      const said = [
        ...block.statements.map(({ statement }) => statement.range),
        ...block.dynamicParts.map(({ range }) => range),
      ];
      const found = said.map(({ start, end }) => squeezed(text.slice(start, end)));
      for (const query of expected) {
        const words = squeezed(query);
        if (!found.some((own) => own.includes(words) || isSameButInto(own, words))) missing.push(`${file}: ${query}`);
      }
    }
    expect(missing.slice(0, 20)).toEqual([]);
    expect(compared).toBeGreaterThan(blocks);
  });
});

interface BodyInFile {
  readonly file: string;
  readonly text: string;
  readonly block: DoBlock;
}

/** DO blocks, and the bodies of functions as if they were some. */
function* bodiesOf(folder: string): Generator<BodyInFile> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sql"));
  for (const file of names) {
    for (const { text, parsed, placeholders } of segmentsOf(readFileSync(join(folder, file), "utf8"))) {
      const statement = parsed?.statement;
      if (placeholders.length > 0 || statement === undefined) continue;
      if (statement.kind === "do" && statement.language === "plpgsql") yield { file, text, block: statement };
      if (statement.kind !== "createRoutine" || statement.language !== "plpgsql" || !statement.body) continue;
      const block = lowered(`do $corpus$${statement.body.text}$corpus$`);
      if (block.kind === "do") yield { file, text: `do $corpus$${statement.body.text}$corpus$`, block };
    }
  }
}

/** The texts of the statements; undefined where it refuses the body. */
function postgresReads(text: string): readonly string[] | undefined {
  try {
    const queries: string[] = [];
    collect(parsePlPgSQLSync(text), queries);
    return queries;
  } catch {
    return undefined;
  }
}

function collect(tree: unknown, queries: string[]): void {
  if (typeof tree !== "object" || tree === null) return;
  for (const [name, node] of Object.entries(tree)) {
    const holder = holders[name];
    const query = holder === undefined ? undefined : node[holder]?.PLpgSQL_expr?.query;
    if (typeof query === "string") queries.push(...textsOf(query));
    collect(node, queries);
  }
}

/** A text that EXECUTE runs may hold several statements. */
function textsOf(query: string): readonly string[] {
  const isConstant = /^\s*\$\w*\$/.test(query) ? /\$\s*$/.test(query) : /^\s*'(?:[^']|'')*'\s*$/.test(query);
  if (!isConstant) return [query];
  return query
    .replaceAll(/^\s*\$\w*\$|\$\w*\$\s*$/g, "")
    .split(";")
    .filter((text) => /\w/.test(text));
}

/** Without blanks, quotes and the first word of PERFORM, which Postgres's reader turns into SELECT. */
function squeezed(text: string): string {
  return text
    .toLowerCase()
    .replace(/^\s*perform\b/, "select")
    .replace(/[\s']+/g, "");
}

/** Postgres's reader blanks INTO and its variables out. */
function isSameButInto(own: string, words: string): boolean {
  for (let into = own.indexOf("into"); into >= 0; into = own.indexOf("into", into + 1)) {
    if (!words.startsWith(own.slice(0, into))) return false;
    if (own.endsWith(words.slice(into)) && own.length > words.length) return true;
  }
  return false;
}
