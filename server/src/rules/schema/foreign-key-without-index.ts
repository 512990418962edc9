import type { CatalogReader, Table, TableConstraint } from "../../catalog/catalog.ts";
import { coveringIndex } from "../../catalog/covering-index.ts";
import { numberedRelationName } from "../../catalog/generated-name.ts";
import { presumedTable } from "../../catalog/presumed-table.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable, tableById } from "../../catalog/resolve.ts";
import { insertAfter } from "../../engine/after-statement.ts";
import { defineRule, type Fix, type ForeignKeyContext } from "../../engine/rule.ts";
import type { ForeignKey, ObjectName } from "../../sql/statement.ts";

/** A foreign key whose referencing columns no index begins with. */
export default defineRule({
  id: "foreign-key-without-index",
  group: "schema",
  title: "Foreign key without an index on its columns",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "Postgres indexes the referenced side of a foreign key and never the referencing one. Each DELETE or key UPDATE of a referenced row then reads the whole referencing table.",
  remedy: "Create an index that starts with the key's columns.",
  sources: [
    "pgfence/fk-missing-index",
    "migrationpilot/MP016",
    "eugene/E15",
    "schemalint/index-referencing-column",
    "splinter/0001",
  ],
  references: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  on: {
    foreignKey(key, ctx) {
      const made = constraintMade(key, ctx);
      // NOT ENFORCED is not checked, so nothing is looked up; a temporary table is read by one session alone.
      if (made === undefined || key.notEnforced || made.table.temporary) return;
      if (isCoveredInTheEnd(ctx.final, made)) return;
      const isSure = made.table.presumed === undefined || isNewColumn(ctx);
      ctx.report({
        range: key.keyword,
        message: messageFor(key, ctx, made, isSure),
        fixes: fixesFor(ctx, made),
        ...(isSure ? {} : { tag: "concern" }),
      });
    },
  },
});

/** The constraint that the statement made, and the table that it stands at. */
interface Made {
  readonly table: Table;
  readonly constraint: TableConstraint;
}

function constraintMade(key: ForeignKey, ctx: ForeignKeyContext): Made | undefined {
  const table = tableIn(ctx.after, ctx.owner);
  if (table === undefined) return undefined;
  const columns = key.columns.map(({ name }) => name).join("\0");
  const known = new Set(tableIn(ctx.before, ctx.owner)?.constraints.map(({ id }) => id));
  const constraint = table.constraints.find(
    (made) => made.kind === "foreignKey" && !known.has(made.id) && made.columns.join("\0") === columns,
  );
  return constraint && { table, constraint };
}

function tableIn(reader: CatalogReader, name: ObjectName): Table | undefined {
  return findTable(reader, name) ?? presumedTable(reader, name)?.entry;
}

/** Whether the key's column comes with this statement, so that nothing unseen can have indexed it. */
function isNewColumn({ statement, column }: ForeignKeyContext): boolean {
  if (statement.kind !== "alterTable" || column === undefined) return false;
  return statement.actions.some(
    (action) => action.kind === "addColumn" && action.column === column && !action.ifNotExists,
  );
}

/** Whether the history, read to its end, gives the key an index, or takes the key or its table away. */
function isCoveredInTheEnd(final: CatalogReader, { table, constraint }: Made): boolean {
  const later = tableById(final, table.id);
  const kept = later?.constraints.find(({ id }) => id === constraint.id);
  return later === undefined || kept === undefined || coveringIndex(later, kept.columns) !== undefined;
}

function messageFor(key: ForeignKey, ctx: ForeignKeyContext, { table, constraint }: Made, isSure: boolean): string {
  const owner = quotedName(table.schema, table.name);
  const { references } = key;
  const referenced = findTable(ctx.after, references.table);
  const target = quotedName(referenced?.schema ?? references.table.schema ?? "public", references.table.name);
  const columns = constraint.columns.join(", ");
  const reads = `each DELETE from ${target}, and each UPDATE of its key, reads all of ${owner} to look for referencing rows`;
  if (!isSure) {
    return `No file here makes ${owner}, and none gives it an index that starts with (${columns}). Postgres makes none for a foreign key: without one ${reads}. Where the database has none, create an index on ${owner} (${columns}).`;
  }
  return `No index on ${owner} starts with (${columns}), and Postgres makes none for a foreign key: ${reads}. Create an index on ${owner} (${columns}).`;
}

function fixesFor(ctx: ForeignKeyContext, { table, constraint }: Made): Fix[] {
  const owner = quotedName(table.schema, table.name);
  const columns = constraint.columns.map(quoteIdentifier).join(", ");
  const habitual = ctx.conventions.indexName(table.name, constraint.columns);
  const name = quoteIdentifier(numberedRelationName([ctx.after, ctx.final], table.schema, habitual));
  const title = `Create an index on ${owner} (${constraint.columns.join(", ")})`;
  if (ctx.createdHere(table) && table.presumed === undefined) {
    return fixOf(title, insertAfter(ctx, `CREATE INDEX ${name} ON ${owner} (${columns})`));
  }
  if (ctx.transaction !== "none" || table.tableKind === "partitioned") return [];
  return fixOf(`${title} CONCURRENTLY`, insertAfter(ctx, `CREATE INDEX CONCURRENTLY ${name} ON ${owner} (${columns})`));
}

function fixOf(title: string, edits: Fix["edits"]): Fix[] {
  return edits.length === 0 ? [] : [{ title, safe: false, edits }];
}
