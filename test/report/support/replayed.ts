import { applyStatement } from "../../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, type Origin, withChanges } from "../../../server/src/catalog/catalog.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";

/** A catalogue, and where the text of what made its objects is found. */
export interface Replayed {
  readonly catalog: Catalog;
  sourceOf(origin: Origin): string | undefined;
}

/** The schema after the SQL. */
export function replayed(sql: string): Replayed {
  const segments = segmentsOf(sql);
  let catalog = EMPTY_CATALOG;
  for (const { id, parsed } of segments) {
    if (parsed?.statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, parsed.statement, { file: "test.sql", segment: id }));
  }
  const texts = new Map(segments.map(({ id, text, body }) => [id, text.slice(body.start, body.end)]));
  return { catalog, sourceOf: ({ segment }) => texts.get(segment) };
}
