import type { AlterOwnerStmt, CommentStmt, Node, ObjectType } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { AlterOwner, CommentOn } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { identifierEnd, objectNameAt, qualifierAt } from "./names.ts";
import { isNamed, namePartsOf, objectKind, objectWordsEnd, unlocatedName, withSignature } from "./object-kind.ts";
import { skipWords } from "./tokens.ts";

/** Kinds that are named together with what they belong to: `TRIGGER name ON table`. */
const onAnother: ReadonlySet<ObjectType> = new Set([
  "OBJECT_TRIGGER",
  "OBJECT_RULE",
  "OBJECT_POLICY",
  "OBJECT_TABCONSTRAINT",
  "OBJECT_DOMCONSTRAINT",
]);

/** COMMENT ON; undefined for the kinds that are not simply named. */
export function commentOn(source: StatementSource, node: CommentStmt, range: Range): CommentOn | undefined {
  if (!isNamed(node.objtype)) return undefined;
  return {
    kind: "comment",
    range,
    objectKind: objectKind(node.objtype),
    ...commentedName(source, node),
    ...withSignature(source, node.object),
    ...(node.comment !== undefined && { text: node.comment }),
  };
}

function commentedName(source: StatementSource, node: CommentStmt): Pick<CommentOn, "name" | "part"> {
  const first = objectWordsEnd(source, node.objtype, 2) + 1;
  const parts = commentedParts(node.object);
  const part = parts.at(-1) ?? "";
  if (node.objtype === "OBJECT_COLUMN") return { name: qualifierAt(source, first, parts), part };
  if (!node.objtype || !onAnother.has(node.objtype)) return { name: objectNameAt(source, first, parts) };
  const on = skipWords(source, identifierEnd(source, first) + 1, "on");
  const owner = node.objtype === "OBJECT_DOMCONSTRAINT" ? skipWords(source, on, "domain") : on;
  return { name: objectNameAt(source, owner, parts.slice(0, -1)), part };
}

/** The tree gives a domain's constraint as the domain's type and a name. */
function commentedParts(object: Node | undefined): readonly string[] {
  if (!object || !("List" in object)) return namePartsOf(object);
  return (object.List.items ?? []).flatMap((item) => namePartsOf(item));
}

/** ALTER … OWNER TO; undefined for the kinds that are not simply named. */
export function alterOwner(source: StatementSource, node: AlterOwnerStmt, range: Range): AlterOwner | undefined {
  if (!isNamed(node.objectType)) return undefined;
  const name = unlocatedName(source, node.objectType, false, namePartsOf(node.object));
  const newOwner = node.newowner?.rolename;
  return {
    kind: "alterOwner",
    range,
    objectKind: objectKind(node.objectType),
    name,
    ...withSignature(source, node.object),
    ...(newOwner !== undefined && { newOwner }),
  };
}
