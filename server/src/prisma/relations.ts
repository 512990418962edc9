import type { Range } from "../text/range.ts";
import { argumentValue, itemsOf, nameArgument, stringArgument } from "./arguments.ts";
import type { PrismaField, PrismaModel, PrismaValue } from "./prisma-schema.ts";

/** The side of a relation that holds the foreign key: a field with `@relation(fields: […], references: […])`. */
export interface PrismaRelation {
  /** The relation's own name, which tells several between the same models apart. */
  readonly name: string | undefined;
  /** The model that it refers to. */
  readonly target: string;
  /** Names of this model's fields that hold the key, in order. */
  readonly fields: readonly string[];
  /** Where the list after `fields:` stands. */
  readonly fieldsRange: Range;
  /** Names of the other model's fields, in order. */
  readonly references: readonly string[];
  /** As written: `Cascade`, `SetNull`; undefined for Prisma's default. */
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** The constraint's name in the database. */
  readonly map: string | undefined;
}

/** The relation whose key the field's model holds; undefined for scalars, the other side, and many-to-many relations. */
export function relationOf(field: PrismaField): PrismaRelation | undefined {
  const attribute = field.attributes.find(({ name }) => name === "relation");
  const fields = attribute && argumentValue(attribute, "fields");
  if (attribute === undefined || fields === undefined) return undefined;
  return {
    name: stringArgument(attribute, "name", 0),
    target: field.type.text,
    fields: namesIn(fields),
    fieldsRange: fields.range,
    references: namesIn(argumentValue(attribute, "references")),
    onDelete: nameArgument(attribute, "onDelete"),
    onUpdate: nameArgument(attribute, "onUpdate"),
    map: stringArgument(attribute, "map"),
  };
}

/** The model's field with the name. */
export function fieldNamed(model: PrismaModel, name: string): PrismaField | undefined {
  return model.fields.find((field) => field.name.text === name);
}

function namesIn(value: PrismaValue | undefined): readonly string[] {
  return itemsOf(value).flatMap((item) => (item.kind === "name" ? [item.value] : []));
}
