import type { Constraint as ConstraintNode } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type {
  CheckConstraint,
  Constraint,
  ExclusionConstraint,
  Expression,
  Identifier,
  IdentityClause,
  IndexKey,
  KeyConstraint,
} from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { foreignKey } from "./foreign-key.ts";
import { indexKey } from "./index-key.ts";
import { identifierAt, identifierEnd, identifiersIn, stringsOf } from "./names.ts";
import { sequenceName, sequenceNumbers } from "./sequence-options.ts";
import { writtenOptions } from "./table-setting.ts";
import {
  elementsOf,
  expressionOf,
  findWord,
  groupEnd,
  insideOf,
  isMark,
  isWord,
  rangeOf,
  type Span,
  skipWords,
} from "./tokens.ts";

/** A constraint of the parser's tree and all that was found out about where it stands. */
export interface PlacedConstraint {
  readonly node: ConstraintNode;
  readonly form: "inline" | "table" | "alter";
  /** The column that an inline constraint belongs to. */
  readonly column: Identifier | undefined;
  readonly name: Identifier | undefined;
  /** The constraint's own words, after `CONSTRAINT name`; without the attributes where it stands inline. */
  readonly words: Span;
  /** The whole constraint, name and attributes included. */
  readonly range: Range;
  readonly deferrable: boolean;
  readonly notValid: boolean;
  readonly notEnforced: boolean;
}

/** A constraint of a table's list or of ADD CONSTRAINT, whose words are these. */
export function standaloneConstraint(
  source: StatementSource,
  node: ConstraintNode,
  span: Span,
  form: "table" | "alter",
): Constraint | undefined {
  const { name, words } = namedWords(source, node, span);
  return lowerConstraint(source, {
    node,
    form,
    column: undefined,
    name,
    words,
    range: rangeOf(source, span),
    deferrable: node.deferrable === true,
    notValid: node.skip_validation === true,
    notEnforced: node.is_enforced !== true,
  });
}

/** The constraint's name, and its words after that. */
export function namedWords(
  source: StatementSource,
  node: ConstraintNode,
  span: Span,
): Pick<PlacedConstraint, "name" | "words"> {
  if (node.conname === undefined || !isWord(source, span.first, "constraint")) return { name: undefined, words: span };
  return {
    name: identifierAt(source, span.first + 1, node.conname),
    words: { first: identifierEnd(source, span.first + 1) + 1, last: span.last },
  };
}

/** The constraint in our vocabulary; undefined for what is none, such as a stray attribute. */
export function lowerConstraint(source: StatementSource, placed: PlacedConstraint): Constraint | undefined {
  const { node, name, range, words } = placed;
  switch (node.contype) {
    case "CONSTR_FOREIGN":
      return foreignKey(source, placed);
    case "CONSTR_PRIMARY":
      return keyConstraint(source, placed, "primaryKey");
    case "CONSTR_UNIQUE":
      return keyConstraint(source, placed, "unique");
    case "CONSTR_CHECK":
      return checkConstraint(source, placed);
    case "CONSTR_EXCLUSION":
      return exclusionConstraint(source, placed);
    case "CONSTR_NOTNULL":
      return { kind: "notNull", name, range, column: notNullColumn(source, placed), notValid: placed.notValid };
    case "CONSTR_NULL":
      return { kind: "null", name, range, column: undefined, notValid: false };
    case "CONSTR_DEFAULT":
      return {
        kind: "default",
        name,
        range,
        expression: expressionOf(source, { first: words.first + 1, last: words.last }),
      };
    case "CONSTR_IDENTITY":
      return { kind: "identity", name, range, ...identitySays(node) };
    case "CONSTR_GENERATED": {
      const expression = parenthesized(source, words);
      return {
        kind: "generated",
        name,
        range,
        storage: node.generated_kind === "v" ? "virtual" : "stored",
        expression,
      };
    }
    default:
      return undefined;
  }
}

/** What GENERATED … AS IDENTITY says, its sequence's options included. */
export function identitySays(node: ConstraintNode): Pick<IdentityClause, "when" | "numbers" | "sequence"> {
  const [numbers, sequence] = [sequenceNumbers(node.options), sequenceName(node.options)];
  return {
    when: node.generated_when === "a" ? "always" : "by default",
    ...(numbers && { numbers }),
    ...(sequence && { sequence }),
  };
}

/** The expression in the first parentheses of a span. */
export function parenthesized(source: StatementSource, span: Span): Expression {
  let open = span.first;
  while (open < span.last && !isMark(source, open, "(")) open++;
  return expressionOf(source, insideOf(source, open) ?? { first: open, last: open });
}

function keyConstraint(
  source: StatementSource,
  placed: PlacedConstraint,
  kind: "primaryKey" | "unique",
): KeyConstraint {
  const { node, name, range, words, column } = placed;
  const nullsNotDistinct = node.nulls_not_distinct === true;
  let next = skipWords(source, skipWords(source, words.first, "primary", "key"), "unique");
  next = skipWords(source, skipWords(source, next, "nulls", "not", "distinct"), "nulls", "distinct");
  const options = writtenOptions(node.options);
  const base = { kind, name, range, nullsNotDistinct, deferrable: placed.deferrable, ...options };
  if (node.indexname !== undefined) {
    const usingIndex = identifierAt(source, skipWords(source, next, "using", "index"), node.indexname);
    return { ...base, columns: [], include: [], usingIndex };
  }
  const columns = column ? [column] : identifiersIn(source, next, stringsOf(node.keys));
  const including = skipWords(source, groupEnd(source, next) + 1, "include");
  const include = node.including ? identifiersIn(source, including, stringsOf(node.including)) : [];
  return { ...base, columns, include, usingIndex: undefined };
}

function checkConstraint(source: StatementSource, placed: PlacedConstraint): CheckConstraint {
  const { node, name, range, words, notValid, notEnforced } = placed;
  const expression = parenthesized(source, words);
  return { kind: "check", name, range, expression, notValid, notEnforced, noInherit: node.is_no_inherit === true };
}

function notNullColumn(source: StatementSource, { node, words }: PlacedConstraint): Identifier | undefined {
  const column = stringsOf(node.keys)[0];
  return column === undefined ? undefined : identifierAt(source, skipWords(source, words.first, "not", "null"), column);
}

function exclusionConstraint(source: StatementSource, placed: PlacedConstraint): ExclusionConstraint {
  const { node, name, range, words } = placed;
  const method = skipWords(source, words.first + 1, "using");
  const open = method > words.first + 1 ? identifierEnd(source, method) + 1 : method;
  const list = insideOf(source, open);
  const keys: IndexKey[] = [];
  for (const [at, element] of (list ? elementsOf(source, list) : []).entries()) {
    const pair = node.exclusions?.[at];
    const elem = pair && "List" in pair ? pair.List.items?.[0] : undefined;
    if (!elem || !("IndexElem" in elem)) continue;
    const before = (findWord(source, element, "with") ?? element.last + 1) - 1;
    const key = indexKey(source, elem.IndexElem, { first: element.first, last: before });
    const operator = expressionOf(source, { first: before + 1, last: element.last }).text;
    keys.push({ ...key, settings: key.settings === undefined ? operator : `${key.settings} ${operator}` });
  }
  const where = node.where_clause && findWord(source, { first: groupEnd(source, open) + 1, last: words.last }, "where");
  return {
    kind: "exclusion",
    name,
    range,
    method: node.access_method ?? "gist",
    keys,
    predicate: where ? parenthesized(source, { first: where, last: words.last }) : undefined,
    ...writtenOptions(node.options),
  };
}
