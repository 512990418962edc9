import type { CatalogReader, Table, TableConstraint } from "../../catalog/catalog.ts";
import { coveringIndex } from "../../catalog/covering-index.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable, tableById } from "../../catalog/resolve.ts";
import { insertAfter } from "../../engine/after-statement.ts";
import { defineRule, type Fix, type ForeignKeyContext } from "../../engine/rule.ts";
import type { ForeignKey } from "../../sql/statement.ts";

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
      if (made === undefined || isCoveredInTheEnd(ctx.final, made)) return;
      ctx.report({ range: key.keyword, message: messageFor(key, ctx, made), fixes: fixesFor(ctx, made) });
    },
  },
});

/** The constraint that the statement made, and the table that it stands at. */
interface Made {
  readonly table: Table;
  readonly constraint: TableConstraint;
}

function constraintMade(key: ForeignKey, ctx: ForeignKeyContext): Made | undefined {
  const table = findTable(ctx.after, ctx.owner);
  if (table === undefined) return undefined;
  const columns = key.columns.map(({ name }) => name).join("\0");
  const known = new Set(ctx.table(ctx.owner)?.constraints.map(({ id }) => id));
  const constraint = table.constraints.find(
    (made) => made.kind === "foreignKey" && !known.has(made.id) && made.columns.join("\0") === columns,
  );
  return constraint && { table, constraint };
}

/** Whether the history, read to its end, gives the key an index, or takes the key or its table away. */
function isCoveredInTheEnd(final: CatalogReader, { table, constraint }: Made): boolean {
  const later = tableById(final, table.id);
  const kept = later?.constraints.find(({ id }) => id === constraint.id);
  return later === undefined || kept === undefined || coveringIndex(later, kept.columns) !== undefined;
}

function messageFor(key: ForeignKey, ctx: ForeignKeyContext, { table, constraint }: Made): string {
  const owner = quotedName(table.schema, table.name);
  const { references } = key;
  const referenced = findTable(ctx.after, references.table);
  const target = quotedName(referenced?.schema ?? references.table.schema ?? "public", references.table.name);
  const columns = constraint.columns.join(", ");
  return `No index on ${owner} starts with (${columns}), and Postgres makes none for a foreign key: each DELETE from ${target}, and each UPDATE of its key, reads all of ${owner} to look for referencing rows. Create an index on ${owner} (${columns}).`;
}

function fixesFor(ctx: ForeignKeyContext, { table, constraint }: Made): Fix[] {
  const owner = quotedName(table.schema, table.name);
  const columns = constraint.columns.map(quoteIdentifier).join(", ");
  const name = quoteIdentifier(ctx.conventions.indexName(table.name, constraint.columns));
  const title = `Create an index on ${owner} (${constraint.columns.join(", ")})`;
  const isNew = ctx.createdHere(table) || table.temporary;
  if (isNew)
    return [{ title, safe: false, edits: [insertAfter(ctx, `CREATE INDEX ${name} ON ${owner} (${columns})`)] }];
  if (ctx.transaction !== "none" || table.tableKind === "partitioned") return [];
  const edit = insertAfter(ctx, `CREATE INDEX CONCURRENTLY ${name} ON ${owner} (${columns})`);
  return [{ title: `${title} CONCURRENTLY`, safe: false, edits: [edit] }];
}
