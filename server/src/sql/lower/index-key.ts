import type { IndexElem } from "libpg-query";
import type { IndexKey } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { expressionName } from "./expression-name.ts";
import { identifierEnd, nameEnd, stringsOf } from "./names.ts";
import { expressionOf, groupEnd, isMark, rangeOf, type Span, skipWords } from "./tokens.ts";

/** One key of an index or of an exclusion constraint, whose words are these. */
export function indexKey(source: StatementSource, node: IndexElem, span: Span): IndexKey {
  const keyLast = keyEnd(source, node, span.first);
  return {
    column: node.name,
    ...(node.expr && { expressionName: expressionName(node.expr) }),
    text: expressionOf(source, { first: span.first, last: keyLast }).text,
    operatorClass: stringsOf(node.opclass).at(-1),
    collation: stringsOf(node.collation).at(-1),
    ...(keyLast < span.last && { settings: expressionOf(source, { first: keyLast + 1, last: span.last }).text }),
    range: rangeOf(source, span),
  };
}

/** The last token of the key itself: of a column, of `(…)`, or of a function call, which alone needs no parentheses. */
function keyEnd(source: StatementSource, node: IndexElem, first: number): number {
  if (node.name !== undefined) return identifierEnd(source, first);
  if (isMark(source, first, "(")) return groupEnd(source, first);
  const last = skipWords(source, nameEnd(source, first) + 1, "for") - 1;
  return isMark(source, last + 1, "(") ? groupEnd(source, last + 1) : last;
}
