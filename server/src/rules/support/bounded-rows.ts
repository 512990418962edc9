import type { Table } from "../../catalog/catalog.ts";
import type { Condition, RowChange } from "../../sql/row-change.ts";

/** How many rows a change of rows touches, as far as its text and the table's keys tell. */
export type Extent =
  /** As many as are written, or one batch. */
  | "bounded"
  /** All of them. */
  | "every row"
  /** Those that a condition picks, of which nobody knows how many there are. */
  | "some rows";

/** How many rows the change touches; `inLoop` where it stands in a DO block, whose loop and variables may hold it to a batch. */
export function extentOf(change: RowChange, table: Table | undefined, place: "alone" | "inLoop"): Extent {
  const { conditions, where } = change;
  if (isSingleRow(table) || /\blimit\b/i.test(where ?? "")) return "bounded";
  if (conditions.every(({ kind }) => kind === "always")) return "every row";
  const keys = keysOf(table);
  const picks = (columns: readonly string[]) =>
    columns.every((column) => conditions.some((each) => isPicked(each, column, change, place)));
  if (keys.some(picks)) return "bounded";
  const [leading] = keys.map(([first]) => first);
  return leading !== undefined && isRange(conditions, leading, place) ? "bounded" : "some rows";
}

/** The columns of each of its unique keys; what a table that no file makes would have. */
function keysOf(table: Table | undefined): readonly (readonly string[])[] {
  const keys = (table?.indexes ?? []).flatMap(({ unique, predicate, keys: parts }) => {
    const columns = parts.flatMap(({ column }) => column ?? []);
    return unique && predicate === undefined && columns.length === parts.length ? [columns] : [];
  });
  return keys.length > 0 || table?.columnsKnown === true ? keys : [["id"], ["uuid"]];
}

/** Whether the condition leaves one row, or as many as are written, for each value of the other key columns. */
function isPicked(condition: Condition, name: string, { fromValues }: RowChange, place: "alone" | "inLoop"): boolean {
  if (condition.kind !== "compares" || condition.column !== name) return false;
  if (condition.operator !== "=" && condition.operator !== "in") return false;
  if (place === "inLoop") return condition.with !== "query" || condition.operator === "=";
  return condition.with === "written" || (condition.with === "elsewhere" && fromValues);
}

/** Both ends of a range of the key: a batch that was written by hand. */
function isRange(conditions: readonly Condition[], column: string, place: "alone" | "inLoop"): boolean {
  const own = conditions.flatMap((each) =>
    each.kind === "compares" && each.column === column && (place === "inLoop" || each.with === "written") ? [each] : [],
  );
  const has = (...operators: readonly string[]) => own.some(({ operator }) => operators.includes(operator));
  return has("between") || (has("<", "<=") && has(">", ">="));
}

/** A table of which a unique column may hold one value only has one row: `CHECK (id = 1)`, `CHECK (only_row)`. */
function isSingleRow(table: Table | undefined): boolean {
  if (table === undefined) return false;
  return keysOf(table).some(([column, ...more]) => {
    if (column === undefined || more.length > 0) return false;
    return table.constraints.some(({ kind, expression }) => kind === "check" && allowsOne(expression ?? "", column));
  });
}

function allowsOne(expression: string, column: string): boolean {
  const [name = "", operator, value = "", ...more] = expression.replaceAll(/[()"]/g, " ").trim().split(/\s+/);
  if (name.toLowerCase() !== column.toLowerCase() || more.length > 0) return false;
  return operator === undefined || (operator === "=" && /^(?:\d+|true|'[^']*')$/i.test(value));
}
