import { applyStatement } from "../../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../../../server/src/catalog/catalog.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";

/** The schema after the SQL, on top of `base`; segments that hold no statement are passed over. */
export function replay(sql: string, base: Catalog = EMPTY_CATALOG): Catalog {
  let catalog = base;
  for (const segment of segmentsOf(sql)) {
    const statement = segment.parsed?.statement;
    if (statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, statement, { file: "test.sql", segment: segment.id }));
  }
  return catalog;
}
