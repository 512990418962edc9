import { columnName, databaseName } from "../prisma/database-names.ts";
import { parsePrisma } from "../prisma/parse-prisma.ts";
import type { PrismaField, PrismaSchema } from "../prisma/prisma-schema.ts";
import type { Range } from "../text/range.ts";
import type { Wanted } from "./mention-words.ts";

/** Where a Prisma schema has the model of the table, or the field of its column, whatever either is called there. */
export function placesInPrisma(text: string, { table, column }: Wanted): readonly Range[] {
  const schema = parsePrisma(text);
  const models = schema.models.filter((model) => databaseName(model) === table);
  if (column === undefined) return models.map(({ name }) => name.range);
  return models
    .flatMap(({ fields }) => fields)
    .filter((field) => columnName(field) === column && !isRelation(field, schema))
    .map(({ name }) => name.range);
}

/** A field that stands for rows of another model has no column. */
function isRelation({ type, attributes }: PrismaField, { models }: PrismaSchema): boolean {
  return attributes.some(({ name }) => name === "relation") || models.some(({ name }) => name.text === type.text);
}
