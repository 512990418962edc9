import type { Table } from "../../catalog/catalog.ts";
import { tableById } from "../../catalog/resolve.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { AlterTable, AlterTableAction } from "../../sql/statement.ts";
import { knownTable } from "../support/made-constraint.ts";
import { usedRelation } from "../support/used-relation.ts";

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
    alterTable(statement, ctx) {
      const used = usedRelation(statement.name, ctx);
      const before = knownTable(ctx.before, statement.name);
      const action = used === undefined ? undefined : statement.actions.find((each) => takesKey(each, before));
      if (used === undefined || action === undefined || hasKeyAgain(before, statement, ctx)) return;
      const sure = before?.constraints.some(isPrimaryKey) === true;
      ctx.report({
        range: action.range,
        ...(sure ? {} : { tag: "concern" }),
        message: `${sure ? "This takes" : "By its name, this takes"} the primary key of ${used.name} away, and no new one follows. Without one it has no replica identity: where ${used.name} is published, every UPDATE and DELETE on it fails from here on, and ORMs no longer find its rows. Build the new key's unique index CONCURRENTLY before, and add it in the same statement: ADD CONSTRAINT … PRIMARY KEY USING INDEX.`,
      });
    },
  },
});

function isPrimaryKey({ kind }: { readonly kind: string }): boolean {
  return kind === "primaryKey";
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

/** Whether the statement gives the table a key again, or this same file does. */
function hasKeyAgain(before: Table | undefined, { name }: AlterTable, ctx: SqlContext): boolean {
  if (knownTable(ctx.after, name)?.constraints.some(isPrimaryKey)) return true;
  const final = (before && tableById(ctx.final, before.id)) ?? knownTable(ctx.final, name);
  // A table that is gone in the end needs none.
  if (final === undefined) return before !== undefined && before.presumed === undefined;
  return final.constraints.some((each) => isPrimaryKey(each) && each.origin.file === ctx.file.path);
}
