import type { AlterDomainStmt, AlterEnumStmt, AlterSeqStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { AlterDomain, AlterEnum, AlterSequence, DomainChange, EnumChange, Expression } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { standaloneConstraint } from "./constraint.ts";
import { nameEnd, objectNameAt, relationName, stringsOf } from "./names.ts";
import { sequenceOptions } from "./sequence-options.ts";
import { expressionOf, isWord, skipWords, tokenAt } from "./tokens.ts";

/** Where the name stands in ALTER TYPE, ALTER DOMAIN. */
const THIRD = 2;

/** ALTER TYPE … ADD VALUE or RENAME VALUE. */
export function alterEnum(source: StatementSource, node: AlterEnumStmt, range: Range): AlterEnum {
  const name = objectNameAt(source, THIRD, stringsOf(node.typeName));
  return { kind: "alterEnum", range, name, change: enumChange(source, node) };
}

/** The parser leaves empty texts out of the tree, so a value that is not there is the empty one. */
function enumChange(source: StatementSource, node: AlterEnumStmt): EnumChange {
  const { newVal: value = "", oldVal: from = "", newValNeighbor: neighbor, newValIsAfter, skipIfNewValExists } = node;
  if (isWord(source, nameEnd(source, THIRD) + 1, "rename")) return { kind: "renameValue", from, to: value };
  const change = { kind: "addValue", value, ifNotExists: skipIfNewValExists === true } as const;
  if (neighbor === undefined) return change;
  return newValIsAfter ? { ...change, after: neighbor } : { ...change, before: neighbor };
}

/** ALTER SEQUENCE. */
export function alterSequence(source: StatementSource, node: AlterSeqStmt, range: Range): AlterSequence {
  return {
    kind: "alterSequence",
    range,
    name: relationName(source, node.sequence),
    ifExists: node.missing_ok === true,
    ...sequenceOptions(source, node.options),
  };
}

/** ALTER DOMAIN; undefined for what is no change known here. */
export function alterDomain(source: StatementSource, node: AlterDomainStmt, range: Range): AlterDomain | undefined {
  const name = objectNameAt(source, THIRD, stringsOf(node.typeName));
  const change = domainChange(source, node);
  return change && { kind: "alterDomain", range, name, change };
}

/** The letters are those of `AlterDomainStmt.subtype` (parsenodes.h). */
function domainChange(source: StatementSource, node: AlterDomainStmt): DomainChange | undefined {
  const constraint = node.name ?? "";
  switch (node.subtype) {
    case "T":
      return node.def ? { kind: "setDefault", expression: newDefault(source) } : { kind: "dropDefault" };
    case "N":
      return { kind: "dropNotNull" };
    case "O":
      return { kind: "setNotNull" };
    case "C":
      return addedConstraint(source, node);
    case "X": {
      const ifExists = node.missing_ok === true;
      return { kind: "dropConstraint", constraint, ifExists, cascade: node.behavior === "DROP_CASCADE" };
    }
    case "V":
      return { kind: "validateConstraint", constraint };
    default:
      return undefined;
  }
}

function newDefault(source: StatementSource): Expression {
  const first = skipWords(source, nameEnd(source, THIRD) + 1, "set", "default");
  return expressionOf(source, { first, last: source.tokens.length - 1 });
}

function addedConstraint(source: StatementSource, { def }: AlterDomainStmt): DomainChange | undefined {
  if (!def || !("Constraint" in def)) return undefined;
  // The grammar makes up a column for NOT NULL, called `value`.
  const { keys: _, ...node } = def.Constraint;
  const words = { first: tokenAt(source, node.location), last: source.tokens.length - 1 };
  const constraint = standaloneConstraint(source, node, words, "alter");
  return constraint && { kind: "addConstraint", constraint };
}
