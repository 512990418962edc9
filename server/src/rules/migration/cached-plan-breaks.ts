import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { AlterTableAction, ObjectName } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A table whose columns change under statements that were prepared before. */
export default defineRule({
  id: "cached-plan-breaks",
  group: "migration",
  title: "Prepared SELECT * that fails after a change of columns",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A connection that has prepared SELECT * or RETURNING * gets `cached plan must not change result type` once the table has other columns, on every such connection of the pool, and inside a transaction that error ends the transaction.",
  remedy:
    "Name the columns in queries; where they are not named, deploy the migration with a restart of the pool, or let the driver prepare nothing while it runs.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-prepare.html"],
  on: {
    action(action, ctx) {
      const { objectType, name, actions } = ctx.alter;
      if (objectType !== "table" || action !== actions.find((each) => changeOf(each) !== undefined)) return;
      const change = changeOf(action);
      if (change !== undefined) review(name, { ...change, range: action.range }, ctx);
    },
    rename(rename, ctx) {
      if (rename.objectKind !== "column" || rename.part === undefined) return;
      const words = `the column ${quoteIdentifier(rename.part)} has another name`;
      review(rename.name, { words, named: false, range: rename.range }, ctx);
    },
  },
});

/** A change of what a query of the table gives back. */
interface ColumnChange {
  readonly words: string;
  /** Whether queries that name the column fail as well. */
  readonly named: boolean;
}

function changeOf(action: AlterTableAction): ColumnChange | undefined {
  switch (action.kind) {
    case "addColumn":
      return { words: `it has the column ${quoteIdentifier(action.column.name.name)} too`, named: false };
    case "dropColumn":
      return { words: `the column ${quoteIdentifier(action.column.name)} is gone`, named: false };
    case "alterColumnType":
      return { words: `${quoteIdentifier(action.column.name)} is ${action.type.text}`, named: true };
    default:
      return undefined;
  }
}

function review(table: ObjectName, change: ColumnChange & { readonly range: Range }, ctx: SqlContext): void {
  const used = usedRelation(table, ctx);
  if (used === undefined || used.relation !== undefined) return;
  const what = change.named ? "SELECT *, RETURNING * or that column" : "SELECT * or RETURNING *";
  ctx.report({
    range: change.range,
    message: `Once ${change.words}, each connection that prepared ${what} of ${used.name} before fails with "cached plan must not change result type" when it runs it again, and inside a transaction that ends the transaction. ${used.since} Where queries do not name their columns, close the pool's connections behind this migration (a restart, or DISCARD ALL), or have the driver prepare nothing while it runs.`,
  });
}
