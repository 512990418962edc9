import type { RelationLock } from "../../effects/effects.ts";
import type { Edit, Migration, MigrationContext, MigrationStatement } from "../../engine/rule.ts";
import { statementsBefore } from "./lines-before.ts";
import { isTransactionUnknown, settingOf } from "./session-settings.ts";
import { stoppingLocksIn } from "./stopping-locks.ts";

/** A statement that runs without the timeout, the first of those that one SET would serve. */
export interface Unguarded {
  readonly at: MigrationStatement;
  /** The strongest lock of it that keeps others from reading or writing; absent where it only takes long. */
  readonly lock: RelationLock | undefined;
  /** The SET that comes too late for it; absent where the file has none behind it. */
  readonly setLater: MigrationStatement | undefined;
  /** A statement behind it that must not run under the timeout, so that it is to be taken back before that. */
  readonly until: MigrationStatement | undefined;
}

/** Whether a timeout would leave an INVALID index, or a half detached partition, behind this statement. */
export function isConcurrent({ statement }: MigrationStatement): boolean {
  switch (statement.kind) {
    case "createIndex":
    case "reindex":
      return statement.concurrently;
    case "drop":
      return statement.concurrently;
    case "alterTable":
      return statement.actions.some((action) => action.kind === "detachPartition" && action.concurrently);
    default:
      return false;
  }
}

/** Where the file runs without this timeout though `needsIt`: one place for each SET that is missing. */
export function unguardedBy(
  migration: Migration,
  ctx: MigrationContext,
  variable: string,
  needsIt: (statement: MigrationStatement) => boolean,
): readonly Unguarded[] {
  const { statements } = migration;
  const { inForce } = settingOf(migration, ctx.file, variable);
  const found: Unguarded[] = [];
  let isServed = false;
  statements.forEach((at, index) => {
    if (endsServing(at, variable)) isServed = false;
    if (inForce[index] !== undefined || isServed || !needsIt(at)) return;
    const later = statements.slice(index + 1);
    const isLate = ({ statement }: MigrationStatement) =>
      statement.kind === "set" && statement.variable === variable && statement.values.length > 0;
    const until = at.transaction === "none" ? later.find(isConcurrent) : undefined;
    found.push({ at, lock: stoppingLocksIn(at)[0], setLater: later.find(isLate), until });
    isServed = true;
  });
  return found;
}

/** What a SET that was put before an earlier statement would not outlive. */
function endsServing(at: MigrationStatement, variable: string): boolean {
  const { statement } = at;
  if (statement.kind === "transaction") return statement.action === "commit" || statement.action === "rollback";
  if (statement.kind === "set") return statement.values.length === 0 && [variable, "all"].includes(statement.variable);
  return isConcurrent(at);
}

/** The edits that set the timeout before the statement, and take it back before one that must not run under it. */
export function timeoutEdits(
  migration: Migration,
  ctx: MigrationContext,
  { at, until }: Unguarded,
  { variable, value }: { readonly variable: string; readonly value: string },
): readonly Edit[] {
  const local = at.transaction === "none" ? "" : "LOCAL ";
  const set = statementsBefore(migration, at, [`SET ${local}${variable} = '${value}'`], ctx.lineBreak);
  if (until === undefined) return [set];
  return [set, statementsBefore(migration, until, [`RESET ${variable}`], ctx.lineBreak)];
}

/** Where the SET is to be written, for a message. */
export function whereToSet({ at }: Unguarded, ctx: MigrationContext, set: string): string {
  if (at.transaction !== "none") return `SET LOCAL ${set}`;
  return isTransactionUnknown(ctx.file) ? `SET ${set} (SET LOCAL where the file runs in a transaction)` : `SET ${set}`;
}
