import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { RewriteStep, SqlContext } from "../../engine/rule.ts";

/** Steps that follow one another in one transaction; the first one's `transaction` says how that one begins. */
export function inOneTransaction(
  begins: RewriteStep["transaction"],
  place: Pick<RewriteStep, "words" | "deploy" | "comment">,
  statements: readonly string[],
): readonly RewriteStep[] {
  const { comment, ...rest } = place;
  return statements.map((sql, index) => {
    if (index > 0) return { ...rest, sql, transaction: "with-last" };
    return { ...rest, sql, transaction: begins, ...(comment !== undefined && { comment }) };
  });
}

/**
 * The same in a migration of a later deploy, where nobody may see the statements half done: between BEGIN and COMMIT
 * where the tool sends one statement after the other.
 */
export function atomically(
  ctx: Pick<SqlContext, "file">,
  place: Pick<RewriteStep, "words" | "deploy" | "comment">,
  statements: readonly string[],
): readonly RewriteStep[] {
  const { transaction, optsOut } = ctx.file;
  const isBare = transaction === "none" && !optsOut;
  return inOneTransaction("own", place, isBare ? ["BEGIN", ...statements, "COMMIT"] : statements);
}

/** A string as SQL writes it. */
export function sqlText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

/** A routine's body between dollar quotes that it does not hold. */
export function dollarQuoted(body: string): string {
  let quote = "$$";
  for (let count = 1; body.includes(quote); count += 1) quote = `$body${count}$`;
  return `${quote}\n${body}\n${quote}`;
}

/** Names as SQL lists them. */
export function nameList(names: readonly string[]): string {
  return `(${names.map(quoteIdentifier).join(", ")})`;
}
