import { relationKey } from "../../catalog/keys.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { tableById } from "../../catalog/resolve.ts";
import type { Rewrite, SqlContext } from "../../engine/rule.ts";
import { dollarQuoted, sqlText } from "./rewrite-steps.ts";

/** Where a relation stood and where it stands then. */
export interface Moved {
  readonly from: { readonly schema: string; readonly name: string };
  readonly to: { readonly schema: string; readonly name: string };
}

/** Whether something of the old name takes the relation's place at once: a view of it, or a table that was made for that. */
export function isReplacedAtOnce(ctx: SqlContext, { from }: Moved): boolean {
  const next = ctx.next?.parsed?.statement;
  if ((next?.kind === "createView" || next?.kind === "createTable") && next.name.name === from.name) return true;
  const entry = ctx.final.get(relationKey(from.schema, from.name));
  if (entry === undefined || !("origin" in entry)) return false;
  return (
    entry.origin.file === ctx.file.path || (entry.kind === "table" && tableById(ctx.before, entry.id) !== undefined)
  );
}

/** The same move with a view in the old place, which the next deploy drops. */
export function withLeftView(ctx: SqlContext, { from, to }: Moved): Rewrite {
  const { statement, lineBreak } = ctx;
  const [old, own] = [quotedName(from.schema, from.name), quotedName(to.schema, to.name)];
  const text = ctx.text.slice(statement.range.start, statement.range.end);
  // Where each statement is committed by itself, nobody may find neither the table nor the view.
  const isBare = ctx.transaction === "none";
  const begin = { range: { start: statement.range.start, end: statement.range.start }, text: `BEGIN;${lineBreak}` };
  const invoker = ctx.file.engine.version >= 15 ? " WITH (security_invoker = true)" : "";
  const words = `leave view ${from.name}`;
  return {
    title: `Leave a view named ${old} until no code uses the name`,
    safe: false,
    replaces: statement.range,
    makes: [from.name],
    steps: [
      { sql: text, edits: isBare ? [begin] : [], transaction: "with-last", words },
      { sql: `CREATE VIEW ${old}${invoker} AS SELECT * FROM ${own}`, transaction: "with-last", words },
      { sql: grantsOn(old, own), transaction: "with-last", words },
      ...(isBare ? [{ sql: "COMMIT", transaction: "with-last", words } as const] : []),
      {
        sql: `DROP VIEW ${old}`,
        transaction: "own",
        deploy: 2,
        words: `drop view ${from.name}`,
        comment: `Contract: apply it when all code that runs says ${own}, and none ${old}.`,
      },
    ],
  };
}

/** Gives the view the rights that were granted on what it shows, which no file tells for sure. */
function grantsOn(view: string, table: string): string {
  const body = `DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT privilege_type AS privilege,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS role
    FROM pg_class, aclexplode(relacl)
    WHERE oid = ${sqlText(table)}::regclass AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE format('GRANT %s ON %s TO %s', granted.privilege, ${sqlText(view)}, granted.role);
  END LOOP;
END`;
  return `DO ${dollarQuoted(body)}`;
}
