import type { ColumnDef, Constraint as ConstraintNode, Node } from "libpg-query";
import type { ColumnDefinition, Constraint, Identifier } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { lowerConstraint, namedWords } from "./constraint.ts";
import { identifierAt, stringsOf } from "./names.ts";
import { elementEnd, rangeOf, tokenAt } from "./tokens.ts";
import { typeName } from "./type-name.ts";

/** A column's definition, which reaches to the end of its list element or to the token `limit`. */
export function columnDefinition(source: StatementSource, node: ColumnDef, limit?: number): ColumnDefinition {
  const first = tokenAt(source, node.location);
  const last = elementEnd(source, first, limit);
  const name = identifierAt(source, first, node.colname);
  return {
    kind: "column",
    name,
    type: node.typeName ? typeName(source, node.typeName) : undefined,
    collation: stringsOf(node.collClause?.collname).at(-1),
    ...(node.storage_name !== undefined && { storage: node.storage_name.toLowerCase() }),
    ...(node.compression !== undefined && { compression: node.compression.toLowerCase() }),
    constraints: inlineConstraints(source, node, name, last),
    range: rangeOf(source, { first, last }),
  };
}

/** What the grammar keeps of a column or a domain for its constraints. */
type ConstrainedNode = Pick<ColumnDef, "constraints" | "collClause">;

/** The constraints that stand at a column or a domain, whose last token is `last`. */
export function inlineConstraints(
  source: StatementSource,
  node: ConstrainedNode,
  column: Identifier | undefined,
  last: number,
): readonly Constraint[] {
  const nodes = constraintNodes(node.constraints);
  const starts = nodes.map((constraint) => tokenAt(source, constraint.location));
  const collate = node.collClause ? tokenAt(source, node.collClause.location) : -1;
  const endOf = (at: number) => {
    const next = (starts[at + 1] ?? last + 1) - 1;
    // COLLATE may stand between constraints, and ends the one before it.
    return collate > (starts[at] ?? last) ? Math.min(next, collate - 1) : next;
  };
  const constraints: Constraint[] = [];
  for (const [at, constraint] of nodes.entries()) {
    const first = starts[at];
    if (first === undefined || isAttribute(constraint)) continue;
    const attributes = followingAttributes(nodes, at);
    const notEnforced = attributes.includes("CONSTR_ATTR_NOT_ENFORCED");
    const { name, words } = namedWords(source, constraint, { first, last: endOf(at) });
    const lowered = lowerConstraint(source, {
      node: constraint,
      form: "inline",
      column,
      name,
      words,
      range: rangeOf(source, { first, last: endOf(at + attributes.length) }),
      deferrable: attributes.includes("CONSTR_ATTR_DEFERRABLE") || attributes.includes("CONSTR_ATTR_DEFERRED"),
      notValid: constraint.skip_validation === true || notEnforced,
      notEnforced,
    });
    if (lowered) constraints.push(lowered);
  }
  return constraints;
}

function constraintNodes(nodes: readonly Node[] | undefined): readonly ConstraintNode[] {
  const constraints: ConstraintNode[] = [];
  for (const node of nodes ?? []) if ("Constraint" in node) constraints.push(node.Constraint);
  return constraints;
}

/** The grammar gives DEFERRABLE, NOT ENFORCED and their like as nodes of their own after the constraint they qualify. */
function isAttribute(node: ConstraintNode): boolean {
  return node.contype?.startsWith("CONSTR_ATTR_") === true;
}

function followingAttributes(nodes: readonly ConstraintNode[], at: number): readonly string[] {
  const attributes: string[] = [];
  for (let next = at + 1; next < nodes.length; next++) {
    const node = nodes[next];
    if (!node?.contype || !isAttribute(node)) break;
    attributes.push(node.contype);
  }
  return attributes;
}
