import type { CatalogReader } from "../catalog/catalog.ts";
import { findTable, findType } from "../catalog/resolve.ts";
import { columnName, databaseName, databaseSchema } from "../prisma/database-names.ts";
import { mergePrisma } from "../prisma/merge-prisma.ts";
import { namesInPrisma, type PrismaUse } from "../prisma/names-in-prisma.ts";
import { parsePrisma } from "../prisma/parse-prisma.ts";
import type { PrismaSchema } from "../prisma/prisma-schema.ts";
import { fieldNamed } from "../prisma/relations.ts";
import type { History } from "../project/project.ts";
import { type Document, isPrisma } from "./documents.ts";
import { columnObject, type NamedObject, tableObject, typeObject } from "./named-object.ts";
import type { Workspace } from "./workspace.ts";

/** The Prisma schema that goes with a history: its files with their names, and all of them as one. */
export interface PrismaBeside {
  readonly files: readonly { readonly document: Document; readonly uses: readonly PrismaUse[] }[];
  readonly schema: PrismaSchema;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** The history that a Prisma schema goes with: the nearest one of Prisma Migrate, else the only one of the project. */
export function historyOfPrisma(workspace: Workspace, path: string): History | undefined {
  const histories = workspace.historiesAround(path).filter(({ files }) => files.length > 0);
  const shared = ({ folder }: History) => {
    let above = parentOf(folder);
    while (above.length > 1 && !path.startsWith(`${above}/`)) above = parentOf(above);
    return above.length;
  };
  const own = histories.filter(({ tool }) => tool === "prisma").sort((one, other) => shared(other) - shared(one));
  return own[0] ?? (histories.length === 1 ? histories[0] : undefined);
}

/** The Prisma schema beside a history's folder, or in a folder beside it. */
export function prismaBeside(workspace: Workspace, folder: string): PrismaBeside {
  const above = parentOf(folder);
  const around = [folder, above, parentOf(above), `${parentOf(above)}/prisma`];
  const inside = workspace.documents.files.list(above).filter(({ kind }) => kind === "folder");
  const folders = new Set([...around, ...inside.map(({ name }) => `${above}/${name}`)]);
  const paths = [...folders].flatMap((each) => {
    if (each === "") return [];
    const entries = workspace.documents.files.list(each);
    return entries.filter(({ name, kind }) => kind === "file" && isPrisma(name)).map(({ name }) => `${each}/${name}`);
  });
  const own = paths.filter((path) => historyOfPrisma(workspace, path)?.folder === folder);
  return prismaFiles(own.flatMap((path) => workspace.documents.get(path) ?? []));
}

/** A file's part of the schema with its names; parsed once a text. */
interface PrismaPart {
  readonly schema: PrismaSchema;
  readonly uses: readonly PrismaUse[];
}

const parts = new WeakMap<Document, PrismaPart>();

function partOf(document: Document): PrismaPart {
  const known = parts.get(document);
  if (known !== undefined) return known;
  const schema = parsePrisma(document.text);
  const part = { schema, uses: namesInPrisma(schema) };
  parts.set(document, part);
  return part;
}

/** Prisma files as one schema. */
export function prismaFiles(documents: readonly Document[]): PrismaBeside {
  return {
    files: documents.map((document) => ({ document, uses: partOf(document).uses })),
    schema: mergePrisma(documents.map((document) => partOf(document).schema)),
  };
}

/** The object of the database that a name in a Prisma schema stands for; undefined where no file makes it. */
export function prismaObject(
  { block, field }: PrismaUse,
  schema: PrismaSchema,
  reader: CatalogReader,
): NamedObject | undefined {
  const model = schema.models.find(({ name }) => name.text === block);
  const own = model ?? schema.enums.find(({ name }) => name.text === block);
  if (own === undefined) return undefined;
  const name = { schema: databaseSchema(own), name: databaseName(own) };
  if (model === undefined) {
    const type = findType(reader, name)?.entry;
    return type && typeObject(type);
  }
  const table = findTable(reader, name);
  if (table === undefined || field === undefined) return table && tableObject(table);
  const declared = fieldNamed(model, field);
  const stored = declared && columnName(declared);
  const column = table.columns.find((each) => each.name === stored);
  return column && columnObject(reader, table, column);
}
