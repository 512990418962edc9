import { tokenize } from "../../sql/lexer.ts";

/** A partition's bounds in one column, its values as written. */
export type BoundValues =
  | { readonly form: "list"; readonly values: readonly string[] }
  | { readonly form: "range"; readonly from: string; readonly to: string };

/** The values in `FOR VALUES IN (…)` or `FOR VALUES FROM (…) TO (…)`; undefined for other forms and for several columns. */
export function boundValues(bound: string): BoundValues | undefined {
  const [first, second] = listsIn(bound);
  if (first === undefined) return undefined;
  if (first.before === "in") return { form: "list", values: first.values };
  const [from, ...moreFrom] = first.values;
  const [to, ...moreTo] = second?.values ?? [];
  if (first.before !== "from" || second?.before !== "to") return undefined;
  if (from === undefined || to === undefined || moreFrom.length > 0 || moreTo.length > 0) return undefined;
  return { form: "range", from, to };
}

/** A list in parentheses, and the word before it in lower case. */
interface ValueList {
  readonly before: string;
  readonly values: readonly string[];
}

function listsIn(bound: string): readonly ValueList[] {
  const lists: { before: string; values: string[] }[] = [];
  let depth = 0;
  let start = 0;
  let last = "";
  for (const token of tokenize(bound)) {
    const word = bound.slice(token.start, token.end);
    if (word === "(") {
      depth += 1;
      if (depth === 1) {
        lists.push({ before: last.toLowerCase(), values: [] });
        start = token.end;
      }
    } else if (depth === 1 && (word === "," || word === ")")) {
      lists.at(-1)?.values.push(bound.slice(start, token.start).trim());
      start = token.end;
    }
    if (word === ")") depth -= 1;
    last = word;
  }
  return lists;
}
