import type { GrantStmt, Node, ObjectType } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { Grant, ObjectName, WrittenPrivilege } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { objectNameAt, relationName, stringsOf } from "./names.ts";
import { isNamed, namePartsOf, objectKind, objectWordsEnd, signatureOf } from "./object-kind.ts";
import { elementsOf, findWord } from "./tokens.ts";

const ROUTINES: ReadonlySet<ObjectType> = new Set(["OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"]);

/** GRANT and REVOKE on objects; undefined for the kinds that are not simply named. */
export function grant(source: StatementSource, node: GrantStmt, range: Range): Grant | undefined {
  const { objtype, objects = [] } = node;
  const on = findWord(source, { first: 0, last: source.tokens.length - 1 }, "on");
  if (on === undefined || objtype === undefined || !isNamed(objtype)) return undefined;
  const allInSchema = node.targtype === "ACL_TARGET_ALL_IN_SCHEMA";
  return {
    kind: "grant",
    range,
    isGrant: node.is_grant === true,
    objectKind: objectKind(objtype),
    names: grantedNames(source, objects, allInSchema ? on + 5 : grantedAt(source, objtype, on + 1)),
    ...(allInSchema && { allInSchema }),
    ...(ROUTINES.has(objtype) && !allInSchema && { signatures: objects.map((object) => signatureOf(source, object)) }),
    privileges: node.privileges === undefined ? [{ name: "all" }] : node.privileges.flatMap(privilege),
    grantees: (node.grantees ?? []).map(grantee),
    ...(node.grant_option === true && { grantOption: true }),
    ...(node.behavior === "DROP_CASCADE" && { cascade: true }),
  };
}

/** Where the first name stands; of relations the parser says where. */
function grantedAt(source: StatementSource, type: ObjectType, first: number): number {
  if (type === "OBJECT_FOREIGN_SERVER") return first + 2;
  return objectWordsEnd(source, type, first) + 1;
}

function grantedNames(source: StatementSource, objects: readonly Node[], first: number): readonly ObjectName[] {
  const spans = elementsOf(source, { first, last: source.tokens.length - 1 });
  return objects.map((object, at) => {
    if ("RangeVar" in object) return relationName(source, object.RangeVar);
    return objectNameAt(source, spans[at]?.first ?? first, namePartsOf(object));
  });
}

/** The parser leaves the name of ALL out. */
function privilege(node: Node): readonly WrittenPrivilege[] {
  if (!("AccessPriv" in node)) return [];
  const { priv_name: name = "all", cols } = node.AccessPriv;
  return [{ name, ...(cols !== undefined && { columns: stringsOf(cols) }) }];
}

/** Postgres takes a quoted "public" for PUBLIC as well, and gives no role that name. */
function grantee(node: Node): string | undefined {
  if (!("RoleSpec" in node)) return undefined;
  return node.RoleSpec.roletype === "ROLESPEC_PUBLIC" ? "public" : node.RoleSpec.rolename;
}
