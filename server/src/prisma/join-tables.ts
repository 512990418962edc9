import { stringArgument } from "./arguments.ts";
import { quoted } from "./column-sql.ts";
import { databaseSchema } from "./database-names.ts";
import { modelIndexes } from "./model-indexes.ts";
import type { PrismaField, PrismaModel, PrismaSchema } from "./prisma-schema.ts";
import { fieldNamed, relationOf } from "./relations.ts";

/** The table that Prisma makes for a many-to-many relation which names none. */
export interface JoinTable {
  readonly name: string;
  /** The name as SQL writes it, with its schema where there is one. */
  readonly table: string;
  /** What the columns `A` and `B` refer to: models in order of their names, and the field that each is known by. */
  readonly first: JoinedModel;
  readonly second: JoinedModel;
}

interface JoinedModel {
  readonly model: PrismaModel;
  readonly key: PrismaField;
}

/** The join tables of a schema, once for both sides of a relation. */
export function joinTables(schema: PrismaSchema): readonly JoinTable[] {
  const found = new Map<string, JoinTable>();
  for (const model of schema.models) {
    for (const field of model.fields) {
      const other = listed(schema, field);
      if (other === undefined || !hasOtherSide(other, model, field)) continue;
      const join = joinOf(model, other, nameOf(field));
      if (join !== undefined) found.set(join.name, join);
    }
  }
  return Array.from(found.values());
}

/** The model that a list field holds, where no key of it is named. */
function listed(schema: PrismaSchema, field: PrismaField): PrismaModel | undefined {
  if (!field.list || relationOf(field) !== undefined) return undefined;
  return schema.models.find(({ name }) => name.text === field.type.text);
}

/** Whether the other model has a list of this one by the same relation. */
function hasOtherSide(other: PrismaModel, model: PrismaModel, field: PrismaField): boolean {
  return other.fields.some(
    (back) => back.list && back !== field && back.type.text === model.name.text && nameOf(back) === nameOf(field),
  );
}

function nameOf(field: PrismaField): string | undefined {
  const attribute = field.attributes.find(({ name }) => name === "relation");
  return attribute && stringArgument(attribute, "name", 0);
}

function joinOf(one: PrismaModel, other: PrismaModel, relation: string | undefined): JoinTable | undefined {
  const [first, second] = one.name.text <= other.name.text ? [one, other] : [other, one];
  const name = `_${relation ?? `${first.name.text}To${second.name.text}`}`;
  const schema = databaseSchema(first);
  const keys = [keyOf(first), keyOf(second)] as const;
  if (keys[0] === undefined || keys[1] === undefined) return undefined;
  return {
    name,
    table: (schema === undefined ? "" : `${quoted(schema)}.`) + quoted(name),
    first: { model: first, key: keys[0] },
    second: { model: second, key: keys[1] },
  };
}

function keyOf(model: PrismaModel): PrismaField | undefined {
  const key = modelIndexes(model).find(({ kind }) => kind === "id");
  return key?.columns.length === 1 ? fieldNamed(model, key.columns[0]?.field ?? "") : undefined;
}
