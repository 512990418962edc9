import { itemsOf } from "./arguments.ts";
import type { PrismaSchema, PrismaValue } from "./prisma-schema.ts";

/** What a schema's datasource says of its database. */
export interface PrismaDatabase {
  /** The provider as one of the engines that we know; `other` for SQL Server, MongoDB and CockroachDB, undefined where no file says. */
  readonly engine: "postgres" | "mysql" | "sqlite" | "other" | undefined;
  /** `postgresql`, `mysql`, `sqlite`, `cockroachdb` and so on; `postgres` is given as `postgresql`. Undefined where no file says. */
  readonly provider: string | undefined;
  /** `foreignKeys`: the database keeps relations; `prisma`: Prisma Client does, and Prisma makes no foreign keys. */
  readonly relationMode: "foreignKeys" | "prisma";
  /** What native types stand behind, `db` in `@db.Uuid`: the datasource's name. */
  readonly nativePrefix: string;
  /** The schemas that Prisma looks after: those of `schemas`, else `public`. */
  readonly schemas: readonly string[];
}

const engines: ReadonlyMap<string, "postgres" | "mysql" | "sqlite"> = new Map([
  ["postgresql", "postgres"],
  ["mysql", "mysql"],
  ["sqlite", "sqlite"],
]);

/** The database that the schema is written for. MongoDB has no foreign keys whatever the file says. */
export function prismaDatabase(schema: PrismaSchema): PrismaDatabase {
  const properties = schema.datasource?.properties;
  const written = stringOf(properties?.get("provider"));
  const provider = written === "postgres" ? "postgresql" : written;
  const relationMode = stringOf(properties?.get("relationMode")) === "prisma" || provider === "mongodb";
  return {
    engine: provider === undefined ? undefined : (engines.get(provider) ?? "other"),
    provider,
    relationMode: relationMode ? "prisma" : "foreignKeys",
    nativePrefix: schema.datasource?.name.text ?? "db",
    schemas: properties?.has("schemas")
      ? itemsOf(properties.get("schemas")).flatMap((item) => stringOf(item) ?? [])
      : ["public"],
  };
}

function stringOf(value: PrismaValue | undefined): string | undefined {
  return value?.kind === "string" ? value.value : undefined;
}
