import type { Catalog, Described, Relation, Table, TypeEntry } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";
import { literal } from "./type-sql.ts";

/** What COMMENT ON said of tables, views, types and sequences, and of the parts of them. */
export function commentsSql({ tables, views, types, sequences }: ListedSchema): readonly string[] {
  return [
    ...tables.flatMap(tableComments),
    ...views.flatMap(viewComments),
    ...types.flatMap(typeComments),
    ...sequences.flatMap((sequence) => comment("SEQUENCE", printedName(sequence), sequence)),
  ];
}

/** What COMMENT ON said of what stands beside them. */
export function otherCommentsSql({ entries }: Catalog): readonly string[] {
  return Array.from(entries).flatMap(([key, entry]) => {
    switch (entry.kind) {
      case "routine":
        return comment(entry.routine.toUpperCase(), `${printedName(entry)}${key.slice(key.indexOf("("))}`, entry);
      case "statistics":
        return comment("STATISTICS", printedName(entry), entry);
      case "schema":
      case "extension":
      case "publication":
        return comment(entry.kind.toUpperCase(), quoteIdentifier(entry.name), entry);
      default:
        return [];
    }
  });
}

/** A part that has a name. */
type Part = Pick<Described, "comment"> & { readonly name: string };

function tableComments(table: Table): readonly string[] {
  const name = printedName(table);
  return [
    ...comment("TABLE", name, table),
    ...columnComments(name, table.columns),
    ...partComments("CONSTRAINT", name, table.constraints),
    ...indexComments(table),
    ...partComments("TRIGGER", name, table.triggers),
    ...partComments("POLICY", name, table.policies),
    ...partComments("RULE", name, table.rules),
  ];
}

function viewComments(view: Relation): readonly string[] {
  const name = printedName(view);
  return [
    ...comment(view.kind.toUpperCase(), name, view),
    ...columnComments(name, view.columns ?? []),
    ...indexComments(view),
    ...partComments("TRIGGER", name, view.triggers ?? []),
    ...partComments("RULE", name, view.rules ?? []),
  ];
}

function typeComments(type: TypeEntry): readonly string[] {
  const name = printedName(type);
  return [
    ...comment(type.form === "domain" ? "DOMAIN" : "TYPE", name, type),
    ...columnComments(name, type.attributes ?? []),
  ];
}

function columnComments(owner: string, columns: readonly Part[]): readonly string[] {
  return columns.flatMap((column) => comment("COLUMN", `${owner}.${quoteIdentifier(column.name)}`, column));
}

function partComments(kind: string, owner: string, parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => comment(kind, `${quoteIdentifier(part.name)} ON ${owner}`, part));
}

function indexComments({ schema, indexes }: Table | Relation): readonly string[] {
  return indexes.flatMap((index) => comment("INDEX", printedName({ schema, name: index.name }), index));
}

function comment(kind: string, name: string, { comment: text }: Pick<Described, "comment">): readonly string[] {
  return text === undefined ? [] : [`COMMENT ON ${kind} ${name} IS ${literal(shownText(text))};`];
}
