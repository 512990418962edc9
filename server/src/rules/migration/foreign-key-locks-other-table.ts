import type { RelationLock } from "../../effects/effects.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { AlterTable, CreateTable, DropObjects } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { writtenName } from "../support/alter-table-text.ts";
import { heldWords } from "../support/scan-words.ts";
import { stoppingLocksOf } from "../support/stopping-locks.ts";

/** A statement about one table that locks others, because foreign keys lead there. */
export default defineRule({
  id: "foreign-key-locks-other-table",
  group: "migration",
  title: "Foreign key that locks another table",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A foreign key that comes or goes locks the table that it points at too: SHARE ROW EXCLUSIVE where it comes, ACCESS EXCLUSIVE where it goes. The statement waits there for every open transaction that writes, and all who come later wait behind it.",
  remedy:
    "One foreign key a transaction, with a lock_timeout, so that only one table waits at a time and not for long.",
  sources: [
    "migrationpilot/MP069",
    "online_migrations/multiple_foreign_keys",
    "online_migrations/drop_table_multiple_foreign_keys",
    "pgfence/add-column-inline-foreign-key",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES"],
  on: {
    createTable(statement, ctx) {
      reviewLocks(statement, "CREATE TABLE with a foreign key", statement.name.range, ctx);
    },
    alterTable(statement, ctx) {
      reviewLocks(statement, `ALTER TABLE ${writtenName(statement.name)}`, statement.name.range, ctx);
    },
    drop(statement, ctx) {
      if (statement.objectKind === "table") reviewLocks(statement, "DROP TABLE", statement.keyword, ctx);
    },
  },
});

function reviewLocks(
  statement: CreateTable | AlterTable | DropObjects,
  what: string,
  range: Range,
  ctx: SqlContext,
): void {
  const { scans } = ctx.effects();
  // Where the key is checked at once, what it does to both tables is said there.
  const others = stoppingLocksOf(ctx).filter((lock) => isForKey(lock) && !scans.includes(lock.relation));
  if (others.length === 0) return;
  const several = others.length > 1;
  const open = others.some(({ blocks }) => blocks.includes("read")) ? "reads or writes" : "writes";
  const instead = several
    ? "They are locked one after the other and all held until the transaction ends, so that each waits for the slowest, and two such statements can deadlock. Let one foreign key come or go a transaction, with a lock_timeout."
    : `It waits for every open transaction that ${open} there, and who comes later waits behind it: set a lock_timeout and try again, and let nothing slow stand in the same transaction.`;
  ctx.report({
    range,
    message: `${what} takes ${heldWords(others)}, because of ${statement.kind === "drop" ? "foreign keys that go" : "its foreign keys"}. ${instead}`,
    ...(several ? { severity: "medium" } : {}),
  });
}

function isForKey({ because }: RelationLock): boolean {
  return because !== undefined && /\bforeign key\b/.test(because);
}
