import { madeKey } from "../../catalog/keys.ts";
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
      const isParent = ctx.table(index.table)?.tableKind === "partitioned";
      ctx.report({
        range: index.keyword,
        message: `${whatHappens(index, ctx)} ${whatToWrite(index, ctx, isParent)}`,
        fixes: isParent ? [] : fixesFor(index, ctx),
        // Nobody writes to a materialized view but REFRESH, and those who read it do not wait.
        ...(isMaterialized(index, ctx) ? { severity: "low", tag: "concern" } : {}),
      });
    },
  },
});

function isMaterialized(index: CreateIndex, ctx: SqlContext): boolean {
  return findRelation(ctx.before, index.table)?.entry.kind === "materialized view";
}

/**
 * A table that this file made, or that only this session sees, has nobody waiting; an index that exists is not built
 * again; on a foreign table Postgres refuses any.
 */
function isHarmless(index: CreateIndex, ctx: SqlContext): boolean {
  const found = findRelation(ctx.before, index.table);
  const table = ctx.table(index.table);
  if (found === undefined) return isMadeLater(index, ctx);
  if ("origin" in found.entry && found.entry.origin.file === ctx.file.path) return true;
  if (table?.temporary || table?.tableKind === "foreign" || (index.only && table?.tableKind === "partitioned"))
    return true;
  if (!index.ifNotExists || index.name === undefined) return false;
  const schema = table?.schema ?? index.table.schema;
  return findRelation(ctx.before, { schema, name: index.name.name }) !== undefined;
}

/** A table that only a later file makes: the files' order is not the one that they run in, so nothing is known of who waits. */
function isMadeLater({ table: { schema, name } }: CreateIndex, ctx: SqlContext): boolean {
  const schemas = schema === undefined ? searchPath(ctx.before) : [schema];
  return schemas.some((candidate) => ctx.final.get(madeKey(candidate, name)) !== undefined);
}

function whatHappens(index: CreateIndex, ctx: SqlContext): string {
  const table = nameOf(index, ctx);
  if (isMaterialized(index, ctx)) {
    return `CREATE INDEX takes a SHARE lock on ${table}: each REFRESH of it waits until the index is built, which grows with its rows, and reading goes on. Where a REFRESH must not wait, that matters.`;
  }
  const isKnown = findRelation(ctx.before, index.table) !== undefined;
  const since = isKnown
    ? `${table} existed before this file, so others may be using it.`
    : `Nothing that runs before makes ${table}, so it exists already and others may be using it.`;
  return `CREATE INDEX takes a SHARE lock on ${table}: every INSERT, UPDATE and DELETE on it waits until the index is built, which grows with the table. ${since}`;
}

function whatToWrite(index: CreateIndex, ctx: SqlContext, isParent: boolean): string {
  if (isParent) {
    return `It is partitioned, where CONCURRENTLY is not allowed: create the index ON ONLY ${nameOf(index, ctx)}, build each partition's CONCURRENTLY, and attach them.`;
  }
  if (ctx.transaction === "none") return "Write CREATE INDEX CONCURRENTLY.";
  if (ctx.transaction === "file") {
    return "Write CREATE INDEX CONCURRENTLY, outside the transaction that this file opens: Postgres refuses it inside one.";
  }
  const way = `${ctx.file.wayOut?.says ?? "Give it a migration that its tool runs outside a transaction"}.`;
  return `Write CREATE INDEX CONCURRENTLY, which Postgres refuses inside the transaction that ${ctx.file.tool ?? "the tool"} opens around this file. ${way}`;
}

function nameOf(index: CreateIndex, ctx: SqlContext): string {
  const found = findRelation(ctx.before, index.table)?.entry;
  const schema = found !== undefined && "schema" in found ? found.schema : index.table.schema;
  return quotedName(schema ?? "public", index.table.name);
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
