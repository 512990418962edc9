import { applyStatement } from "../catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../catalog/catalog.ts";
import type { PrismaSchema } from "../prisma/prisma-schema.ts";
import { prismaSql } from "../prisma/prisma-sql.ts";
import { segmentsOf } from "../sql/segments.ts";
import { textHash } from "../text/text-hash.ts";

/** The tables, types and keys that a Prisma schema becomes in an empty database. What names no table or column of it is left out. */
export function prismaCatalog(schema: PrismaSchema): Catalog {
  let catalog = EMPTY_CATALOG;
  for (const sql of prismaSql(schema)) {
    const statement = segmentsOf(sql)[0]?.parsed?.statement;
    if (statement === undefined) continue;
    catalog = withChanges(
      catalog,
      applyStatement(catalog, statement, { file: "schema.prisma", segment: textHash(sql) }),
    );
  }
  return catalog;
}
