import type { Range } from "../text/range.ts";
import { argumentValue, itemsOf, nameArgument, stringArgument } from "./arguments.ts";
import type { PrismaArgument, PrismaAttribute, PrismaModel, PrismaValue } from "./prisma-schema.ts";

/** An index that Prisma makes for a model: declared on one field (`@id`, `@unique`) or on the model (`@@index` and others). */
export interface PrismaIndex {
  readonly kind: PrismaIndexKind;
  /** Whether it stands on a field. */
  readonly onField: boolean;
  /** In order. */
  readonly columns: readonly PrismaIndexColumn[];
  /** The access method as written (`Hash`, `Gin`); undefined for the default, a B-tree. */
  readonly type: string | undefined;
  /** What makes the index a partial one. */
  readonly where: PrismaValue | undefined;
  /** Its name in the database where the schema gives one. */
  readonly map: string | undefined;
  /** The name that Prisma Client gives a compound `@@id` or `@@unique`. */
  readonly name: string | undefined;
  /** Where the attribute stands. */
  readonly range: Range;
}

/** What an index is for. */
export type PrismaIndexKind = "id" | "unique" | "index" | "fulltext";

/** One column of an index. */
export interface PrismaIndexColumn {
  /** The field's name; `address.city` for a field of a composite type. */
  readonly field: string;
  /** `Asc` or `Desc` as written. */
  readonly sort: string | undefined;
  /** The operator class as written: a name, or `raw("…")`. */
  readonly ops: PrismaValue | undefined;
}

const kinds: ReadonlyMap<string, PrismaIndexKind> = new Map([
  ["id", "id"],
  ["unique", "unique"],
  ["index", "index"],
  ["fulltext", "fulltext"],
]);

/** The indexes of the model, those of its fields first, each in the order of the file. */
export function modelIndexes(model: PrismaModel): readonly PrismaIndex[] {
  const ofFields = model.fields.flatMap((field) =>
    field.attributes.flatMap((attribute) => {
      const kind = kinds.get(attribute.name);
      if (kind === undefined) return [];
      const column = columnFrom(field.name.text, attribute.args);
      return [indexFrom(attribute, { kind, onField: true, columns: [column] })];
    }),
  );
  const ofModel = model.attributes.flatMap((attribute) => {
    const kind = kinds.get(attribute.name);
    if (kind === undefined) return [];
    const columns = itemsOf(argumentValue(attribute, "fields", 0)).flatMap(columnsIn);
    return [indexFrom(attribute, { kind, onField: false, columns })];
  });
  return [...ofFields, ...ofModel];
}

function indexFrom(attribute: PrismaAttribute, index: Pick<PrismaIndex, "kind" | "onField" | "columns">): PrismaIndex {
  return {
    ...index,
    type: nameArgument(attribute, "type"),
    where: argumentValue(attribute, "where"),
    map: stringArgument(attribute, "map", index.onField ? 0 : undefined),
    name: stringArgument(attribute, "name"),
    range: attribute.range,
  };
}

function columnsIn(item: PrismaValue): readonly PrismaIndexColumn[] {
  if (item.kind === "name") return [columnFrom(item.value, [])];
  return item.kind === "call" ? [columnFrom(item.name, item.args)] : [];
}

function columnFrom(field: string, args: readonly PrismaArgument[]): PrismaIndexColumn {
  const sort = args.find(({ name }) => name === "sort")?.value;
  const ops = args.find(({ name }) => name === "ops")?.value;
  return { field, sort: sort?.kind === "name" ? sort.value : undefined, ops };
}
