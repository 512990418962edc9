import type { SqlContext } from "../../engine/rule.ts";
import { transactionOpener } from "./transaction-opener.ts";

/** The end of a message: to write a form that Postgres refuses in a transaction block, and where that can stand. */
export function writeOutside(form: string, ctx: Pick<SqlContext, "transaction" | "file" | "nested">): string {
  if (ctx.nested) return `Write ${form} as a statement of its own: Postgres refuses it inside a DO block.`;
  if (ctx.transaction === "none") return `Write ${form}.`;
  if (ctx.transaction === "file") {
    return `Write ${form}, outside the transaction that this file opens: Postgres refuses it inside one.`;
  }
  return `Write ${form}, which Postgres refuses inside the transaction that ${transactionOpener(ctx.transaction, ctx.file)}. ${toolsWayOut(ctx)}`;
}

/** How the tool is told to run a file outside a transaction, as a sentence. */
export function toolsWayOut({ file }: Pick<SqlContext, "file">): string {
  return `${file.wayOut?.says ?? "Give it a migration that its tool runs outside a transaction"}.`;
}
