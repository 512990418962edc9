import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation, searchPath } from "../../catalog/resolve.ts";
import { defineRule, type Fix, type SqlContext } from "../../engine/rule.ts";
import type { CreateIndex } from "../../sql/statement.ts";

/** An index built on a table that others are using, while their writes wait. */
export default defineRule({
  id: "index-not-concurrent",
  group: "migration",
  title: "Index built while writers wait",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "CREATE INDEX holds a SHARE lock on the table until the whole table is read and sorted, and every INSERT, UPDATE and DELETE waits that long.",
  remedy:
    "CREATE INDEX CONCURRENTLY lets writers go on. It takes about twice as long and runs only outside a transaction.",
  sources: [
    "squawk/require-concurrent-index-creation",
    "pgls/requireConcurrentIndexCreation",
    "eugene/E6",
    "pgfence/create-index-not-concurrent",
    "migrationpilot/MP001",
    "atlas/PG101",
    "strong_migrations/add_index",
    "online_migrations/add_index",
    "safe-pg-migrations/add_index",
    "django-migration-linter/CREATE_INDEX",
    "sqlfluff/PG01",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
  on: {
    createIndex(index, ctx) {
      if (index.concurrently || isHarmless(index, ctx)) return;
      const table = ctx.table(index.table);
      const isParent = table?.tableKind === "partitioned";
      ctx.report({
        range: index.keyword,
        message: messageFor(index, ctx, isParent),
        fixes: isParent ? [] : fixesFor(index, ctx),
      });
    },
  },
});

/** A table that this file made, or that only this session sees, has nobody waiting; an index that exists is not built again. */
function isHarmless(index: CreateIndex, ctx: SqlContext): boolean {
  const found = findRelation(ctx.before, index.table);
  const table = ctx.table(index.table);
  if (found === undefined) return isMadeLater(index, ctx);
  if ("origin" in found.entry && found.entry.origin.file === ctx.file.path) return true;
  if (table?.temporary || (index.only && table?.tableKind === "partitioned")) return true;
  if (!index.ifNotExists || index.name === undefined) return false;
  const schema = table?.schema ?? index.table.schema;
  return findRelation(ctx.before, { schema, name: index.name.name }) !== undefined;
}

/** A table that only a later file makes: the files' order is not the one that they run in, so nothing is known of who waits. */
function isMadeLater({ table: { schema, name } }: CreateIndex, ctx: SqlContext): boolean {
  const schemas = schema === undefined ? searchPath(ctx.before) : [schema];
  return schemas.some((candidate) => findRelation(ctx.final, { schema: candidate, name }) !== undefined);
}

function messageFor(index: CreateIndex, ctx: SqlContext, isParent: boolean): string {
  const table = nameOf(index, ctx);
  const what = `CREATE INDEX takes a SHARE lock on ${table}: every INSERT, UPDATE and DELETE on it waits until the index is built, which grows with the table. ${table} existed before this file, so others may be using it.`;
  if (isParent) {
    return `${what} It is partitioned, where CONCURRENTLY is not allowed: create the index ON ONLY ${table}, build each partition's CONCURRENTLY, and attach them.`;
  }
  if (ctx.transaction === "none") return `${what} Write CREATE INDEX CONCURRENTLY.`;
  if (ctx.transaction === "file") {
    return `${what} Write CREATE INDEX CONCURRENTLY, outside the transaction that this file opens: Postgres refuses it inside one.`;
  }
  const way = `${ctx.file.wayOut?.says ?? "Give it a migration that its tool runs outside a transaction"}.`;
  return `${what} Write CREATE INDEX CONCURRENTLY, which Postgres refuses inside the transaction that ${toolName(ctx)} opens around this file. ${way}`;
}

/** What a message calls the tool: `plain` and `custom` are our words, not a tool's name. */
function toolName({ file: { tool } }: SqlContext): string {
  return tool === undefined || tool === "plain" || tool === "custom" ? "the migration tool" : tool;
}

function nameOf(index: CreateIndex, ctx: SqlContext): string {
  const table = ctx.table(index.table);
  return quotedName(table?.schema ?? index.table.schema ?? "public", table?.name ?? index.table.name);
}

function fixesFor(index: CreateIndex, ctx: SqlContext): Fix[] {
  const at = { start: index.concurrentlyAt, end: index.concurrentlyAt };
  const edits = [{ range: at, text: " CONCURRENTLY" }];
  if (ctx.transaction === "none") return [{ title: "Build the index CONCURRENTLY", safe: true, edits }];
  const { wayOut } = ctx.file;
  if (ctx.transaction === "file" || wayOut === undefined || (wayOut.alone && !ctx.alone)) return [];
  return [
    {
      title: "Build the index CONCURRENTLY and run this file outside a transaction",
      safe: false,
      edits,
      fileEdits: wayOut.edits,
      creates: wayOut.creates,
    },
  ];
}
