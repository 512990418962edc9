import type { Catalog, Relation, TypeEntry } from "../../catalog/catalog.ts";
import { codeSpan, escapeMarkdown } from "../../text/escape-markdown.ts";
import { plural } from "../plural.ts";
import { type ListedSchema, listSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";
import { indexLine, tableMarkdown } from "./table-markdown.ts";

/** The schema as a data dictionary in Markdown: tables, views, enums and other types, sequences. */
export function schemaMarkdown(catalog: Catalog): string {
  const schema = listSchema(catalog);
  return [
    "# Schema",
    summary(schema),
    ...schema.tables.flatMap((table) => tableMarkdown(schema, table)),
    ...schema.views.flatMap((view) => viewMarkdown(schema, view)),
    ...typesMarkdown(schema.types),
    ...section(
      "Sequences",
      schema.sequences.map((sequence) => `- ${codeSpan(printedName(sequence))}`),
    ),
  ].join("\n\n");
}

function summary({ tables, views, types, sequences }: ListedSchema): string {
  const counts = [
    plural(tables.length, "table"),
    plural(views.length, "view"),
    plural(types.length, "type"),
    plural(sequences.length, "sequence"),
  ];
  return `${counts.slice(0, -1).join(", ")} and ${counts.at(-1)}.`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join("\n")];
}

function viewMarkdown(schema: ListedSchema, view: Relation): readonly string[] {
  const kind = view.kind === "view" ? "A view" : "A materialized view";
  const reads = view.reads.map((key) => codeSpan(schema.nameOf(key)));
  const indexes = view.indexes.map((index) => `- ${indexLine(index)}`);
  return [
    `## ${codeSpan(printedName(view))}`,
    `${kind}${reads.length > 0 ? ` of ${reads.join(", ")}` : ""}.`,
    ...(view.comment === undefined ? [] : [escapeMarkdown(shownText(view.comment))]),
    ...(indexes.length > 0 ? [indexes.join("\n")] : []),
  ];
}

function typesMarkdown(types: readonly TypeEntry[]): readonly string[] {
  return section(
    "Types",
    types.map((type) => `- ${typeLine(type)}`),
  );
}

function typeLine(type: TypeEntry): string {
  const comment = type.comment === undefined ? "" : ` ${escapeMarkdown(shownText(type.comment))}`;
  return `${codeSpan(printedName(type))}: ${typeWords(type)}.${comment}`;
}

function typeWords({ form, values, baseType, attributes }: TypeEntry): string {
  if (form === "enum")
    return values.length > 0 ? `one of ${values.map(codeSpan).join(", ")}` : "an enum without values";
  if (form === "domain")
    return `a domain over ${baseType === undefined ? "a type that is not known" : codeSpan(baseType)}`;
  if (form === "composite") return `a composite of ${(attributes ?? []).map(({ name }) => codeSpan(name)).join(", ")}`;
  return "a type";
}
