import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnName, databaseName, databaseSchema, enumLabel } from "../../server/src/prisma/database-names.ts";
import { mergePrisma } from "../../server/src/prisma/merge-prisma.ts";
import { modelIndexes, type PrismaIndex } from "../../server/src/prisma/model-indexes.ts";
import { nativeType } from "../../server/src/prisma/native-type.ts";
import { parsePrisma } from "../../server/src/prisma/parse-prisma.ts";
import type { PrismaField, PrismaModel, PrismaSchema, PrismaValue } from "../../server/src/prisma/prisma-schema.ts";
import { relationOf } from "../../server/src/prisma/relations.ts";
import { corpus } from "../support/corpus.ts";
import { type EngineField, type EngineModel, engineSchema, forPrismaSeven, type SchemaFile } from "./prisma-engine.ts";
import { everything, twists } from "./samples.ts";

const postgres = 'datasource db {\n  provider = "postgresql"\n}\n';

describe("our reading is Prisma's engine's reading", () => {
  it("of a schema with every part of the language", () => agree([["schema.prisma", everything]]));
  it("with CRLF line ends", () => agree([["schema.prisma", everything.replaceAll("\n", "\r\n")]]));
  for (const [name, text] of Object.entries(twists)) {
    it(`of ${name}`, () =>
      agree([
        ["a.prisma", postgres],
        ["b.prisma", text],
      ]));
  }
});

describe.skipIf(!corpus)("of the corpus", () => {
  const folders = corpus === undefined ? new Map([["which is not here", []]]) : schemaFolders(corpus);
  for (const [folder, files] of folders) it(folder, () => agree(files));
});

function agree(files: readonly SchemaFile[]): void {
  const ours = mergePrisma(files.map(([, text]) => parsePrisma(text)));
  const theirs = engineSchema(files.map(([name, text]) => [name, forPrismaSeven(text)] as const));
  expect(ours.problems).toEqual([]);
  const hidden = new Set(ours.models.filter((model) => isIgnored(model)).map((model) => model.name.text));
  const models = ours.models.filter((model) => !hidden.has(model.name.text));
  expect(models.map((model) => summary(model, ours, hidden))).toEqual(theirs.models.map(engineSummary));
  expect(models.flatMap(indexSummaries).sort()).toEqual(
    theirs.indexes
      .map((index) =>
        JSON.stringify({
          model: index.model,
          type: index.type,
          onField: index.isDefinedOnField,
          map: index.dbName,
          algorithm: index.algorithm,
          fields: index.fields.map(({ name, sortOrder, operatorClass }) => [name, sortOrder, operatorClass]),
        }),
      )
      .sort(),
  );
  expect(
    ours.enums.map((one) => [one.name.text, databaseName(one), one.values.map((v) => [v.text, enumLabel(v)])]),
  ).toEqual(
    theirs.enums.map((one) => [one.name, one.dbName ?? one.name, one.values.map((v) => [v.name, v.dbName ?? v.name])]),
  );
}

function summary(model: PrismaModel, schema: PrismaSchema, hidden: ReadonlySet<string>) {
  const indexes = modelIndexes(model);
  const modelKey = indexes.find((index) => index.kind === "id" && !index.onField);
  const uniques = indexes.filter((index) => index.kind === "unique" && !index.onField && !index.where);
  return {
    name: model.name.text,
    table: databaseName(model),
    schema: databaseSchema(model),
    fields: model.fields
      .filter((field) => !isIgnored(field) && field.unsupported === undefined && !hidden.has(field.type.text))
      .map((field) => fieldSummary(field, indexes, schema)),
    primaryKey: modelKey && namesOf(modelKey),
    uniques: uniques.map((index) => [index.name, namesOf(index)]),
  };
}

function fieldSummary(field: PrismaField, indexes: readonly PrismaIndex[], schema: PrismaSchema) {
  const relation = relationOf(field);
  const native = nativeType(field);
  const has = (name: string) => field.attributes.some((attribute) => attribute.name === name);
  const alone = (kind: PrismaIndex["kind"]) =>
    indexes.some((index) => index.kind === kind && !index.where && namesOf(index).join() === field.name.text);
  return {
    name: field.name.text,
    column: columnName(field),
    type: field.type.text,
    list: field.list,
    required: !field.optional,
    id: alone("id"),
    unique: alone("unique") && !alone("id"),
    default: has("default"),
    updatedAt: has("updatedAt"),
    native: native && [native.name, native.args.map(written)],
    from: relation?.fields ?? [],
    to: relation?.references ?? [],
    onDelete: relation?.onDelete,
    onUpdate: relation?.onUpdate,
    isObject: schema.models.some((model) => model.name.text === field.type.text),
  };
}

function engineSummary(model: EngineModel) {
  return {
    name: model.name,
    table: model.dbName ?? model.name,
    schema: model.schema ?? undefined,
    fields: model.fields.map(engineFieldSummary),
    primaryKey: model.primaryKey?.fields,
    uniques: model.uniqueIndexes.map((index) => [index.name ?? undefined, index.fields]),
  };
}

function engineFieldSummary(field: EngineField) {
  return {
    name: field.name,
    column: field.dbName ?? field.name,
    type: field.type,
    list: field.isList,
    required: field.isRequired,
    id: field.isId,
    unique: field.isUnique,
    default: field.hasDefaultValue,
    updatedAt: field.isUpdatedAt ?? false,
    native: field.nativeType ?? undefined,
    from: field.relationFromFields ?? [],
    to: field.relationToFields ?? [],
    onDelete: field.relationOnDelete,
    onUpdate: field.relationOnUpdate,
    isObject: field.kind === "object",
  };
}

function indexSummaries(model: PrismaModel): readonly string[] {
  const types = { id: "id", unique: "unique", index: "normal", fulltext: "fulltext" } as const;
  return modelIndexes(model).map((index) =>
    JSON.stringify({
      model: model.name.text,
      type: types[index.kind],
      onField: index.onField,
      map: index.map,
      algorithm: index.type,
      fields: index.columns.map(({ field, sort, ops }) => [field, sort?.toLowerCase(), ops && operatorClass(ops)]),
    }),
  );
}

function operatorClass(ops: PrismaValue): string {
  return ops.kind === "call" ? ops.args.map((argument) => written(argument.value)).join() : written(ops);
}

function written(value: PrismaValue): string {
  return value.kind === "string" || value.kind === "number" || value.kind === "name" ? value.value : value.kind;
}

function isIgnored(one: PrismaModel | PrismaField): boolean {
  return one.attributes.some((attribute) => attribute.name === "ignore");
}

function namesOf(index: PrismaIndex): readonly string[] {
  return index.columns.map((column) => column.field);
}

function schemaFolders(root: string): ReadonlyMap<string, readonly SchemaFile[]> {
  const paths = readdirSync(join(root, "prisma"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".prisma"))
    .sort();
  const folders = new Map<string, SchemaFile[]>();
  for (const path of paths) {
    const files = folders.get(dirname(path)) ?? [];
    files.push([path, readFileSync(join(root, "prisma", path), "utf8")]);
    folders.set(dirname(path), files);
  }
  return folders;
}
