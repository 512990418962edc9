import type { Table } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation } from "../../catalog/resolve.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { CreateIndex } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { isNewAndEmpty } from "../support/new-and-empty.ts";
import { partitionedIndexRewrite } from "../support/partitioned-index.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { writeOutside } from "../support/write-outside.ts";

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
      const used = usedRelation(index.table, ctx);
      if (index.concurrently || used === undefined || isHarmless(index, used, ctx)) return;
      const isEmpty = isOfEmptyColumns(index, used, ctx);
      const empty = isEmpty ? " What it indexes is new here: as long as nothing fills it, every key is NULL." : "";
      ctx.report({
        range: index.keyword,
        message: `${whatHappens(index, used, ctx)}${empty} ${whatToWrite(index, used, ctx)}`,
        ...(isEmpty ? { severity: "medium", tag: "confirmed" } : {}),
        ...used.weight,
        rewrites: [isParent(used) ? partitionedIndexRewrite(index, ctx) : concurrently(index, ctx)].filter(
          (rewrite) => rewrite !== undefined,
        ),
        // Nobody writes to a materialized view but REFRESH, and those who read it do not wait.
        ...(isMaterialized(used) ? { severity: "low", tag: "concern" } : {}),
      });
    },
  },
});

/** Whether this file added each of its columns, which then hold NULL in every row. */
function isOfEmptyColumns({ keys }: CreateIndex, { table }: UsedRelation, ctx: SqlContext): boolean {
  return keys.every(({ column }) => table !== undefined && column !== undefined && isNewAndEmpty(table, column, ctx));
}

function isMaterialized({ relation }: UsedRelation): boolean {
  return relation?.kind === "materialized view";
}

function isParent({ table }: UsedRelation): boolean {
  return table?.tableKind === "partitioned";
}

/** An index that exists is not built again; on a foreign table and on a view Postgres refuses any; ON ONLY a parent nothing is read. */
function isHarmless(index: CreateIndex, { table, relation }: UsedRelation, ctx: SqlContext): boolean {
  if (relation !== undefined && relation.kind !== "materialized view") return true;
  if (table?.tableKind === "foreign" || (index.only && table?.tableKind === "partitioned")) return true;
  return index.ifNotExists && index.name !== undefined && isTaken(index.name.name, index, table, ctx);
}

function isTaken(name: string, index: CreateIndex, table: Table | undefined, ctx: SqlContext): boolean {
  return findRelation(ctx.before, { schema: table?.schema ?? index.table.schema, name }) !== undefined;
}

function whatHappens(index: CreateIndex, used: UsedRelation, ctx: SqlContext): string {
  const takes = `${index.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX"} takes ${lockWords(ctx.effects(), used.name) ?? "a SHARE lock"} on ${used.name}`;
  if (isMaterialized(used)) {
    return `${takes}: each REFRESH of it waits until the index is built, which grows with its rows, and reading goes on. Where a REFRESH must not wait, that matters.`;
  }
  return `${takes}: every INSERT, UPDATE and DELETE on it waits until the index is built, which grows with the table. ${used.since}`;
}

function whatToWrite({ unique }: CreateIndex, used: UsedRelation, ctx: SqlContext): string {
  if (!isParent(used)) return writeOutside(`CREATE ${unique ? "UNIQUE " : ""}INDEX CONCURRENTLY`, ctx);
  return `It is partitioned, where CONCURRENTLY is not allowed: create the index ON ONLY ${used.name}, build each partition's CONCURRENTLY, and attach them.`;
}

function concurrently(index: CreateIndex, ctx: SqlContext): Rewrite {
  const at = { start: index.concurrentlyAt, end: index.concurrentlyAt };
  const name =
    index.name && quotedName(ctx.table(index.table)?.schema ?? index.table.schema ?? "public", index.name.name);
  return {
    title: "Build the index CONCURRENTLY",
    safe: ctx.transaction === "none",
    replaces: index.range,
    steps: [
      {
        sql: "",
        edits: [{ range: at, text: " CONCURRENTLY" }],
        transaction: "outside",
        words: `create ${index.name?.name ?? `index on ${index.table.name}`}`,
        ...(name !== undefined && {
          comment: `If this fails, it leaves an INVALID index. Before the next try: DROP INDEX CONCURRENTLY IF EXISTS ${name};`,
        }),
      },
    ],
    makes: [...(index.name ? [index.name.name] : []), ...(index.unique ? usesOfUnique(index, ctx) : [])],
  };
}

/** Words of a later statement of the file that would need the index to be there. */
function usesOfUnique({ table }: CreateIndex, { text }: SqlContext): readonly string[] {
  const name = text.slice(table.range.start, table.range.end);
  return [`REFERENCES ${name}`, `references ${name}`, "ON CONFLICT", "on conflict"];
}
