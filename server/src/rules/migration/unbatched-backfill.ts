import type { Table } from "../../catalog/catalog.ts";
import { defineRule, type Fix, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { Severity } from "../../project/config.ts";
import { type RowChange, readRowChange } from "../../sql/row-change.ts";
import type { DataChange } from "../../sql/statement.ts";
import { BACKFILL_COMMENT, type Backfill, backfillScript, batchedBackfill } from "../support/batched-backfill.ts";
import { type Extent, extentOf } from "../support/bounded-rows.ts";
import { isNewAndEmpty } from "../support/new-and-empty.ts";
import { rowBatches } from "../support/row-batches.ts";
import { transactionOpener } from "../support/transaction-opener.ts";
import { usedRelation } from "../support/used-relation.ts";

/** Rows that an UPDATE or DELETE changes all at once, and keeps locked until it is done. */
export default defineRule({
  id: "unbatched-backfill",
  group: "migration",
  title: "Rows of a whole table changed at once",
  severity: "medium",
  tag: "concern",
  fixable: true,
  why: "One UPDATE or DELETE keeps every row that it changes locked until its transaction ends, which grows with the table; it writes each row a second time, vacuum and replicas wait for it, and interrupted it starts again from nothing.",
  remedy:
    "Change the rows in batches, in the order of the primary key, with a COMMIT and a pause behind each, outside the migration's transaction.",
  sources: [
    "pgfence/update-in-migration",
    "migrationpilot/MP011",
    "migrationpilot/MP067",
    "online_migrations/update_column_in_batches",
  ],
  references: [
    "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS",
    "https://www.postgresql.org/docs/current/plpgsql-transactions.html",
  ],
  on: { update: review, delete: review },
});

/** What is changed, and how much of it. */
interface Found {
  readonly statement: DataChange;
  readonly change: RowChange;
  readonly name: string;
  readonly table: Table | undefined;
  readonly extent: Extent;
}

function review(statement: DataChange, ctx: SqlContext): void {
  const [target] = statement.targets;
  const used = target && usedRelation(target, ctx);
  if (used === undefined || used.relation !== undefined || used.table?.tableKind === "foreign") return;
  if (target?.schema === "pg_catalog" || target?.schema === "information_schema") return;
  const change = readRowChange(ctx.text.slice(statement.range.start, statement.range.end));
  if (change === undefined) return;
  const extent = extentOf(change, used.table, ctx.nested ? "inLoop" : "alone");
  const rows = ctx.tableSizes.get(used.name)?.rows;
  if (extent === "bounded" || (rows !== undefined && rows <= FEW_ROWS)) return;
  const found: Found = { statement, change, name: used.name, table: used.table, extent };
  const backfill = batchesOf(found, ctx);
  ctx.report({
    range: { start: statement.range.start, end: target?.range.end ?? statement.range.end },
    message: `${whatHappens(found, ctx)} ${used.since} ${whatToWrite(found, ctx)}`,
    severity: severityOf(extent, rows),
    fixes: backfill === undefined ? [] : scriptFix(found, backfill, ctx),
    rewrites: backfill === undefined ? [] : [rewriteOf(found, backfill)],
  });
}

/** Few enough that one statement is over before anybody has waited; so many that it is not. */
const FEW_ROWS = 10_000;
const MANY_ROWS = 1_000_000;

function severityOf(extent: Extent, rows = 0): Severity {
  if (extent === "some rows") return rows >= MANY_ROWS ? "medium" : "low";
  return rows >= MANY_ROWS ? "high" : "medium";
}

function whatHappens({ statement, name, extent, change }: Found, ctx: SqlContext): string {
  const verb = statement.kind.toUpperCase();
  const what = extent === "every row" ? `every row of ${name}` : `each row of ${name} that its conditions pick`;
  const done = change.kind === "delete" ? "deletes" : "changes";
  const until =
    ctx.transaction === "none"
      ? "until the last one is done"
      : `until the end of the transaction that ${transactionOpener(ctx.transaction, ctx.file)}`;
  return `${verb} ${done} ${what} in one statement and keeps it locked ${until}: whoever writes to one of them waits, which grows with the number of rows, and nothing is kept where it is interrupted.`;
}

function whatToWrite({ statement, extent, change, table, name }: Found, ctx: SqlContext): string {
  const [assigned, ...more] = change.assignments ?? [];
  const isNew = table !== undefined && assigned !== undefined && isNewAndEmpty(table, assigned.column, ctx);
  if (extent === "every row" && more.length === 0 && isNew && assigned?.constant !== undefined) {
    return `All rows get the same value: ADD COLUMN … DEFAULT ${assigned.value} would give it to them without writing one (Postgres 11 and later). Where that is no way, change them in batches by the primary key, each committed.`;
  }
  if (statement.kind === "delete" && extent === "every row") {
    return `Delete them in batches by the primary key, each committed; or TRUNCATE ${name}, which is over at once but waits for, and holds up, whoever reads it.`;
  }
  return "Change them in batches by the primary key, each committed, outside the migration's transaction.";
}

function batchesOf({ statement, change, table }: Found, ctx: SqlContext): Backfill | undefined {
  if (table === undefined || !table.columnsKnown || ctx.nested) return undefined;
  const rereads = (statement.rereads ?? []).length > 0;
  return rowBatches({ change, table, rereads, before: ctx.before, file: ctx.file });
}

function wordsOf({ change, table }: Found): string {
  const columns = (change.assignments ?? []).map(({ column }) => column).slice(0, 2);
  return [change.kind === "delete" ? "delete from" : "backfill", table?.name ?? "", ...columns].join(" ");
}

function rewriteOf(found: Found, backfill: Backfill): Rewrite {
  const { statement, table } = found;
  return {
    title: statement.kind === "delete" ? "Delete the rows in batches" : "Change the rows in batches",
    safe: false,
    replaces: statement.range,
    steps: [
      {
        sql: batchedBackfill(backfill),
        transaction: "outside",
        comment: BACKFILL_COMMENT,
        words: wordsOf(found),
      },
    ],
    // What stands behind it and names the table may need the rows to be changed already.
    makes: [table?.name ?? "", ...statement.reads.map(({ name }) => name)],
  };
}

/** Where the tool runs everything inside a transaction, the batches are a script beside the migrations that a person runs. */
function scriptFix(found: Found, backfill: Backfill, ctx: SqlContext): readonly Fix[] {
  const { folder, path, wayOut, transaction } = ctx.file;
  const isTrapped = ctx.transaction === "tool" && transaction !== "implicit" && wayOut === undefined;
  if (!isTrapped || folder === undefined || ctx.next?.parsed?.statement !== undefined) return [];
  const words = wordsOf(found).replaceAll(/\W+/g, "_");
  const stem =
    path
      .split("/")
      .at(-1)
      ?.replace(/\.sql$/, "") ?? words;
  const above = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0));
  const script = `${above}/backfills/${stem}_${words}.sql`;
  const says = `-- ${wordsOf(found)}: psql --file=backfills/${stem}_${words}.sql`;
  return [
    {
      title: "Change the rows in batches by a script beside the migrations",
      safe: false,
      edits: [{ range: found.statement.range, text: `${says}${ctx.lineBreak}SELECT 1` }],
      creates: [{ path: script, text: backfillScript(backfill) }],
    },
  ];
}
