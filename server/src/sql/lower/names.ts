import type { Node, RangeVar } from "libpg-query";
import type { Identifier, ObjectName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { elementsOf, insideOf, isMark, isWord, rangeOf, type Span, tokenAt } from "./tokens.ts";

/** The texts of a list of String nodes; nodes of other kinds are left out. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  const strings: string[] = [];
  for (const node of nodes ?? []) if ("String" in node) strings.push(node.String.sval ?? "");
  return strings;
}

/** The last token of the identifier that starts at an index. */
export function identifierEnd(source: StatementSource, first: number): number {
  const { tokens, text } = source;
  let last = first;
  // A template placeholder may be a part of a name: prefix_${tenant}.
  while (tokens[last]?.end === tokens[last + 1]?.start && isNamePart(source, last) && isNamePart(source, last + 1)) {
    if (tokens[last]?.kind !== "placeholder" && tokens[last + 1]?.kind !== "placeholder") break;
    last++;
  }
  const token = tokens[last];
  const isUnicode = token?.kind === "quotedIdentifier" && text.charAt(token.start).toLowerCase() === "u";
  return isUnicode && isWord(source, last + 1, "uescape") ? last + 2 : last;
}

function isNamePart(source: StatementSource, index: number): boolean {
  const kind = source.tokens[index]?.kind;
  return kind === "word" || kind === "placeholder" || kind === "number";
}

/** The last token of the possibly qualified name that starts at an index. */
export function nameEnd(source: StatementSource, first: number): number {
  let last = identifierEnd(source, first);
  while (isMark(source, last + 1, ".") && last + 2 < source.tokens.length) last = identifierEnd(source, last + 2);
  return last;
}

/** The identifier that starts at an index, under the name that the parser gives it. */
export function identifierAt(source: StatementSource, first: number, name: string | undefined): Identifier {
  return { name: name ?? "", range: rangeOf(source, { first, last: identifierEnd(source, first) }) };
}

/** The possibly qualified name that starts at an index, under the parts that the parser gives it. */
export function objectNameAt(source: StatementSource, first: number, parts: readonly string[]): ObjectName {
  return {
    schema: parts.at(-2),
    name: parts.at(-1) ?? "",
    range: rangeOf(source, { first, last: nameEnd(source, first) }),
  };
}

/** The same without the last part, which is a column: `s.t` of `s.t.c`. */
export function qualifierAt(source: StatementSource, first: number, parts: readonly string[]): ObjectName {
  let last = first;
  for (let next = identifierEnd(source, first); isMark(source, next + 1, "."); ) {
    last = next;
    next = identifierEnd(source, next + 2);
  }
  return { schema: parts.at(-3), name: parts.at(-2) ?? "", range: rangeOf(source, { first, last }) };
}

/** The name of a relation, which the parser locates. */
export function relationName(source: StatementSource, relation: RangeVar | undefined): ObjectName {
  const { schemaname, relname, location } = relation ?? {};
  const first = tokenAt(source, location);
  const name = objectNameAt(source, first, schemaname ? [schemaname, relname ?? ""] : [relname ?? ""]);
  // The grammar sets `inh` for every name but those after ONLY, and some that ONLY cannot precede.
  const isOnly =
    relation?.inh !== true && isWord(source, isMark(source, first - 1, "(") ? first - 2 : first - 1, "only");
  return isOnly ? { ...name, only: true } : name;
}

/** The names of the relations in a list of nodes; nodes of other kinds are left out. */
export function relationNames(source: StatementSource, nodes: readonly Node[] | undefined): readonly ObjectName[] {
  const names: ObjectName[] = [];
  for (const node of nodes ?? []) if ("RangeVar" in node) names.push(relationName(source, node.RangeVar));
  return names;
}

/** Whether a list element's name is its first token, or its last (`PERIOD valid_at`). */
type NamePlace = "first" | "last";

/** The identifiers of the parenthesized list that opens at an index, under the names that the parser gives them. */
export function identifiersIn(
  source: StatementSource,
  open: number,
  names: readonly string[],
  place: NamePlace = "first",
): readonly Identifier[] {
  const list = isMark(source, open, "(") ? insideOf(source, open) : undefined;
  const elements: readonly Span[] = list === undefined ? [] : elementsOf(source, list);
  const identifiers: Identifier[] = [];
  for (const [at, element] of elements.entries()) {
    const name = names[at];
    if (name === undefined) break;
    const first = place === "last" && isWord(source, element.first, "period") && element.last > element.first;
    identifiers.push(identifierAt(source, first ? element.first + 1 : element.first, name));
  }
  return identifiers;
}
