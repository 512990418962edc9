import { columnSql, columnType, literal, qualified, quoted } from "./column-sql.ts";
import { columnName, databaseName, databaseSchema, enumLabel } from "./database-names.ts";
import { prismaDatabase } from "./datasource.ts";
import { defaultName } from "./default-name.ts";
import { type JoinTable, joinTables } from "./join-tables.ts";
import { modelIndexes, type PrismaIndex } from "./model-indexes.ts";
import type { PrismaModel, PrismaSchema, PrismaValue } from "./prisma-schema.ts";
import { fieldNamed, type PrismaRelation, relationOf } from "./relations.ts";

/**
 * The statements that `prisma migrate diff --from-empty` writes for a schema: its enums, tables, indexes and foreign
 * keys by Prisma's own names. Views are not Prisma's to make.
 */
export function prismaSql(schema: PrismaSchema): readonly string[] {
  const models = schema.models.filter(({ kind }) => kind === "model");
  const joins = joinTables(schema);
  const hasKeys = prismaDatabase(schema).relationMode === "foreignKeys";
  const schemas = new Set([...models, ...schema.enums].flatMap((block) => databaseSchema(block) ?? []));
  return [
    ...Array.from(schemas, (name) => `CREATE SCHEMA IF NOT EXISTS ${quoted(name)}`),
    ...schema.enums.map((type) => {
      const labels = type.values.map((value) => literal(enumLabel(value)));
      return `CREATE TYPE ${qualified(type)} AS ENUM (${labels.join(", ")})`;
    }),
    ...models.map((model) => tableSql(schema, model)),
    ...joins.map((join) => joinSql(schema, join)),
    ...models.flatMap(indexesSql),
    ...joins.map(({ name, table }) => `CREATE INDEX ${quoted(`${name}_B_index`)} ON ${table}("B")`),
    ...(hasKeys ? [...models.flatMap((model) => keysSql(schema, model)), ...joins.flatMap(joinKeysSql)] : []),
  ];
}

function tableSql(schema: PrismaSchema, model: PrismaModel): string {
  const columns = model.fields.flatMap((field) => columnSql(schema, field) ?? []);
  const key = modelIndexes(model).find(({ kind }) => kind === "id");
  const primaryKey =
    key &&
    `CONSTRAINT ${quoted(key.map ?? defaultName(databaseName(model), [], "pkey"))} PRIMARY KEY (${columnsOf(model, key).map(quoted).join(", ")})`;
  return `CREATE TABLE ${qualified(model)} (${[...columns, ...(primaryKey ? [primaryKey] : [])].join(", ")})`;
}

function columnsOf(model: PrismaModel, index: PrismaIndex): readonly string[] {
  return index.columns.map(({ field }) => columnOf(model, field));
}

function columnOf(model: PrismaModel, name: string): string {
  const field = fieldNamed(model, name);
  return field === undefined ? name : columnName(field);
}

function indexesSql(model: PrismaModel): readonly string[] {
  const made = modelIndexes(model).filter(({ kind }) => kind === "unique" || kind === "index");
  return made.map((index) => {
    const suffix = index.kind === "unique" ? "key" : "idx";
    const name = index.map ?? defaultName(databaseName(model), columnsOf(model, index), suffix);
    const method = index.type === undefined ? "" : ` USING ${index.type.toLowerCase()}`;
    const keys = index.columns.map(({ field, sort, ops }) =>
      [quoted(columnOf(model, field)), operatorClass(ops), sort === "Desc" ? "DESC" : undefined]
        .filter((part) => part !== undefined)
        .join(" "),
    );
    const where = raw(index.where);
    const unique = index.kind === "unique" ? "UNIQUE " : "";
    const predicate = where === undefined ? "" : ` WHERE ${where}`;
    return `CREATE ${unique}INDEX ${quoted(name)} ON ${qualified(model)}${method} (${keys.join(", ")})${predicate}`;
  });
}

/** `JsonbPathOps` is `jsonb_path_ops`; `raw("…")` holds the database's own words. */
function operatorClass(ops: PrismaValue | undefined): string | undefined {
  if (ops?.kind === "name") return ops.value.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
  return raw(ops);
}

function raw(value: PrismaValue | undefined): string | undefined {
  const argument = value?.kind === "call" && value.name === "raw" ? value.args[0]?.value : undefined;
  return argument?.kind === "string" ? argument.value : undefined;
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["Cascade", "CASCADE"],
  ["Restrict", "RESTRICT"],
  ["NoAction", "NO ACTION"],
  ["SetNull", "SET NULL"],
  ["SetDefault", "SET DEFAULT"],
]);

function keysSql(schema: PrismaSchema, model: PrismaModel): readonly string[] {
  return model.fields.flatMap((field) => {
    const relation = relationOf(field);
    const target = relation && schema.models.find(({ name }) => name.text === relation.target);
    if (relation === undefined || target === undefined) return [];
    return [keySql(model, target, relation, field.optional ? "SET NULL" : "RESTRICT")];
  });
}

function keySql(model: PrismaModel, target: PrismaModel, relation: PrismaRelation, onDelete: string): string {
  const columns = relation.fields.map((name) => columnOf(model, name));
  const others = relation.references.map((name) => columnOf(target, name));
  const name = relation.map ?? defaultName(databaseName(model), columns, "fkey");
  const action = (written: string | undefined, usual: string) => ACTIONS.get(written ?? "") ?? usual;
  return `ALTER TABLE ${qualified(model)} ADD CONSTRAINT ${quoted(name)} FOREIGN KEY (${columns.map(quoted).join(", ")}) REFERENCES ${qualified(target)}(${others.map(quoted).join(", ")}) ON DELETE ${action(relation.onDelete, onDelete)} ON UPDATE ${action(relation.onUpdate, "CASCADE")}`;
}

function joinSql(schema: PrismaSchema, { name, table, first, second }: JoinTable): string {
  const type = ({ key }: JoinTable["first"]) => columnType(schema, key) ?? "integer";
  return `CREATE TABLE ${table} ("A" ${type(first)} NOT NULL, "B" ${type(second)} NOT NULL, CONSTRAINT ${quoted(`${name}_AB_pkey`)} PRIMARY KEY ("A", "B"))`;
}

function joinKeysSql({ name, table, first, second }: JoinTable): readonly string[] {
  return (
    [
      ["A", first],
      ["B", second],
    ] as const
  ).map(
    ([column, { model, key }]) =>
      `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(`${name}_${column}_fkey`)} FOREIGN KEY ("${column}") REFERENCES ${qualified(model)}(${quoted(columnName(key))}) ON DELETE CASCADE ON UPDATE CASCADE`,
  );
}
