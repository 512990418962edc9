import type { Table } from "../catalog/catalog.ts";
import { quoteIdentifier } from "../catalog/quoted-name.ts";
import { tokenize } from "../sql/lexer.ts";

/** Whether the column can hold no null: it is NOT NULL and that is valid, or a CHECK that was proven for every row says so. */
export function provesNotNull(table: Table, column: string): boolean {
  const found = table.columns.find(({ name }) => name === column);
  if (found?.notNull === true && found.notNullNotValid === undefined) return true;
  return table.constraints.some(
    ({ kind, validated, expression }) =>
      kind === "check" && validated && expression !== undefined && saysNotNull(expression, column),
  );
}

// No one's condition is longer; the bound keeps nested parentheses from costing their square.
const LONGEST_CONDITION = 500;

/** Whether the condition is `column IS NOT NULL`, alone or with others after AND, in any parentheses. */
export function saysNotNull(condition: string, column: string): boolean {
  return partsOf(condition).some((part) => isColumn(part[0], column) && part.slice(1).join(" ") === "is not null");
}

/** The words of each part of the condition that must hold for the whole to hold: what stands between ANDs, in any parentheses. */
export function partsOf(condition: string): readonly (readonly string[])[] {
  return partsIn(wordsOf(condition));
}

/** The same of a condition that is words already. */
export function partsIn(words: readonly string[]): readonly (readonly string[])[] {
  if (words.length > LONGEST_CONDITION) return [];
  const found: (readonly string[])[] = [];
  const left: (readonly string[])[] = [words];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const inner = withoutParentheses(part);
    const parts = splitAtAnd(inner);
    if (parts.length > 1) left.push(...parts);
    else found.push(inner);
  }
  return found;
}

/** The words of a text without its comments, those without quotes in lower case. */
export function wordsOf(text: string): readonly string[] {
  return tokenize(text)
    .filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment")
    .map(({ kind, start, end }) => {
      const word = text.slice(start, end);
      return kind === "word" ? word.toLowerCase() : word;
    });
}

function withoutParentheses(words: readonly string[]): readonly string[] {
  let inner = words;
  while (inner.length > 2 && inner[0] === "(" && closing(inner) === inner.length - 1) inner = inner.slice(1, -1);
  return inner;
}

function closing(words: readonly string[]): number {
  let depth = 0;
  return words.findIndex((word) => {
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    return depth === 0;
  });
}

// `a BETWEEN 1 AND 2` comes apart too, into two parts that are no test for null; OR keeps its parts together.
function splitAtAnd(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    if (depth === 0 && word === "or") return [words];
    if (depth === 0 && word === "and") parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** Whether the word is the column's name, quoted or not. */
export function isColumn(word: string | undefined, column: string): boolean {
  return word === quoteIdentifier(column) || word === `"${column.replaceAll('"', '""')}"`;
}
