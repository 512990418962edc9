import type { Table } from "../catalog/catalog.ts";
import { isColumn, partsIn, partsOf, provesNotNull, wordsOf } from "./implied-not-null.ts";

/**
 * Whether CHECK constraints of the table, proven for every row, say what these bounds of the parent's say, so that no
 * row is read to find out: as far as one column divides the parent, and a comparison with a constant stands for each end.
 */
export function provesBounds(table: Table, parent: Table, bound: string | undefined): boolean {
  const [key, ...more] = parent.partitionBy?.keys ?? [];
  if (key === undefined || more.length > 0 || bound === undefined || !provesNotNull(table, key)) return false;
  const said = table.constraints
    .filter(({ kind, validated }) => kind === "check" && validated)
    .flatMap(({ expression }) => partsOf(expression ?? ""))
    .filter(([name]) => isColumn(name, key))
    .map(([, ...test]) => test);
  // FOR VALUES IN (…), or FOR VALUES FROM (…) TO (…).
  const [, , form, ...values] = wordsOf(bound);
  if (form === "in") return said.some((test) => isAmong(test, valuesIn(values)));
  if (form !== "from") return false;
  const to = values.indexOf("to");
  const [lower] = valuesIn(values.slice(0, to));
  const [upper] = valuesIn(values.slice(to + 1));
  return (
    (lower === "minvalue" || said.some((test) => isAbove(test, lower))) &&
    (upper === "maxvalue" || said.some((test) => isBelow(test, upper)))
  );
}

/**
 * Whether a CHECK of the DEFAULT partition, proven for every row, keeps out what these bounds of the parent's let in, so
 * that none of its rows is read to find out: NOT of the bounds themselves, or of a part of them.
 */
export function keepsOutBounds(table: Table, parent: Table, bound: string | undefined): boolean {
  const [key, ...more] = parent.partitionBy?.keys ?? [];
  if (key === undefined || more.length > 0 || bound === undefined) return false;
  const [, , form, ...values] = wordsOf(bound);
  const to = values.indexOf("to");
  const [lower] = valuesIn(values.slice(0, to));
  const [upper] = valuesIn(values.slice(to + 1));
  const isBound = ([name, ...test]: readonly string[]) => {
    if (!isColumn(name, key)) return false;
    if (test.join(" ") === "is not null") return true;
    if (form === "in") return holdsAll(test, valuesIn(values));
    const [operator, ...constant] = test;
    const [value, ...others] = valuesIn(constant);
    if (value === undefined || others.length > 0) return false;
    return (operator === ">=" && value === lower) || (operator === "<" && value === upper);
  };
  return table.constraints
    .filter(({ kind, validated }) => kind === "check" && validated)
    .flatMap(({ expression }) => partsOf(expression ?? ""))
    .some(([first, ...inner]) => first === "not" && partsIn(inner).every(isBound));
}

function holdsAll(test: readonly string[], values: readonly string[]): boolean {
  const [operator, ...constants] = test;
  const listed = valuesIn(constants);
  return (operator === "=" || operator === "in") && values.every((value) => value !== "null" && listed.includes(value));
}

function isAbove([operator, ...constant]: readonly string[], bound: string | undefined): boolean {
  const order = orderOf(constant, bound);
  return order !== undefined && order >= 0 && (operator === ">=" || operator === ">");
}

function isBelow([operator, ...constant]: readonly string[], bound: string | undefined): boolean {
  const order = orderOf(constant, bound);
  if (order === undefined) return false;
  return operator === "<" ? order <= 0 : operator === "<=" && order < 0;
}

// Numbers have an order here, and days; other constants are the same or not known to be.
function orderOf(constant: readonly string[], bound: string | undefined): number | undefined {
  const [value, ...more] = valuesIn(constant);
  if (value === undefined || bound === undefined || more.length > 0) return undefined;
  if (value === bound) return 0;
  if (DAY.test(value) && DAY.test(bound)) return value < bound ? -1 : 1;
  const difference = Number(value) - Number(bound);
  return Number.isNaN(difference) ? undefined : difference;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function isAmong(test: readonly string[], values: readonly string[]): boolean {
  const [operator, ...constants] = test;
  if (operator !== "=" && operator !== "in") return false;
  const allowed = valuesIn(constants);
  return allowed.length > 0 && allowed.every((value) => value !== "null" && values.includes(value));
}

// The constants of a list, without quotes, casts and the words around them: `ANY (ARRAY['a'::text, 'b'])`.
function valuesIn(words: readonly string[]): readonly string[] {
  const values: string[] = [];
  words.forEach((word, place) => {
    if (words[place - 1] === "::") return;
    if (word.startsWith("'")) values.push(word.slice(1, -1));
    else if (/^\d/.test(word)) values.push(words[place - 1] === "-" ? `-${word}` : word);
    else if (CONSTANT_WORDS.has(word)) values.push(word);
  });
  return values;
}

const CONSTANT_WORDS: ReadonlySet<string> = new Set(["null", "true", "false", "minvalue", "maxvalue"]);
