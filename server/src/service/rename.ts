import type { ChangeAnnotation, Range as LspRange, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { quotedName, quoteIdentifier } from "../catalog/quoted-name.ts";
import type { Document } from "../engine/documents.ts";
import { type NameAt, nameAt } from "../engine/name-at.ts";
import { type NamedObject, nameOf } from "../engine/named-object.ts";
import { type Occurrence, occurrencesOf, prismaOccurrencesOf } from "../engine/occurrences.ts";
import { takenAtEnd, takenName } from "../engine/taken-name.ts";
import type { Workspace } from "../engine/workspace.ts";
import { lspRange, type UriOf } from "./location.ts";

/** Why a name cannot be changed, for the person who asked. */
export interface Refusal {
  readonly refused: string;
}

/** What is renamed: where it stands, and what it is called there. */
export interface Renamable {
  readonly range: LspRange;
  readonly placeholder: string;
}

/** Whether what stands at the offset can be renamed; undefined where nothing is named there. */
export function renamableAt(workspace: Workspace, document: Document, offset: number): Renamable | Refusal | undefined {
  const name = nameAt(workspace, document, offset);
  if (name === undefined) return undefined;
  const refused = refusalOf(name);
  if (refused !== undefined) return { refused };
  return { range: lspRange(document, name.range), placeholder: writtenName(name, document) };
}

function refusalOf({ object, prisma, role, space }: NameAt): string | undefined {
  if (role === "alias") return "This name is the query's own; rename the table where it stands under its name.";
  if (object?.kind === "routine") return "Routines are not renamed here: which calls mean it hangs on their arguments.";
  if (prisma !== undefined && prismaOccurrencesOf(space, prisma).some((use) => use.role === "makes")) return undefined;
  if (object === undefined) return "No file of this history makes what is named here.";
  return undefined;
}

/** The name as it stands, without its quotes. */
function writtenName({ object, prisma, range, role }: NameAt, { text }: Document): string {
  if (prisma !== undefined)
    return role === "mapped" ? text.slice(range.start, range.end) : (prisma.field ?? prisma.block);
  const written = text.slice(range.start, range.end);
  if (written.startsWith('"')) return written.slice(1, -1).replaceAll('""', '"');
  return object === undefined ? written : written.toLowerCase();
}

/** What a renaming is made with. */
export interface Renaming {
  readonly newName: string;
  readonly uriOf: UriOf;
  /** The version of an open document; null for one that is not open. */
  readonly versionOf: (path: string) => number | null;
}

/**
 * The edits that give what stands at the offset another name, wherever it bears the same name as there. Each is to be
 * confirmed by a person, for a migration that has been applied must stay as it is.
 */
export function renameAt(
  workspace: Workspace,
  document: Document,
  offset: number,
  renaming: Renaming,
): WorkspaceEdit | Refusal | undefined {
  const name = nameAt(workspace, document, offset);
  if (name === undefined) return undefined;
  const refused = refusalOf(name) ?? badName(renaming.newName);
  if (refused !== undefined) return { refused };
  const old = writtenName(name, document);
  const newName = plainName(renaming.newName);
  const isPrismaOnly = name.prisma !== undefined && (name.object === undefined || isMapped(name, old));
  if (isPrismaOnly) return prismaRename(name, newName, renaming);
  const { object } = name;
  return object && databaseRename(name, object, { old, newName }, renaming);
}

/** What people type in quotes means what is inside. */
function plainName(typed: string): string {
  const name = typed.trim();
  const isQuoted = name.length > 2 && name.startsWith('"') && name.endsWith('"');
  return isQuoted ? name.slice(1, -1).replaceAll('""', '"') : name;
}

const MOST_BYTES = 63;

function badName(typed: string): string | undefined {
  const name = plainName(typed);
  if (name === "") return "A name cannot be empty.";
  if (/[\0\r\n]/.test(name)) return "A name stands on one line.";
  const bytes = new TextEncoder().encode(name).length;
  return bytes > MOST_BYTES
    ? `Postgres cuts names off behind ${MOST_BYTES} bytes, and this one has ${bytes}.`
    : undefined;
}

/** Whether the model or field is called otherwise in the database, so that its name is Prisma's alone. */
function isMapped({ prisma, object, role }: NameAt, old: string): boolean {
  return prisma !== undefined && role !== "mapped" && object !== undefined && nameOf(object) !== old;
}

const PRISMA_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

function prismaRename({ space, prisma }: NameAt, newName: string, renaming: Renaming): WorkspaceEdit | Refusal {
  if (!PRISMA_NAME.test(newName)) return { refused: `Prisma takes no such name: \`${newName}\`.` };
  const block = space.prisma.schema.models.find(({ name }) => name.text === prisma?.block);
  const siblings = prisma?.field === undefined ? blocksOf(space) : (block?.fields.map(({ name }) => name.text) ?? []);
  if (siblings.includes(newName)) return { refused: `\`${newName}\` is in schema.prisma already.` };
  const uses = prisma === undefined ? [] : prismaOccurrencesOf(space, prisma);
  return workspaceEdit(
    uses.map((use) => ({ use, text: newName })),
    {},
    renaming,
  );
}

function blocksOf({ prisma: { schema } }: NameAt["space"]): readonly string[] {
  return [...schema.models, ...schema.enums].map(({ name }) => name.text);
}

/** One place with what is to stand there. */
interface Replaced {
  readonly use: Occurrence;
  readonly text: string;
}

function databaseRename(
  { space }: NameAt,
  object: NamedObject,
  { old, newName }: { readonly old: string; readonly newName: string },
  renaming: Renaming,
): WorkspaceEdit | Refusal {
  if (old === newName) return { documentChanges: [] };
  let taken: string | undefined;
  const all = occurrencesOf(space, object, ({ document, name }, moment, here) => {
    if (name !== old || taken !== undefined) return;
    const other = takenName(here, newName, moment.before) ?? takenName(here, newName, moment.after);
    if (other === undefined) return;
    taken = `${other} is there already at statement ${moment.statement} of ${fileName(document.path)}.`;
  });
  const atEnd = takenAtEnd(object, old, newName, space.final);
  if (taken !== undefined || atEnd !== undefined)
    return { refused: taken ?? `${atEnd} is there at the end of the history.` };
  // In schema.prisma the mapped name is the database's; where none is mapped, the block's or field's own name is.
  const isMappedThere = all.some(({ role }) => role === "mapped");
  const uses = all.filter(
    (use) => use.name === old && (use.language === "sql" || (use.role === "mapped") === isMappedThere),
  );
  const inPrisma = uses.some(({ language }) => language === "prisma");
  if (inPrisma && !isMappedThere && !PRISMA_NAME.test(newName)) {
    return { refused: `Prisma takes no such name: \`${newName}\`. Give it an \`@map\` in schema.prisma first.` };
  }
  if (inPrisma && !isMappedThere && object.kind !== "column" && blocksOf(space).includes(newName)) {
    return { refused: `\`${newName}\` is in schema.prisma already.` };
  }
  const replaced = uses.map((use) => ({ use, text: use.language === "sql" ? sqlName(use, newName) : newName }));
  return workspaceEdit(replaced, annotationsFor(object, old, newName), renaming);
}

function fileName(path: string): string {
  return path.split("/").slice(-2).join("/");
}

/** The name as SQL writes it; a place that quotes its name goes on doing so. */
function sqlName({ document, range }: Occurrence, name: string): string {
  const isQuoted = document.text[range.start] === '"';
  return isQuoted ? `"${name.replaceAll('"', '""')}"` : quoteIdentifier(name);
}

const PRISMA_ANNOTATION: ChangeAnnotation = {
  label: "schema.prisma",
  needsConfirmation: true,
  description: "Prisma Migrate takes a changed name for a drop and a new object: write the RENAME into its migration.",
};

function annotationsFor(object: NamedObject, old: string, newName: string): Record<string, ChangeAnnotation> {
  return {
    sql: {
      label: "Applied migrations stay as they are in production",
      needsConfirmation: true,
      description: `Change a migration only if it has run nowhere yet; else rename in a new one: ${renameStatement(object, old, newName)}`,
    },
    prisma: PRISMA_ANNOTATION,
  };
}

function renameStatement(object: NamedObject, old: string, newName: string): string {
  const to = quoteIdentifier(newName);
  if (object.kind === "column") {
    return `ALTER TABLE ${quotedName(object.table.schema, object.table.name)} RENAME COLUMN ${quoteIdentifier(old)} TO ${to};`;
  }
  if (object.kind === "constraint") {
    return `ALTER TABLE ${quotedName(object.table.schema, object.table.name)} RENAME CONSTRAINT ${quoteIdentifier(old)} TO ${to};`;
  }
  const { word, schema } = kindAndSchema(object);
  return `ALTER ${word} ${quotedName(schema, old)} RENAME TO ${to};`;
}

function kindAndSchema(object: NamedObject): { readonly word: string; readonly schema: string } {
  if (object.kind === "table") return { word: "TABLE", schema: object.table.schema };
  if (object.kind === "index") return { word: "INDEX", schema: object.owner.schema };
  if (object.kind === "relation") return { word: object.relation.kind.toUpperCase(), schema: object.relation.schema };
  return object.kind === "type" ? { word: "TYPE", schema: object.type.schema } : { word: "TABLE", schema: "public" };
}

function workspaceEdit(
  replaced: readonly Replaced[],
  annotations: Record<string, ChangeAnnotation>,
  { uriOf, versionOf }: Renaming,
): WorkspaceEdit {
  const changes = new Map<Document, TextDocumentEdit>();
  for (const { use, text } of replaced) {
    const { document, range, language } = use;
    const uri = uriOf(document.path);
    const change = changes.get(document) ?? { textDocument: { uri, version: versionOf(document.path) }, edits: [] };
    changes.set(document, change);
    const annotation = language in annotations ? { annotationId: language } : {};
    change.edits.push({ range: lspRange(document, range), newText: text, ...annotation });
  }
  return { documentChanges: [...changes.values()], changeAnnotations: annotations };
}
