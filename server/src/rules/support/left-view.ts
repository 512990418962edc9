import { quotedName } from "../../catalog/quoted-name.ts";
import type { Migration, MigrationContext, MigrationStatement, Rewrite } from "../../engine/rule.ts";
import type { ObjectName, Statement } from "../../sql/statement.ts";
import { dollarQuoted, sqlText } from "./rewrite-steps.ts";

/** Where a relation stood and where it stands then. */
export interface Moved {
  readonly from: Place;
  readonly to: Place;
}

interface Place {
  readonly schema: string;
  readonly name: string;
}

/** Whether this file made what is moved, or puts something else in its place: a view of it, or a table made for that. */
export function isOfThisFileAlone(each: MigrationStatement, { statements }: Migration, { from }: Moved): boolean {
  return statements.some(({ statement }) => {
    const made = statement === each.statement ? undefined : nameMade(statement);
    return made !== undefined && made.name === from.name && (made.schema ?? from.schema) === from.schema;
  });
}

/** The relation that stands under a name after the statement and did not before. */
function nameMade(statement: Statement): Pick<ObjectName, "schema" | "name"> | undefined {
  switch (statement.kind) {
    case "createTable":
    case "createView":
      return statement.name;
    case "rename":
      return statement.part === undefined ? { ...statement.name, name: statement.newName } : undefined;
    case "setSchema":
      return { ...statement.name, schema: statement.newSchema };
    default:
      return undefined;
  }
}

/** The same move with a view in the old place, which the next deploy drops. */
export function withLeftView(each: MigrationStatement, ctx: MigrationContext, { from, to }: Moved): Rewrite {
  const { statement, segment, transaction } = each;
  const [old, own] = [quotedName(from.schema, from.name), quotedName(to.schema, to.name)];
  const text = segment.text.slice(statement.range.start, statement.range.end);
  // Where each statement is committed by itself, nobody may find neither the table nor the view.
  const isBare = transaction === "none";
  const begin = { range: { start: statement.range.start, end: statement.range.start }, text: `BEGIN;${ctx.lineBreak}` };
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

/**
 * Gives the view the rights that were granted on what it shows and on columns of it, which no file tells for sure. Both
 * are names as SQL writes them.
 */
export function grantsOn(view: string, table: string): string {
  const body = `DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT privilege_type AS privilege, grantee
    FROM pg_class, aclexplode(relacl)
    WHERE oid = ${sqlText(table)}::regclass AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    UNION ALL
    SELECT format('%s (%I)', privilege_type, attname), grantee
    FROM pg_attribute, aclexplode(attacl)
    WHERE attrelid = ${sqlText(table)}::regclass AND NOT attisdropped AND privilege_type <> 'REFERENCES'
  LOOP
    EXECUTE format('GRANT %s ON %s TO %s', granted.privilege, ${sqlText(view)},
      CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(granted.grantee)) END);
  END LOOP;
END`;
  return `DO ${dollarQuoted(body)}`;
}
