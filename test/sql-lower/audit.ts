import { parseSync } from "libpg-query";
import { tokenize } from "../../server/src/sql/lexer.ts";
import type { Statement } from "../../server/src/sql/statement.ts";
import type { Range } from "../../server/src/text/range.ts";

/** What is wrong with a lowered statement: ranges outside the body, names and types whose text says something else. */
export function problemsOf(statement: Statement, text: string, body: Range): readonly string[] {
  const problems: string[] = [];
  visit(statement, (node) => {
    if (isRange(node)) problems.push(...rangeProblems(node, body, text));
    if (!("range" in node) || !isObject(node.range) || !isRange(node.range)) return;
    const words = text.slice(node.range.start, node.range.end);
    if ("modifiers" in node && "name" in node) problems.push(...typeProblems(node, words));
    else if ("name" in node && !("kind" in node) && typeof node.name === "string")
      problems.push(...nameProblems(node, words));
    else if (Object.keys(node).length === 2 && "text" in node) problems.push(...expressionProblems(words));
  });
  return problems;
}

function visit(value: unknown, see: (node: object) => void): void {
  if (!isObject(value)) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
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

/** A type's text alone is read as the same type. */
function typeProblems(node: object, words: string): readonly string[] {
  try {
    const target = parseSync(`SELECT NULL::${words}`).stmts?.[0]?.stmt;
    if (JSON.stringify(target).includes(`"sval":${JSON.stringify("name" in node ? node.name : "")}}}]`)) return [];
  } catch {
    // Said below, as for a type that is read as another.
  }
  return [`type ${JSON.stringify(node)} at ${words}`];
}

/** An expression's text is an expression. */
function expressionProblems(words: string): readonly string[] {
  try {
    parseSync(`SELECT (${words}\n)`);
    return [];
  } catch {
    return [`expression ${words}`];
  }
}
