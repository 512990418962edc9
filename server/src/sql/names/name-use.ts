import type { Range } from "../../text/range.ts";

/** A relation's or a type's name as it is stored, without or with its schema. */
export interface StoredName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** One name that a statement says. */
export type NameUse = NamePlace & NameMeaning;

/** Where a name stands and what is done with it there. */
export interface NamePlace {
  /** The name's last part alone, quotes included; UTF-16 code units from the segment's start. */
  readonly range: Range;
  /**
   * `makes`: the object gets this name when it is made. `newName`: a RENAME gives it. `alias`: a name of the query's own
   * that stands for the object. `use`: all else.
   */
  readonly role: "makes" | "newName" | "alias" | "use";
}

/** What a name stands for, as far as the statement tells. */
export type NameMeaning =
  | (StoredName & { readonly kind: "relation" })
  | (StoredName & { readonly kind: "type" })
  | (StoredName & { readonly kind: "routine" })
  | (ColumnMeaning & { readonly kind: "column" })
  | { readonly kind: "constraint"; readonly name: string; readonly table: StoredName };

/** A column's name and where it is looked for. */
export interface ColumnMeaning {
  readonly name: string;
  /** `orders` in `orders.id`, `shop.orders` in `shop.orders.id`. */
  readonly qualifier: StoredName | undefined;
  readonly scope: Scope;
}

/** The sources of a query's columns, and those of the queries around it. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly outer: Scope | undefined;
}

/** One item of FROM, or the table that a statement is about. */
export interface Source {
  /** The name that qualifies its columns. */
  readonly alias: string;
  /** Whether that is the query's own and not the relation's name. */
  readonly isAliased: boolean;
  /** Absent for what is no relation of the schema. */
  readonly relation: StoredName | undefined;
  /** What a query in its place gives; absent for relations. */
  readonly output: Output | undefined;
}

/** The columns that a query gives. */
export interface Output {
  /** By name: the column that is passed on, or undefined for an expression. */
  readonly columns: ReadonlyMap<string, ColumnMeaning | undefined>;
  /** Sources whose columns are passed on whole: `*`. */
  readonly stars: readonly Source[];
  /** Whether there are no others. */
  readonly isKnown: boolean;
}

/** Columns that nothing is known of. */
export const UNKNOWN_OUTPUT: Output = { columns: new Map(), stars: [], isKnown: false };

/** A scope of one relation. */
export function scopeOf(relation: StoredName): Scope {
  return { sources: [sourceOf(relation)], outer: undefined };
}

/** The relation as a source; `alias` where the query calls it something else. */
export function sourceOf(relation: StoredName, alias?: string): Source {
  return { alias: alias ?? relation.name, isAliased: alias !== undefined, relation, output: undefined };
}
