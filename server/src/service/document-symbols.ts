import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import { quoteIdentifier } from "../catalog/quoted-name.ts";
import { type Document, isPrisma } from "../engine/documents.ts";
import { parsePrisma } from "../prisma/parse-prisma.ts";
import type { PrismaModel } from "../prisma/prisma-schema.ts";
import { type NameUse, namesIn } from "../sql/names-in.ts";
import type { Segment } from "../sql/segment.ts";
import { segmentStarts } from "../sql/segments.ts";
import type { ColumnDefinition, Statement } from "../sql/statement.ts";
import { type Range, shiftRange } from "../text/range.ts";
import { lspRange } from "./location.ts";

/** A file's outline: its statements with the columns that they define, or its models, enums and their fields. */
export function documentSymbolsOf(document: Document): DocumentSymbol[] {
  if (isPrisma(document.path)) return prismaSymbols(document);
  const starts = segmentStarts(document.segments);
  return document.segments.flatMap((segment, index) => statementSymbol(document, segment, starts[index] ?? 0));
}

function statementSymbol(document: Document, segment: Segment, start: number): DocumentSymbol[] {
  if (segment.kind !== "statement") return [];
  const statement = segment.parsed?.statement;
  const name = statement === undefined ? undefined : mainName(namesIn(segment));
  const until = name?.role === "makes" ? name.range.end : segment.body.end;
  const words = onOneLine(segment.text.slice(segment.body.start, until));
  const children =
    statement === undefined ? [] : columnsOf(statement).map((column) => columnSymbol(document, column, start));
  return [
    {
      name: words,
      kind: kindOf(statement),
      range: lspRange(document, shiftRange(segment.body, start)),
      selectionRange: lspRange(document, shiftRange(name?.range ?? firstWord(segment), start)),
      ...(children.length > 0 ? { children } : {}),
    },
  ];
}

/** What the statement is about: what it makes, else what it names first. */
function mainName(uses: readonly NameUse[]): NameUse | undefined {
  const named = uses.filter(({ kind }) => kind !== "column" && kind !== "constraint");
  return named.find(({ role }) => role === "makes") ?? named.find(({ kind }) => kind !== "routine") ?? named[0];
}

const MOST_CHARACTERS = 60;

function onOneLine(text: string): string {
  const line = text
    .slice(0, 4 * MOST_CHARACTERS)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line || "…";
}

function firstWord({ text, body }: Segment): Range {
  const word = /^\S+/.exec(text.slice(body.start, body.end))?.[0] ?? "";
  return { start: body.start, end: body.start + word.length };
}

const KINDS: Partial<Record<Statement["kind"], SymbolKind>> = {
  createTable: SymbolKind.Struct,
  createIndex: SymbolKind.Key,
  createView: SymbolKind.Interface,
  createType: SymbolKind.Enum,
  createDomain: SymbolKind.TypeParameter,
  createSequence: SymbolKind.Number,
  createSchema: SymbolKind.Namespace,
};

function kindOf(statement: Statement | undefined): SymbolKind {
  return (statement && KINDS[statement.kind]) ?? SymbolKind.Event;
}

function columnsOf(statement: Statement): readonly ColumnDefinition[] {
  if (statement.kind === "createTable" || statement.kind === "createType") return statement.columns;
  if (statement.kind !== "alterTable") return [];
  return statement.actions.flatMap((action) => (action.kind === "addColumn" ? [action.column] : []));
}

function columnSymbol(document: Document, { name, type, range }: ColumnDefinition, start: number): DocumentSymbol {
  return {
    name: quoteIdentifier(name.name) || "…",
    kind: SymbolKind.Field,
    ...(type === undefined ? {} : { detail: type.text.slice(0, MOST_CHARACTERS) }),
    range: lspRange(document, shiftRange(range, start)),
    selectionRange: lspRange(document, shiftRange(name.range, start)),
  };
}

function prismaSymbols(document: Document): DocumentSymbol[] {
  const { models, enums, datasource, otherBlocks } = parsePrisma(document.text);
  const blocks = [...(datasource === undefined ? [] : [datasource]), ...otherBlocks];
  const symbol = (name: string, kind: SymbolKind, range: Range, selection: Range): DocumentSymbol => ({
    name,
    kind,
    range: lspRange(document, range),
    selectionRange: lspRange(document, selection),
  });
  const found = [
    ...models.map((model) => ({
      ...symbol(model.name.text, SymbolKind.Class, model.range, model.name.range),
      children: fieldSymbols(document, model),
    })),
    ...enums.map(({ name, range, values }) => ({
      ...symbol(name.text, SymbolKind.Enum, range, name.range),
      children: values.map((value) => symbol(value.text, SymbolKind.EnumMember, value.range, value.range)),
    })),
    ...blocks.map(({ name, range }) => symbol(name.text, SymbolKind.Module, range, name.range)),
  ];
  return found.sort((one, other) => one.range.start.line - other.range.start.line);
}

function fieldSymbols(document: Document, { fields }: PrismaModel): DocumentSymbol[] {
  return fields.map(({ name, type, list, optional, range }) => ({
    name: name.text,
    kind: SymbolKind.Field,
    detail: `${type.text}${list ? "[]" : ""}${optional ? "?" : ""}`,
    range: lspRange(document, range),
    selectionRange: lspRange(document, name.range),
  }));
}
