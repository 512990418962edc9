import type { ObjectKind } from "../../sql/statement.ts";

/** Kinds of relations that queries name. */
export const NAMED_IN_QUERIES: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  "table",
  "foreign table",
  "view",
  "materialized view",
]);
