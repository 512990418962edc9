import type { AlterTableCmd, AlterTableStmt, Node } from "libpg-query";
import { elementsOf, isMark, isWord } from "../lower/tokens.ts";
import { noteConstraint } from "./key-names.ts";
import { type StoredName, scopeOf } from "./name-use.ts";
import { type NameWalk, note, noteColumn, noteRelation, relationStored, skipIfExists } from "./name-walk.ts";
import { noteColumnDefinition, visit } from "./visit.ts";

const COLUMN_COMMANDS: ReadonlySet<string | undefined> = new Set([
  "AT_DropColumn",
  "AT_ColumnDefault",
  "AT_CookedColumnDefault",
  "AT_SetNotNull",
  "AT_DropNotNull",
  "AT_AlterColumnType",
  "AT_SetExpression",
  "AT_DropExpression",
  "AT_SetStatistics",
  "AT_SetOptions",
  "AT_ResetOptions",
  "AT_SetStorage",
  "AT_SetCompression",
  "AT_AddIdentity",
  "AT_SetIdentity",
  "AT_DropIdentity",
]);

const CONSTRAINT_COMMANDS: ReadonlySet<string | undefined> = new Set([
  "AT_DropConstraint",
  "AT_ValidateConstraint",
  "AT_AlterConstraint",
]);

/** Notes the names of an ALTER TABLE, INDEX, VIEW, TYPE and the like. */
export function noteAlterTable(walk: NameWalk, { relation, cmds, objtype }: AlterTableStmt): void {
  if (relation === undefined) return;
  const { source } = walk;
  const end = noteRelation(walk, relation, "use", objtype === "OBJECT_TYPE" ? "type" : "relation");
  const table = relationStored(relation);
  const first = isMark(source, end + 1, "*") ? end + 2 : end + 1;
  const elements = elementsOf(source, { first, last: source.tokens.length - 1 });
  (cmds ?? []).forEach((node, index) => {
    const element = elements[index];
    if ("AlterTableCmd" in node && element !== undefined) noteCommand(walk, node.AlterTableCmd, table, element.first);
  });
}

/** `first` is the command's first word: ADD, DROP, ALTER, VALIDATE, … */
function noteCommand(walk: NameWalk, command: AlterTableCmd, table: StoredName, first: number): void {
  const { subtype, name, def } = command;
  const { source } = walk;
  const isPart = ["column", "constraint", "attribute"].some((word) => isWord(source, first + 1, word));
  const at = skipIfExists(source, isPart ? first + 2 : first + 1);
  if (COLUMN_COMMANDS.has(subtype) && name !== undefined) {
    noteColumn(walk, at, { name, qualifier: undefined, scope: scopeOf(table) });
  }
  const constraint = CONSTRAINT_COMMANDS.has(subtype) ? (name ?? constraintIn(def)) : undefined;
  if (constraint !== undefined) note(walk, at, "use", { kind: "constraint", name: constraint, table });
  if (subtype === "AT_AlterConstraint") return;
  if (subtype === "AT_ClusterOn" && name !== undefined) {
    note(walk, first + 2, "use", { kind: "relation", schema: table.schema, name });
  }
  if (def === undefined) return;
  if ("ColumnDef" in def) noteColumnDefinition(walk, def.ColumnDef, table);
  else if ("Constraint" in def) noteConstraint(walk, def.Constraint, table);
  else visit(walk, def, { scope: scopeOf(table), ctes: undefined });
}

function constraintIn(def: Node | undefined): string | undefined {
  if (def === undefined) return undefined;
  if ("Constraint" in def) return def.Constraint.conname;
  return "ATAlterConstraint" in def ? def.ATAlterConstraint.conname : undefined;
}
