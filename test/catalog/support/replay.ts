import { applyStatement } from "../../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../../../server/src/catalog/catalog.ts";
import type { Segment } from "../../../server/src/sql/segment.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";

/** The schema after the SQL, on top of `base`; segments that hold no statement are passed over. */
export function replay(sql: string, base: Catalog = EMPTY_CATALOG): Catalog {
  return replaySegments(base, segmentsOf(sql), "test.sql");
}

/** The schema after the segments of the file, on top of `base`. */
export function replaySegments(base: Catalog, segments: readonly Segment[], file: string): Catalog {
  let catalog = base;
  for (const segment of segments) {
    const statement = segment.parsed?.statement;
    if (statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, statement, { file, segment: segment.id }));
  }
  return catalog;
}
