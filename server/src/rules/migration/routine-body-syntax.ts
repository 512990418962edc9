import { defineRule, type MigrationContext, type MigrationStatement } from "../../engine/rule.ts";
import { routineBodyError } from "../../sql/routine-body.ts";
import type { CreateRoutine, DoBlock } from "../../sql/statement.ts";
import { settingOf } from "../support/session-settings.ts";

/** A body that Postgres cannot read. */
export default defineRule({
  id: "routine-body-syntax",
  group: "migration",
  title: "Syntax error in a routine's body",
  severity: "high",
  tag: "confirmed",
  why: "Postgres reads the body when it makes the function or runs the block and refuses the statement, so the migration fails where it is applied.",
  remedy: "Mend the body.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/plpgsql-structure.html"],
  on: {
    migration(migration, ctx) {
      const checks = settingOf(migration, ctx.file, "check_function_bodies");
      migration.statements.forEach((at, index) => {
        const { statement } = at;
        if (at.nested || at.segment.placeholders.length > 0) return;
        if (statement.kind !== "do" && statement.kind !== "createRoutine") return;
        const isUnread = statement.kind !== "do" && OFF.test(checks.inForce[index]?.value ?? "");
        sayError(at, statement, ctx, isUnread ? "unread" : "read");
      });
    },
  },
});

const OFF = /^(?:off|false|no|0)$/i;

function sayError(
  at: MigrationStatement,
  statement: CreateRoutine | DoBlock,
  ctx: MigrationContext,
  when: "read" | "unread",
): void {
  const error = routineBodyError(at.segment.text, statement);
  if (error === undefined) return;
  const what = statement.kind === "do" ? "this block" : `this ${statement.routine}`;
  const follows =
    when === "read"
      ? `Postgres reads the body of ${what} when the migration runs and refuses the statement`
      : `check_function_bodies is off, so ${what} is made unread, and each call of it fails`;
  ctx.report({ range: ctx.at(at, error.range), message: `${error.message}: ${follows}. Mend the body.` });
}
