import { namesMentioned } from "../../catalog/expression.ts";
import { columnsPart, objectName } from "../../catalog/generated-name.ts";
import type { Constraint } from "../../sql/statement.ts";

/** The constraint's name: its own, or the one that Postgres makes up where nothing else bears it. */
export function constraintName(constraint: Constraint, table: string): string | undefined {
  if (constraint.name !== undefined) return constraint.name.name;
  switch (constraint.kind) {
    case "foreignKey":
      return objectName(table, columnsPart(constraint.columns.map(({ name }) => name)), "fkey");
    case "check": {
      const columns = namesMentioned(constraint.expression.text);
      return objectName(table, columns.length === 1 ? columns[0] : undefined, "check");
    }
    case "notNull":
      return constraint.column && objectName(table, constraint.column.name, "not_null");
    default:
      return undefined;
  }
}
