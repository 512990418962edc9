import { loadModule, parseSync } from "libpg-query";
import { tokenize } from "../../server/src/sql/lexer.ts";
import { lower } from "../../server/src/sql/lower.ts";
import type { Statement } from "../../server/src/sql/statement.ts";
import { statementSource } from "../../server/src/sql/statement-source.ts";
import type { Range } from "../../server/src/text/range.ts";

await loadModule();

/** The statement that `sql` says, which must be exactly one, without a semicolon. */
export function lowered(sql: string): Statement {
  const node = parseSync(sql).stmts?.[0]?.stmt;
  if (!node) throw new Error(`no statement in ${sql}`);
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
  const body = { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 };
  return lower(node, statementSource(sql, tokens, sql, 0), body);
}

/** The same statement with every range replaced by the text it covers, and without what is false, empty or undefined. */
export function shown(sql: string): unknown {
  return withTexts(lowered(sql), sql);
}

function withTexts(value: unknown, sql: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withTexts(item, sql));
  if (typeof value !== "object" || value === null) return value;
  if (isRange(value)) return sql.slice(value.start, value.end);
  const entries = Object.entries(value).map(([key, item]) => [key, withTexts(item, sql)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isNothing(item)));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function isRange(value: object): value is Range {
  return "start" in value && "end" in value;
}
