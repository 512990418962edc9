// Drawn from the files of this folder by test/derived/registry.test.ts; `npm test -- -u` redraws it.
import type { Rule } from "../engine/rule.ts";
import indexNotConcurrent from "./migration/index-not-concurrent.ts";
import prismaDatetimeWithoutTimezone from "./prisma/prisma-datetime-without-timezone.ts";
import prismaRelationWithoutIndex from "./prisma/prisma-relation-without-index.ts";
import foreignKeyWithoutIndex from "./schema/foreign-key-without-index.ts";
import schemaDrift from "./schema/schema-drift.ts";
import timestampWithoutTimeZone from "./schema/timestamp-without-time-zone.ts";

/** Every rule that has a file of its own, by id. */
export const REGISTRY: readonly Rule[] = [
  foreignKeyWithoutIndex,
  indexNotConcurrent,
  prismaDatetimeWithoutTimezone,
  prismaRelationWithoutIndex,
  schemaDrift,
  timestampWithoutTimeZone,
];
