import type { AlterObjectSchemaStmt, RenameStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { ObjectName, Rename, SetSchema } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { relationName } from "./names.ts";
import { isNamed, namePartsOf, objectKind, unlocatedName, withSignature } from "./object-kind.ts";

/** ALTER … RENAME; undefined for the kinds that are not simply named. */
export function rename(source: StatementSource, node: RenameStmt, range: Range): Rename | undefined {
  if (!isNamed(node.renameType)) return undefined;
  return {
    kind: "rename",
    range,
    objectKind: objectKind(node.renameType),
    name: renamedName(source, node),
    ifExists: node.missing_ok === true,
    part: node.relation || node.object ? node.subname : undefined,
    ...withSignature(source, node.object),
    newName: node.newname ?? "",
  };
}

/** Schemas, roles and their like stand in the tree as the `subname` of nothing. */
function renamedName(source: StatementSource, node: RenameStmt): ObjectName {
  if (node.relation) return relationName(source, node.relation);
  const parts = node.object ? namePartsOf(node.object) : [node.subname ?? ""];
  return unlocatedName(source, node.renameType, node.missing_ok, parts);
}

/** ALTER … SET SCHEMA; undefined for the kinds that are not simply named. */
export function setSchema(source: StatementSource, node: AlterObjectSchemaStmt, range: Range): SetSchema | undefined {
  if (!isNamed(node.objectType)) return undefined;
  return {
    kind: "setSchema",
    range,
    objectKind: objectKind(node.objectType),
    name: node.relation
      ? relationName(source, node.relation)
      : unlocatedName(source, node.objectType, node.missing_ok, namePartsOf(node.object)),
    ifExists: node.missing_ok === true,
    ...withSignature(source, node.object),
    newSchema: node.newschema ?? "",
  };
}
