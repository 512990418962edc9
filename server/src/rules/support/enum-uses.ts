import type { CatalogReader, Column } from "../../catalog/catalog.ts";
import { findTable } from "../../catalog/resolve.ts";
import type { MigrationStatement } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { ObjectName, Statement } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** A value of an enum. */
export interface EnumValue {
  /** The type's name without its schema. */
  readonly type: string;
  readonly value: string;
}

/**
 * Where the statement uses the value as one of the enum, from its segment's start: the same text between quotes, in a
 * statement that casts to the type or has to do with a table that has a column of it. The body of a plpgsql function is
 * not looked at before it runs.
 */
export function enumUse(
  { statement, segment }: MigrationStatement,
  { type, value }: EnumValue,
  readers: readonly CatalogReader[],
): Range | undefined {
  if (statement.kind === "alterEnum" || statement.kind === "comment" || statement.kind === "do") return undefined;
  if (statement.kind === "createRoutine" && statement.language === "plpgsql") return undefined;
  const { start, end } = statement.range;
  const text = segment.text.slice(start, end);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (!text.includes(quoted)) return undefined;
  const tokens = tokenize(text);
  const words = new Set(tokens.map((token) => unquoted(text.slice(token.start, token.end))));
  if (!words.has(type) && !relationsOf(statement).some((name) => hasColumnOf(name, type, readers))) return undefined;
  const at = tokens.find((token) => text.slice(token.start, token.end) === quoted);
  if (at !== undefined) return { start: start + at.start, end: start + at.end };
  // Inside the body of a function in SQL, which is read when it is made.
  const inside = text.indexOf(quoted);
  return statement.kind === "createRoutine"
    ? { start: start + inside, end: start + inside + quoted.length }
    : undefined;
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}

function hasColumnOf(name: ObjectName, type: string, readers: readonly CatalogReader[]): boolean {
  const isOfType = (column: Column) => column.type === type;
  return readers.some((reader) => findTable(reader, name)?.columns.some(isOfType) === true);
}

function relationsOf(statement: Statement): readonly ObjectName[] {
  switch (statement.kind) {
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "select":
    case "copy":
      return [...statement.targets, ...statement.reads];
    case "alterTable":
    case "createTable":
      return [statement.name];
    case "createIndex":
      return [statement.table];
    case "createView":
      return statement.reads;
    case "createPolicy":
    case "alterPolicy":
      return [statement.table];
    default:
      return [];
  }
}
