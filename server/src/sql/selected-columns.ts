import type { ObjectName } from "./statement.ts";

/** What a query gives that reads one table and nothing else. */
export interface SelectedColumns {
  readonly from: ObjectName;
  /** In order. */
  readonly columns: readonly SelectedColumn[];
}

/** `column`: one of the table's, by the name that it has in the result. `all`: `*`. `computed`: anything else. */
export type SelectedColumn =
  | { readonly kind: "column"; readonly column: string; readonly name: string }
  | { readonly kind: "all" }
  | { readonly kind: "computed" };
