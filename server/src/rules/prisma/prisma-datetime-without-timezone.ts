import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule, type Fix, type PrismaContext } from "../../engine/rule.ts";
import { columnName, databaseName, databaseSchema } from "../../prisma/database-names.ts";
import { prismaDatabase } from "../../prisma/datasource.ts";
import { nativeType, type PrismaNativeType } from "../../prisma/native-type.ts";
import type { PrismaField, PrismaModel } from "../../prisma/prisma-schema.ts";

/** A DateTime field that Prisma makes a `timestamp` column on Postgres. */
export default defineRule({
  id: "prisma-datetime-without-timezone",
  group: "prisma",
  title: "DateTime stored without its time zone",
  severity: "low",
  tag: "concern",
  why: "Prisma makes a `DateTime` a `timestamp(3)` on Postgres, which keeps the digits of a clock and drops its zone. Prisma Client writes UTC; everything else that writes or reads the column goes by its own session's time zone.",
  remedy: "Give the field `@db.Timestamptz`, which stores the moment itself.",
  sources: [],
  references: [
    "https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES",
    "https://www.prisma.io/docs/orm/reference/prisma-schema-reference#datetime",
  ],
  fixable: true,
  on: {
    prismaField(field, ctx) {
      if (field.type.text !== "DateTime" || ctx.model.kind === "view") return;
      const engine = prismaDatabase(ctx.schema).engine ?? ctx.file.engine.name;
      if (engine !== "postgres") return;
      const native = nativeType(field);
      if (native && native.name !== "Timestamp") return;
      ctx.report({
        range: native?.nameRange ?? field.type.range,
        message: messageFor(field, native, ctx),
        fixes: field.broken || restsOnClockDigits(field) ? [] : [fixFor(field, native, ctx)],
      });
    },
  },
});

function messageFor(
  field: PrismaField,
  native: PrismaNativeType | undefined,
  ctx: PrismaContext & { readonly model: PrismaModel },
): string {
  const precision = precisionOf(native);
  const stored = `timestamp${precision}${field.list ? "[]" : ""}`;
  const wanted = `@${prismaDatabase(ctx.schema).nativePrefix}.Timestamptz${precision}`;
  // Watched on Postgres 12 and 18: to a precision below 6 the change of type always rewrites, even where the digits
  // are cut to that precision already; to 6 it does not where the session's zone is UTC; an array always rewrites.
  const keepsFile = !field.list && (precision === "" || precision === "(6)");
  const unless = keepsFile ? " (unless the session's TimeZone is UTC)" : "";
  const owner = quotedName(databaseSchema(ctx.model) ?? "public", databaseName(ctx.model));
  return `${owner}.${columnName(field)} becomes ${stored}: the digits of a clock without their time zone. Prisma Client writes and reads them as UTC; now() in SQL, the column's own default included, writes them in the session's TimeZone, and no row tells which it was. Where anything but Prisma Client writes or reads this column, write ${wanted}, which stores the moment itself. If the column exists, the next migration rewrites the table under ACCESS EXCLUSIVE${unless} and takes the old digits to be in the session's TimeZone: set that to UTC there.`;
}

/** Whether the database's own default computes clock digits (`timezone('utc', now())`): of a timestamptz it would make another moment. */
function restsOnClockDigits(field: PrismaField): boolean {
  const attribute = field.attributes.find(({ name }) => name === "default");
  const value = attribute?.args[0]?.value;
  if (value?.kind !== "call" || value.name !== "dbgenerated") return false;
  const expression = value.args[0]?.value;
  return expression?.kind === "string" && /\btime\s+zone\b|\btimezone\b/i.test(expression.value);
}

function fixFor(field: PrismaField, native: PrismaNativeType | undefined, ctx: PrismaContext): Fix {
  const title = `Store the time zone: @${prismaDatabase(ctx.schema).nativePrefix}.Timestamptz${precisionOf(native)}`;
  const end = field.range.end;
  const edit = native
    ? { range: native.nameRange, text: "Timestamptz" }
    : { range: { start: end, end }, text: ` @${prismaDatabase(ctx.schema).nativePrefix}.Timestamptz(3)` };
  // Not to be accepted unseen: it changes the column's type in the next migration.
  return { title, safe: false, edits: [edit] };
}

/** The precision as the native type takes it: Prisma's default is 3, and a bare `@db.Timestamp` is Postgres's own default. */
function precisionOf(native: PrismaNativeType | undefined): string {
  if (native === undefined) return "(3)";
  const digits = native.args[0];
  return digits?.kind === "number" ? `(${digits.value})` : "";
}
