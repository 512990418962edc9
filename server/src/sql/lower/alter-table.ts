import type { AlterTableStmt, Node, ObjectType } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { AlterTable, AlterTableAction } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { alterTableAction } from "./alter-table-action.ts";
import { nameEnd, relationName } from "./names.ts";
import { elementsOf, isMark, type Span, tokenAt } from "./tokens.ts";

const objectTypes: Readonly<Partial<Record<ObjectType, AlterTable["objectType"]>>> = {
  OBJECT_TABLE: "table",
  OBJECT_INDEX: "index",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_FOREIGN_TABLE: "foreign table",
  OBJECT_TYPE: "type",
};

/** ALTER TABLE, INDEX, VIEW, … as a list of subcommands. */
export function alterTable(source: StatementSource, node: AlterTableStmt, range: Range): AlterTable {
  const objectType = objectTypes[node.objtype ?? "OBJECT_TABLE"] ?? "table";
  return {
    kind: "alterTable",
    range,
    objectType,
    name: relationName(source, node.relation),
    ifExists: node.missing_ok === true,
    // The grammar sets `inh` only for names that may be preceded by ONLY.
    only: (objectType === "table" || objectType === "foreign table") && node.relation?.inh !== true,
    actions: actionsOf(source, node, objectType),
  };
}

/** The parser locates no subcommand; each is what stands between two commas after the name. */
function actionsOf(
  source: StatementSource,
  node: AlterTableStmt,
  objectType: AlterTable["objectType"],
): readonly AlterTableAction[] {
  const commands: readonly Node[] = node.cmds ?? [];
  const whole = { first: afterName(source, node), last: source.tokens.length - 1 };
  const spans: readonly Span[] = commands.length === 1 ? [whole] : elementsOf(source, whole);
  const actions: AlterTableAction[] = [];
  for (const [at, command] of commands.entries()) {
    if (!("AlterTableCmd" in command)) continue;
    actions.push(alterTableAction(source, command.AlterTableCmd, spans[at] ?? whole, objectType));
  }
  return actions;
}

/** The first token after the name, which `*` may follow, and which ONLY may have put in parentheses. */
function afterName(source: StatementSource, node: AlterTableStmt): number {
  let next = nameEnd(source, tokenAt(source, node.relation?.location)) + 1;
  if (isMark(source, next, ")")) next++;
  return isMark(source, next, "*") ? next + 1 : next;
}
