import { format, get_dmmf } from "@prisma/prisma-schema-wasm";

/** A file of a schema: its name and its text. */
export type SchemaFile = readonly [name: string, text: string];

/** What Prisma's own engine says that a schema is, as far as our tests compare it. */
export interface EngineSchema {
  readonly enums: readonly EngineEnum[];
  readonly models: readonly EngineModel[];
  readonly indexes: readonly EngineIndex[];
}

/** A model as Prisma's engine gives it. */
export interface EngineModel {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly fields: readonly EngineField[];
  readonly primaryKey: { readonly name: string | null; readonly fields: readonly string[] } | null;
  readonly uniqueFields: readonly (readonly string[])[];
  readonly uniqueIndexes: readonly { readonly name: string | null; readonly fields: readonly string[] }[];
}

/** A field as Prisma's engine gives it. */
export interface EngineField {
  readonly name: string;
  readonly dbName?: string;
  readonly kind: "scalar" | "object" | "enum" | "unsupported";
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isId: boolean;
  readonly isUnique: boolean;
  readonly hasDefaultValue: boolean;
  readonly isUpdatedAt?: boolean;
  readonly nativeType?: readonly [string, readonly string[]] | null;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
  readonly relationOnUpdate?: string;
}

/** An index as Prisma's engine gives it. */
export interface EngineIndex {
  readonly model: string;
  readonly type: "id" | "normal" | "unique" | "fulltext";
  readonly isDefinedOnField: boolean;
  readonly dbName?: string;
  readonly algorithm?: string;
  readonly fields: readonly { readonly name: string; readonly sortOrder?: string; readonly operatorClass?: string }[];
}

/** An enum as Prisma's engine gives it. */
export interface EngineEnum {
  readonly name: string;
  readonly dbName: string | null;
  readonly values: readonly { readonly name: string; readonly dbName: string | null }[];
}

/** What Prisma's engine makes of the files as one schema. Throws its message where it refuses them. */
export function engineSchema(files: readonly SchemaFile[]): EngineSchema {
  try {
    return JSON.parse(get_dmmf(JSON.stringify({ prismaSchema: files }))).datamodel;
  } catch (error) {
    throw new Error(messageOf(error));
  }
}

/** Why Prisma's engine refuses the schema, or undefined where it takes it. */
export function engineRefuses(text: string): string | undefined {
  try {
    engineSchema([["schema.prisma", text]]);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The text as Prisma's formatter lays it out. */
export function engineFormats(text: string): string {
  const uri = "file:///schema.prisma";
  const params = { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } };
  const [[, formatted]] = JSON.parse(format(JSON.stringify([[uri, text]]), JSON.stringify(params)));
  return formatted;
}

/** The text without what Prisma 7 no longer takes: connection settings in schema files, and a feature that it dropped. */
export function forPrismaSeven(text: string): string {
  const withoutUrls = text.replace(/^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm, "");
  return withoutUrls.replace('"metrics", ', "");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
