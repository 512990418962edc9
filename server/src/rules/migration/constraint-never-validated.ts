import { notNullOfName } from "../../catalog/not-null.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type MigrationContext, type MigrationStatement, type Rewrite } from "../../engine/rule.ts";
import type { AlterTable, AlterTableAction } from "../../sql/statement.ts";
import { alterTableText } from "../support/alter-table-text.ts";
import { constraintName } from "../support/generated-constraint-name.ts";
import { knownTable } from "../support/made-constraint.ts";

/** A constraint that stays NOT VALID: rows from before it may break it, and the planner does not trust it. */
export default defineRule({
  id: "constraint-never-validated",
  group: "migration",
  title: "Constraint that nothing validates",
  severity: "low",
  tag: "concern",
  fixable: true,
  why: "A constraint that is NOT VALID holds for new rows only. Rows from before it may break it, and then an UPDATE of such a row can fail; the planner does not use it, and SET NOT NULL and ATTACH PARTITION do not trust it.",
  remedy: "VALIDATE CONSTRAINT in a migration after it: it reads the rows while writers go on.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT"],
  on: {
    migration({ statements }, ctx) {
      // The newest migration's VALIDATE may be written tomorrow: it is due in a file that follows.
      if (!ctx.isFollowed) return;
      for (const each of statements) {
        const { statement } = each;
        if (statement.kind !== "alterTable") continue;
        for (const action of statement.actions) {
          const name = leftNotValid(action, statement, ctx);
          if (name === undefined) continue;
          const table = quotedName(statement.name.schema ?? "public", statement.name.name);
          ctx.reportOn(each, {
            range: action.range,
            message: `No migration behind this one validates ${name}. Unless something outside of the migrations does, it holds for new rows only: rows of ${table} from before it may break it, and the planner does not use it. Run ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteIdentifier(name)} in a migration of its own; it reads the rows while writers go on.`,
            rewrites: each.nested ? [] : [validation(each, statement, name)],
          });
        }
      }
    },
  },
});

/** The name of the constraint that the subcommand adds NOT VALID, where it is so at the end of the history. */
function leftNotValid(
  action: AlterTableAction,
  { name: table }: AlterTable,
  { final, file }: MigrationContext,
): string | undefined {
  if (action.kind !== "addConstraint") return undefined;
  const { constraint } = action;
  if (!("notValid" in constraint) || !constraint.notValid) return undefined;
  // Before 18 NOT NULL is no constraint, and the statement is refused.
  if (constraint.kind === "notNull" && file.engine.version < 18) return undefined;
  const name = constraintName(constraint, table.name);
  const kept = name === undefined ? undefined : knownTable(final, table);
  if (name === undefined || kept === undefined) return undefined;
  const found = kept.constraints.find((each) => each.name === name && each.kind === constraint.kind);
  const isWaiting =
    found === undefined ? notNullOfName(kept, name)?.notNullNotValid : !found.validated && !found.notEnforced;
  return isWaiting ? name : undefined;
}

function validation({ segment }: MigrationStatement, alter: AlterTable, name: string): Rewrite {
  const { range } = alter;
  return {
    title: `Validate ${name} in a new migration`,
    safe: false,
    replaces: range,
    steps: [
      { sql: segment.text.slice(range.start, range.end), edits: [], transaction: "with-last", words: `add ${name}` },
      {
        sql: alterTableText(alter, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
        transaction: "own",
        deploy: 2,
        words: `validate ${name}`,
      },
    ],
  };
}
