import type { Node, TypeName as TypeNode } from "libpg-query";
import type { TypeName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { nameEnd, stringsOf } from "./names.ts";
import { groupEnd, isMark, isWord, rangeOf, skipWords, tokenAt, wordAt } from "./tokens.ts";

const intervalFields = new Set(["year", "month", "day", "hour", "minute", "second"]);

/** A type that the parser read, with where it stands. */
export function typeName(source: StatementSource, node: TypeNode): TypeName {
  const first = tokenAt(source, node.location);
  const names = stringsOf(node.names);
  const schema = names.at(-2);
  const range = rangeOf(source, { first, last: typeEnd(source, first) });
  return {
    schema: schema === "pg_catalog" ? undefined : schema,
    name: names.at(-1) ?? "",
    modifiers: (node.typmods ?? []).map(numberOf).filter((number) => number !== undefined),
    dimensions: node.arrayBounds?.length ?? 0,
    range,
    text: source.text.slice(range.start, range.end),
  };
}

function numberOf(node: Node): number | undefined {
  if (!("A_Const" in node)) return undefined;
  const { ival, fval } = node.A_Const;
  // The parser leaves zero out of the tree: {"ival": {}}.
  if (ival) return ival.ival ?? 0;
  return fval ? Number(fval.fval) : undefined;
}

/** The last token of the type that starts at an index, array marks included. */
function typeEnd(source: StatementSource, first: number): number {
  const start = skipWords(source, first, "setof");
  let last = isMark(source, start + 1, ".") ? plainEnd(source, start) : wordedEnd(source, start);
  // A routine's parameter may have a column's type: `orders.id%TYPE`.
  if (isMark(source, last + 1, "%") && isWord(source, last + 2, "type")) last += 2;
  if (isWord(source, last + 1, "array")) last++;
  while (isMark(source, last + 1, "[")) last = groupEnd(source, last + 1);
  return last;
}

/** The end of a type that the grammar may spell in several words. */
function wordedEnd(source: StatementSource, first: number): number {
  switch (wordAt(source, first)) {
    case "double":
      return skipWords(source, first + 1, "precision") - 1;
    case "national":
      return modifiersEnd(source, skipWords(source, first + 2, "varying") - 1);
    case "character":
    case "char":
    case "nchar":
    case "bit":
      return modifiersEnd(source, skipWords(source, first + 1, "varying") - 1);
    case "time":
    case "timestamp":
      return timeZoneEnd(source, modifiersEnd(source, first));
    case "interval":
      return intervalEnd(source, first);
    default:
      return plainEnd(source, first);
  }
}

function plainEnd(source: StatementSource, first: number): number {
  return modifiersEnd(source, nameEnd(source, first));
}

function modifiersEnd(source: StatementSource, last: number): number {
  return isMark(source, last + 1, "(") ? groupEnd(source, last + 1) : last;
}

function timeZoneEnd(source: StatementSource, last: number): number {
  const after = skipWords(source, last + 1, "without", "time", "zone");
  return skipWords(source, after, "with", "time", "zone") - 1;
}

/** `interval`, `interval(3)`, `interval year to month`, `interval day to second(3)`. */
function intervalEnd(source: StatementSource, first: number): number {
  if (!intervalFields.has(wordAt(source, first + 1))) return modifiersEnd(source, first);
  const to = skipWords(source, first + 2, "to");
  return modifiersEnd(source, to > first + 2 ? to : first + 1);
}
