import type { CatalogReader, Table } from "../../catalog/catalog.ts";
import { madeKey } from "../../catalog/keys.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { type Name, searchPath } from "../../catalog/resolve.ts";
import { defineRule, type Migration, type MigrationContext, type MigrationStatement } from "../../engine/rule.ts";
import type { AlterTable, AlterTableAction, Constraint, Statement } from "../../sql/statement.ts";
import { knownTable } from "../support/made-constraint.ts";

/** A table that is left without its primary key. */
export default defineRule({
  id: "primary-key-dropped",
  group: "migration",
  title: "Primary key dropped",
  severity: "medium",
  tag: "confirmed",
  why: "A table without a primary key has no replica identity: where it is published, every UPDATE and DELETE on it fails. ORMs and tools for bulk changes find rows by it.",
  remedy: "Add the new key in the same transaction, from an index that was built CONCURRENTLY before.",
  sources: ["migrationpilot/MP055"],
  references: [
    "https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY",
  ],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        const { statement } = each;
        if (statement.kind === "alterTable") reviewDrops(each, statement, migration, ctx);
      }
    },
  },
});

function reviewDrops(each: MigrationStatement, alter: AlterTable, migration: Migration, ctx: MigrationContext): void {
  // Few statements drop anything, and looking a table up costs more than that.
  if (!alter.actions.some(({ kind }) => kind === "dropConstraint" || kind === "dropColumn")) return;
  const table = knownTable(ctx.base, alter.name);
  if (table?.temporary || (table === undefined && isMadeSomewhere(alter.name, ctx))) return;
  const action = alter.actions.find((candidate) => takesKey(candidate, table));
  if (action === undefined || isMadeGoodIn(migration, alter.name)) return;
  const isSure = table?.constraints.some(isPrimaryKey) === true;
  const name = quotedName(table?.schema ?? alter.name.schema ?? "public", alter.name.name);
  ctx.reportOn(each, {
    range: action.range,
    ...(isSure ? {} : { tag: "concern" }),
    message: `${isSure ? "This takes" : "By its name, this takes"} the primary key of ${name} away, and no new one follows here. Without one it has no replica identity: where ${name} is published, every UPDATE and DELETE on it fails from here on, and ORMs no longer find its rows. Build the new key's unique index CONCURRENTLY before, and add it in the same statement: ADD CONSTRAINT … PRIMARY KEY USING INDEX.`,
  });
}

function isPrimaryKey({ kind }: { readonly kind: string }): boolean {
  return kind === "primaryKey";
}

/** Whether some file makes a table of that name, this one included; then the one that stood before is not meant. */
function isMadeSomewhere(
  { schema, name }: Name,
  { base, final }: { base: CatalogReader; final: CatalogReader },
): boolean {
  const schemas = schema === undefined ? searchPath(base) : [schema];
  return schemas.some((candidate) => final.get(madeKey(candidate, name)) !== undefined);
}

/** Whether the subcommand takes the primary key away; of a table that no file makes its name has to tell. */
function takesKey(action: AlterTableAction, table: Table | undefined): boolean {
  const key = table?.constraints.find(isPrimaryKey);
  if (action.kind === "dropColumn") return key?.columns.includes(action.column.name) === true;
  if (action.kind !== "dropConstraint") return false;
  const { name } = action.constraint;
  if (key !== undefined) return key.name === name;
  return (table === undefined || table.presumed === true) && name.endsWith("_pkey");
}

/** Whether the file gives the table a key, or takes the table or its name away. */
function isMadeGoodIn({ statements }: Migration, { name }: Name): boolean {
  return statements.some(({ statement }) => givesKey(statement, name) || takesTable(statement, name));
}

function givesKey(statement: Statement, table: string): boolean {
  if (statement.kind === "createTable") return statement.name.name === table;
  if (statement.kind !== "alterTable" || statement.name.name !== table) return false;
  return statement.actions.some((action) => {
    if (action.kind === "addConstraint") return isPrimaryKey(action.constraint);
    return action.kind === "addColumn" && action.column.constraints.some((each: Constraint) => isPrimaryKey(each));
  });
}

function takesTable(statement: Statement, table: string): boolean {
  if (statement.kind === "drop") return statement.names.some(({ name }) => name === table);
  return statement.kind === "rename" && statement.objectKind === "table" && statement.name.name === table;
}
