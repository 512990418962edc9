import type { Migration, MigrationContext, MigrationStatement } from "../../engine/rule.ts";
import { settingOf } from "./session-settings.ts";
import { stoppingLocksIn } from "./stopping-locks.ts";

/** The file's first statement that keeps others waiting while the file has not set the variable; undefined where there is none. */
export function firstWithout(
  migration: Migration,
  ctx: MigrationContext,
  variable: string,
): MigrationStatement | undefined {
  const { inForce } = settingOf(migration, ctx.file, variable);
  return migration.statements.find(
    (at, index) => inForce[index] === undefined && at.statement.kind !== "do" && stoppingLocksIn(at).length > 0,
  );
}
