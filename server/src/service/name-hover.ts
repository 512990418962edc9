import { type Hover, MarkupKind } from "vscode-languageserver-types";
import type { Column, Relation, Table, TypeEntry } from "../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../catalog/quoted-name.ts";
import type { Document } from "../engine/documents.ts";
import { type NameAt, nameAt } from "../engine/name-at.ts";
import { changesOf, type ObjectChange } from "../engine/name-changes.ts";
import type { NamedObject } from "../engine/named-object.ts";
import type { Workspace } from "../engine/workspace.ts";
import { codeBlock, codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { lspRange } from "./location.ts";
import { columnBlock, columnSql, constraintLine, indexLine, indexLines, keyLines } from "./table-lines.ts";

/**
 * What is named at the offset, as of its statement: its columns, keys and indexes, what made it and what changed it
 * since. Undefined where nothing is named, or nothing is known of it.
 */
export function nameHoverAt(workspace: Workspace, document: Document, offset: number): Hover | undefined {
  const name = nameAt(workspace, document, offset);
  if (name?.object === undefined) return undefined;
  const changes = changesOf(name.space, name.object);
  // A function that no file makes is Postgres's own.
  if (name.object.kind === "routine") return undefined;
  const parts = [titleOf(name.object, name), ...bodyOf(name.object), ...historyOf(changes, name, document)];
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.filter((part) => part !== "").join("\n\n") },
    range: lspRange(document, name.range),
  };
}

function titleOf(object: NamedObject, { statement }: NameAt): string {
  const when = statement === undefined ? "at the end of the history" : "as of this statement";
  return `**${kindOf(object)}** ${codeSpan(fullName(object))}, ${when}`;
}

function kindOf(object: NamedObject): string {
  if (object.kind === "table") return TABLES[object.table.tableKind];
  if (object.kind === "relation") return object.relation.kind.replace(/^./, (first) => first.toUpperCase());
  if (object.kind === "type") return TYPES[object.type.form];
  return object.kind.replace(/^./, (first) => first.toUpperCase());
}

const TABLES: Readonly<Record<Table["tableKind"], string>> = {
  table: "Table",
  partitioned: "Partitioned table",
  partition: "Partition",
  foreign: "Foreign table",
};

const TYPES: Readonly<Record<TypeEntry["form"], string>> = {
  enum: "Enum",
  composite: "Composite type",
  domain: "Domain",
  other: "Type",
};

function fullName(object: NamedObject): string {
  if (object.kind === "table") return quotedName(object.table.schema, object.table.name);
  if (object.kind === "relation") return quotedName(object.relation.schema, object.relation.name);
  if (object.kind === "type") return quotedName(object.type.schema, object.type.name);
  if (object.kind === "index") return quotedName(object.owner.schema, object.index.name);
  if (object.kind === "routine") return quotedName(object.schema, object.name);
  const { schema, name } = object.table;
  const part = object.kind === "column" ? object.column.name : object.constraint.name;
  return `${quotedName(schema, name)}.${quoteIdentifier(part)}`;
}

function bodyOf(object: NamedObject): readonly string[] {
  if (object.kind === "table") {
    const { table } = object;
    return [columnBlock(table), [...keyLines(table), ...indexLines(table.indexes)].join("\n"), commentOf(table)];
  }
  if (object.kind === "column") return columnParts(object.column, object.table);
  if (object.kind === "index") return [indexLine(object.index)];
  if (object.kind === "constraint") return [constraintLine(object.constraint)];
  if (object.kind === "relation") return relationParts(object.relation);
  return object.kind === "type" ? typeParts(object.type) : [];
}

function columnParts(column: Column, table: Table): readonly string[] {
  const keys = table.constraints.filter(({ columns }) => columns.includes(column.name));
  const indexes = table.indexes.filter(({ keys: own }) => own.some((key) => key.column === column.name));
  const lines = [...keyLines({ ...table, constraints: keys }), ...indexLines(indexes)];
  return [codeBlock([columnSql(column)]), lines.join("\n"), commentOf(column)];
}

function relationParts({ columns = [], indexes }: Relation): readonly string[] {
  const names = columns.map(({ name }) => quoteIdentifier(name));
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const rest = names.length > MOST_NAMES ? `, … ${names.length - MOST_NAMES} more` : "";
  return [names.length === 0 ? "" : `Columns: ${codeSpan(shown)}${rest}`, indexLines(indexes).join("\n")];
}

const MOST_NAMES = 20;

function typeParts({ form, values, baseType }: TypeEntry): readonly string[] {
  if (form === "domain") return [`Over ${codeSpan(baseType ?? "?")}`];
  if (form !== "enum") return [];
  const shown = values.slice(0, MOST_NAMES).map((value) => codeSpan(value));
  if (values.length > MOST_NAMES) shown.push(`… ${values.length - MOST_NAMES} more`);
  return [shown.join(", ")];
}

function commentOf({ comment }: { readonly comment?: string }): string {
  return comment === undefined ? "" : escapeMarkdown(comment.slice(0, 300));
}

/** What made the object, what changed it until here, and what changes it later. */
function historyOf(changes: readonly ObjectChange[], name: NameAt, document: Document): readonly string[] {
  const files = name.space.timeline.map((file) => file.document);
  const here = name.statement === undefined ? files.length : files.indexOf(document);
  const orderOf = ({ document: other, statement }: ObjectChange) =>
    files.indexOf(other) - here || (name.statement === undefined ? -1 : statement - name.statement);
  const folder = name.space.timeline.find(({ facts }) => facts.folder !== undefined)?.facts.folder;
  const among = (is: (order: number) => boolean) =>
    changes.filter((change) => change.change !== "made" && is(orderOf(change)));
  const made = changes.filter(({ change }) => change === "made");
  const lines = [
    line("Made by", made, folder),
    line(
      "Changed before by",
      among((order) => order < 0),
      folder,
    ),
    among((order) => order === 0).length > 0 ? "Changed by this statement" : "",
    line(
      "Changed later by",
      among((order) => order > 0),
      folder,
    ),
  ];
  return [lines.filter((each) => each !== "").join("  \n")];
}

const MOST_CHANGES = 6;

function line(words: string, changes: readonly ObjectChange[], folder: string | undefined): string {
  if (changes.length === 0) return "";
  const byFile = new Map<Document, ObjectChange[]>();
  for (const change of changes.slice(-MOST_CHANGES)) {
    byFile.set(change.document, [...(byFile.get(change.document) ?? []), change]);
  }
  const shown = Array.from(byFile, ([document, own]) => placeInWords(document, own, folder));
  const rest = changes.length - MOST_CHANGES;
  return `${words} ${shown.join("; ")}${rest > 0 ? `; and ${rest} before` : ""}`;
}

function placeInWords({ path }: Document, changes: readonly ObjectChange[], folder: string | undefined): string {
  const isInside = folder !== undefined && path.startsWith(`${folder}/`);
  const name = isInside ? path.slice(folder.length + 1) : (path.split("/").at(-1) ?? path);
  const numbers = changes.map(({ statement, change }) => `${statement}${change === "gone" ? " (dropped)" : ""}`);
  return `${codeSpan(name)} ${numbers.length === 1 ? "statement" : "statements"} ${numbers.join(", ")}`;
}
