import type { PrismaSchema } from "./prisma-schema.ts";

/** A schema's files as one: everything of each in the order given, and the first datasource. Ranges stay those of the file that each part stands in. */
export function mergePrisma(schemas: readonly PrismaSchema[]): PrismaSchema {
  return {
    datasource: schemas.find((schema) => schema.datasource)?.datasource,
    models: schemas.flatMap((schema) => schema.models),
    enums: schemas.flatMap((schema) => schema.enums),
    otherBlocks: schemas.flatMap((schema) => schema.otherBlocks),
    problems: schemas.flatMap((schema) => schema.problems),
  };
}
