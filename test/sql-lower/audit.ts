import { type Node, parseSync } from "libpg-query";
import { tokenize } from "../../server/src/sql/lexer.ts";
import type { AlterTable, Statement } from "../../server/src/sql/statement.ts";
import type { Range } from "../../server/src/text/range.ts";

/** What is wrong with a lowered statement: ranges outside the body, names and types whose text says something else. */
export function problemsOf(statement: Statement, text: string, body: Range): readonly string[] {
  const problems: string[] = [];
  visit(statement, (node, isQuoted) => {
    if (isRange(node)) problems.push(...rangeProblems(node, body, text));
    if ("actions" in node) problems.push(...actionProblems(node as AlterTable, text));
    if (!("range" in node) || !isObject(node.range) || !isRange(node.range)) return;
    const written = text.slice(node.range.start, node.range.end);
    const found = wordProblems(node, written);
    // In the text that EXECUTE runs, quotes are doubled.
    const isEscaped = isQuoted && found.length > 0 && written.includes("''");
    problems.push(...(isEscaped ? wordProblems(node, written.replaceAll("''", "'")) : found));
  });
  return problems;
}

/** What is wrong with the words of a part. */
function wordProblems(node: object, words: string): readonly string[] {
  const problems: string[] = [];
  if ("modifiers" in node && "name" in node) problems.push(...typeProblems(node, words));
  else if ("name" in node && !("kind" in node) && typeof node.name === "string")
    problems.push(...nameProblems(node, words));
  problems.push(...partProblems(node, words));
  if (Object.keys(node).length === 2 && "text" in node) problems.push(...expressionProblems(words));
  return problems;
}

/** Words that need not be one thing, or need not be SQL: only where they stand is looked at. */
const words: ReadonlySet<string> = new Set(["body", "condition", "dynamicParts", "head"]);

function visit(value: unknown, see: (node: object, isQuoted: boolean) => void, isQuoted = false): void {
  if (!isObject(value)) return;
  see(value, isQuoted);
  const isBlock = isQuoted || ("kind" in value && value.kind === "do");
  for (const [field, child] of Object.entries(value)) if (!words.has(field)) visit(child, see, isBlock);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isRange(value: object): value is Range {
  return "start" in value && "end" in value;
}

function rangeProblems({ start, end }: Range, body: Range, text: string): readonly string[] {
  const isInside = body.start <= start && start < end && end <= body.end;
  const hasBlankEdge = /^\s|\s$/.test(text.slice(start, end));
  return isInside && !hasBlankEdge ? [] : [`range ${start}..${end} of body ${body.start}..${body.end}`];
}

/** A name's text, folded as Postgres folds it, is the name. Names of two parts keep the last two. */
function nameProblems(node: object & { name?: unknown; schema?: unknown }, words: string): readonly string[] {
  if (node.name === "" || /^u&|uescape/i.test(words)) return node.name === "" ? [`empty name at ${words}`] : [];
  const parts = tokenize(words)
    .filter(({ kind }) => kind === "word" || kind === "quotedIdentifier")
    .map(({ start, end }) => folded(words.slice(start, end)));
  const isSame = parts.at(-1) === node.name && (node.schema === undefined || parts.at(-2) === node.schema);
  return isSame ? [] : [`name ${JSON.stringify(node)} at ${words}`];
}

/** Postgres cuts names at 63 bytes. */
function folded(word: string): string {
  const name = word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
  return Buffer.from(name).subarray(0, 63).toString();
}

/** A type's text alone is read as the same type, with as many modifiers and dimensions. */
function typeProblems(node: object & { name?: unknown; modifiers?: unknown; dimensions?: unknown }, words: string) {
  // A column's type is written as no type of its own can be.
  if (/%type$/i.test(words)) return [];
  const target = onlyStatement(`SELECT NULL::${words}`);
  const cast = target && "SelectStmt" in target ? target.SelectStmt.targetList?.[0] : undefined;
  const value = cast && "ResTarget" in cast ? cast.ResTarget.val : undefined;
  const type = value && "TypeCast" in value ? value.TypeCast.typeName : undefined;
  const name = type?.names?.at(-1);
  const isSame =
    name !== undefined &&
    "String" in name &&
    name.String.sval === node.name &&
    (type?.arrayBounds?.length ?? 0) === node.dimensions &&
    Array.isArray(node.modifiers) &&
    (type?.typmods ?? []).filter((modifier) => "A_Const" in modifier && !modifier.A_Const.sval).length ===
      node.modifiers.length;
  return isSame ? [] : [`type ${JSON.stringify(node)} at ${words}`];
}

/** The one statement that the text is; undefined where it is none or several. */
function onlyStatement(sql: string): Node | undefined {
  try {
    const { stmts } = parseSync(sql);
    return stmts?.length === 1 ? stmts[0]?.stmt : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a column, a constraint, an index key or a subcommand alone is one such thing. */
function partProblems(node: object, words: string): readonly string[] {
  const sql = wholeOf(node, words);
  if (sql === undefined) return [];
  const statement = onlyStatement(sql);
  const parts = statement && partsOf(statement);
  return parts === 1 ? [] : [`${parts} parts in ${sql}`];
}

/** A statement of which the words would be the one part. */
function wholeOf(node: object, words: string): string | undefined {
  if ("operatorClass" in node) return `CREATE INDEX ON x (${words}\n)`;
  if (!("kind" in node)) return undefined;
  switch (node.kind) {
    case "column":
      return "type" in node && node.type ? `CREATE TABLE x (${words}\n)` : undefined;
    case "null":
    case "default":
    case "identity":
    case "generated":
      return `CREATE DOMAIN x int ${words}`;
    case "foreignKey":
      return "form" in node && node.form === "inline" ? `CREATE DOMAIN x int ${words}` : `ALTER TABLE x ADD ${words}`;
    case "exclusion":
      return `ALTER TABLE x ADD ${words}`;
    case "primaryKey":
    case "unique":
    case "check":
    case "notNull":
      // Inline and in a list they read alike; the longer form is the one of ALTER TABLE.
      return onlyStatement(`CREATE DOMAIN x int ${words}`) ? undefined : `ALTER TABLE x ADD ${words}`;
    default:
      return undefined;
  }
}

/** The text of a subcommand alone is one subcommand. */
function actionProblems({ objectType, actions }: AlterTable, text: string): readonly string[] {
  const problems: string[] = [];
  for (const { range } of actions) {
    const sql = `ALTER ${objectType} x ${text.slice(range.start, range.end)}`;
    const statement = onlyStatement(sql);
    if (!statement || partsOf(statement) !== 1) problems.push(`not one subcommand: ${sql}`);
  }
  return problems;
}

function partsOf(statement: Node): number {
  if ("IndexStmt" in statement) return statement.IndexStmt.indexParams?.length ?? 0;
  if ("AlterTableStmt" in statement) return statement.AlterTableStmt.cmds?.length ?? 0;
  if ("CreateStmt" in statement) return statement.CreateStmt.tableElts?.length ?? 0;
  const constraints = "CreateDomainStmt" in statement ? (statement.CreateDomainStmt.constraints ?? []) : [];
  return constraints.filter((node) => "Constraint" in node && !node.Constraint.contype?.includes("_ATTR_")).length;
}

/** An expression's text is one expression. */
function expressionProblems(words: string): readonly string[] {
  return onlyStatement(`SELECT (${words}\n)`) ? [] : [`expression ${words}`];
}
