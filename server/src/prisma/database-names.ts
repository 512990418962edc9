import { stringArgument } from "./arguments.ts";
import type { PrismaAttribute, PrismaEnum, PrismaEnumValue, PrismaField, PrismaModel } from "./prisma-schema.ts";

/** What a model's table, a view or an enum's type is called in the database: its `@@map`, else its own name. */
export function databaseName(block: PrismaModel | PrismaEnum): string {
  return mapOf(block.attributes) ?? block.name.text;
}

/** The database's schema that `@@schema` puts the model or enum in; undefined where it is the default one. */
export function databaseSchema(block: PrismaModel | PrismaEnum): string | undefined {
  const attribute = block.attributes.find(({ name }) => name === "schema");
  return attribute && stringArgument(attribute, "map", 0);
}

/** What a field's column is called in the database: its `@map`, else its own name. */
export function columnName(field: PrismaField): string {
  return mapOf(field.attributes) ?? field.name.text;
}

/** What an enum's value is called in the database: its `@map`, else its own name. */
export function enumLabel(value: PrismaEnumValue): string {
  return mapOf(value.attributes) ?? value.text;
}

function mapOf(attributes: readonly PrismaAttribute[]): string | undefined {
  const attribute = attributes.find(({ name }) => name === "map");
  return attribute && stringArgument(attribute, "name", 0);
}
