import { mergePrisma } from "../prisma/merge-prisma.ts";
import { parsePrisma } from "../prisma/parse-prisma.ts";
import type { PrismaSchema } from "../prisma/prisma-schema.ts";
import { type Document, type Documents, isPrisma } from "./documents.ts";

/** The Prisma schema that a file is a part of: the file's own part, and all `.prisma` files of its folder as one, its own first. */
export function prismaSchemaOf(
  documents: Documents,
  document: Document,
): { readonly own: PrismaSchema; readonly schema: PrismaSchema } {
  const own = parsePrisma(document.text);
  const folder = document.path.slice(0, document.path.lastIndexOf("/") + 1);
  const others = documents.files
    .list(folder)
    .filter(({ name, kind }) => kind === "file" && isPrisma(name) && folder + name !== document.path)
    .flatMap(({ name }) => documents.get(folder + name) ?? []);
  return { own, schema: mergePrisma([own, ...others.map(({ text }) => parsePrisma(text))]) };
}
