import type { Migration, MigrationStatement } from "../../engine/rule.ts";
import { type Unrepeatable, unrepeatableIn } from "./repeat-words.ts";

/** What fails where a statement of the file runs a second time, and the statement that holds it. */
export interface UnrepeatableStatement {
  readonly at: MigrationStatement;
  readonly found: Unrepeatable;
}

/**
 * What fails when a file that broke off is run again: of the statements that run outside a transaction those whose
 * work is there already. What an earlier statement of the file drops IF EXISTS is not there.
 */
export function unrepeatable({ statements }: Migration): readonly UnrepeatableStatement[] {
  const gone = new Set<string>();
  const found: UnrepeatableStatement[] = [];
  for (const at of statements) {
    if (at.nested) continue;
    const isOutside = at.transaction === "none";
    for (const each of isOutside ? unrepeatableIn(at) : []) {
      const name = madeBy(at, each);
      // A name that is dropped once may be made once.
      if (name === undefined || !gone.delete(name)) found.push({ at, found: each });
    }
    for (const name of droppedBy(at)) gone.add(name);
  }
  return found;
}

/** The name of the relation or constraint that it makes. */
function madeBy({ statement }: MigrationStatement, { range }: Unrepeatable): string | undefined {
  if (statement.kind === "createIndex") return statement.name?.name;
  if (statement.kind === "createTable" || statement.kind === "createView" || statement.kind === "createSequence")
    return statement.name.name;
  if (statement.kind !== "alterTable") return undefined;
  const action = statement.actions.find((each) => each.range.start === range.start);
  if (action?.kind === "addConstraint") return action.constraint.name?.name;
  return action?.kind === "addColumn" ? `${statement.name.name}.${action.column.name.name}` : undefined;
}

function droppedBy({ statement }: MigrationStatement): readonly string[] {
  if (statement.kind === "drop" && statement.ifExists) return statement.names.map(({ name }) => name);
  if (statement.kind !== "alterTable") return [];
  return statement.actions.flatMap((action) => {
    if (action.kind === "dropConstraint" && action.ifExists) return [action.constraint.name];
    return action.kind === "dropColumn" && action.ifExists ? [`${statement.name.name}.${action.column.name}`] : [];
  });
}
