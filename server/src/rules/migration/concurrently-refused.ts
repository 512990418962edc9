import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { Statement } from "../../sql/statement.ts";
import { partitionedIndexRewrite } from "../support/partitioned-index.ts";
import { type Refusal, refusedForm } from "../support/refused-form.ts";
import { transactionOpener } from "../support/transaction-opener.ts";
import { toolsWayOut } from "../support/write-outside.ts";

/** A statement that Postgres refuses where it stands: CONCURRENTLY and the like. */
export default defineRule({
  id: "concurrently-refused",
  group: "migration",
  title: "Statement that Postgres refuses here",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: "Postgres refuses CONCURRENTLY inside a transaction block, on a partitioned table and in some other places, so the migration fails when it is deployed, and all that waits for it.",
  remedy: "Run such a statement outside a transaction, by the way that the migration tool has for it.",
  sources: [
    "squawk/ban-concurrent-index-creation-in-transaction",
    "pgls/banConcurrentIndexCreationInTransaction",
    "pgfence/concurrent-in-transaction",
    "migrationpilot/MP025",
    "migrationpilot/MP092",
    "atlas/PG103",
    "strong_migrations/disable_ddl_transaction",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
  on: {
    statement(statement, ctx) {
      const refusal = refusedForm(statement, ctx);
      if (refusal !== undefined) {
        ctx.report({ range: refusal.range, message: refusal.message, rewrites: rewritesOf(refusal, statement, ctx) });
        return;
      }
      const command = neverInBlock(statement, ctx);
      if (command === undefined || (ctx.transaction === "none" && !ctx.nested)) return;
      ctx.report({
        range: rangeOf(statement),
        message: `Postgres refuses ${command} ${whereItStands(ctx)}`,
        rewrites: [outside(statement, ctx, command)],
      });
    },
  },
});

/** The statement in a word, where Postgres refuses it in every transaction block. */
function neverInBlock(statement: Statement, { effects, text }: SqlContext): string | undefined {
  switch (statement.kind) {
    case "createIndex":
    case "drop":
    case "reindex":
      if (statement.concurrently) return commandOf(statement, text);
      break;
    case "alterTable":
      if (isConcurrentDetach(statement)) return "DETACH PARTITION … CONCURRENTLY";
      break;
    default:
  }
  const { known, transaction } = effects();
  return known && transaction === "must-be-outside" ? commandOf(statement, text) : undefined;
}

function commandOf(statement: Statement, text: string): string {
  if (statement.kind === "other") return statement.command;
  if (!("keyword" in statement)) return statement.kind.toUpperCase();
  const words = text.slice(statement.keyword.start, statement.keyword.end).replace(/\s+/g, " ").toUpperCase();
  const says = "concurrently" in statement && statement.concurrently && !words.includes("CONCURRENTLY");
  return says ? `${words} CONCURRENTLY` : words;
}

function isConcurrentDetach(statement: Statement): boolean {
  return (
    statement.kind === "alterTable" &&
    statement.actions.some((action) => action.kind === "detachPartition" && action.concurrently)
  );
}

/** The words that name the statement's kind, or its first one. */
function rangeOf(statement: Statement): { readonly start: number; readonly end: number } {
  if (statement.kind === "alterTable") return statement.actions[0]?.range ?? statement.range;
  return "keyword" in statement ? statement.keyword : statement.range;
}

function whereItStands(ctx: SqlContext): string {
  if (ctx.nested) return "inside a DO block, so the migration fails. Write it as a statement of its own.";
  if (ctx.transaction === "file") {
    return "inside a transaction block, which this file opens above, so the migration fails. Write it behind the COMMIT.";
  }
  return `inside a transaction block, such as the one that ${transactionOpener(ctx.transaction, ctx.file)}, so the migration fails. ${toolsWayOut(ctx)}`;
}

function rewritesOf({ instead }: Refusal, statement: Statement, ctx: SqlContext): readonly Rewrite[] {
  if (instead === "on only" && statement.kind === "createIndex") {
    const rewrite = partitionedIndexRewrite(statement, ctx);
    return rewrite === undefined ? [] : [rewrite];
  }
  if (instead !== "one each" || statement.kind !== "drop") return [];
  const exists = statement.ifExists ? " IF EXISTS" : "";
  return [
    {
      title: "Drop each index by a statement of its own",
      safe: ctx.transaction === "none",
      replaces: statement.range,
      steps: statement.names.map(({ name, range }) => ({
        sql: `DROP INDEX CONCURRENTLY${exists} ${ctx.text.slice(range.start, range.end)}`,
        transaction: "outside" as const,
        words: `drop ${name}`,
      })),
      makes: statement.names.map(({ name }) => name),
    },
  ];
}

function outside(statement: Statement, ctx: SqlContext, command: string): Rewrite {
  const made = statement.kind === "createIndex" ? statement.name?.name : undefined;
  const dropped = statement.kind === "drop" ? statement.names.map(({ name }) => name) : [];
  return {
    title: "Run it outside the transaction",
    safe: false,
    replaces: statement.range,
    steps: [
      {
        sql: ctx.text.slice(statement.range.start, statement.range.end),
        edits: [],
        transaction: "outside",
        words: wordsOf(made, dropped[0]) ?? command.toLowerCase(),
      },
    ],
    makes: made === undefined ? dropped : [made],
  };
}

function wordsOf(made: string | undefined, dropped: string | undefined): string | undefined {
  if (made !== undefined) return `create ${made}`;
  return dropped === undefined ? undefined : `drop ${dropped}`;
}
