import { applyStatement } from "../../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, type Table, withChanges } from "../../../server/src/catalog/catalog.ts";
import type { Segment } from "../../../server/src/sql/segment.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";
import type { Statement } from "../../../server/src/sql/statement.ts";

/** The catalogue after these statements, from their text alone. */
export function catalogAfter(setup: string): Catalog {
  let catalog = EMPTY_CATALOG;
  for (const segment of segmentsOf(setup)) {
    const statement = segment.parsed?.statement;
    if (statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, statement, { file: "setup.sql", segment: segment.id }));
  }
  return catalog;
}

/** Every table that the catalogue knows, by name. */
export function tablesOf(catalog: Catalog): readonly Table[] {
  const tables = [...catalog.entries.values()].filter((entry): entry is Table => entry.kind === "table");
  return tables.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The one statement of the text. Throws where there is none or a second. */
export function onlyStatement(sql: string): Statement {
  const statements = segmentsOf(sql).flatMap((segment: Segment) => segment.parsed?.statement ?? []);
  const [statement] = statements;
  if (statement === undefined || statements.length > 1) throw new Error(`not one statement: ${sql}`);
  return statement;
}
