import type { Described, Table } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";
import { literal } from "./type-sql.ts";

/** What COMMENT ON said of tables and their parts, views and types. */
export function commentsSql({ tables, views, types }: ListedSchema): readonly string[] {
  return [
    ...tables.flatMap(tableComments),
    ...views.flatMap((view) => comment(view.kind.toUpperCase(), printedName(view), view)),
    ...types.flatMap((type) => comment(type.form === "domain" ? "DOMAIN" : "TYPE", printedName(type), type)),
  ];
}

function tableComments(table: Table): readonly string[] {
  const name = printedName(table);
  return [
    ...comment("TABLE", name, table),
    ...table.columns.flatMap((column) => comment("COLUMN", `${name}.${quoteIdentifier(column.name)}`, column)),
    ...table.constraints.flatMap((constraint) =>
      comment("CONSTRAINT", `${quoteIdentifier(constraint.name)} ON ${name}`, constraint),
    ),
    ...table.indexes.flatMap((index) =>
      comment("INDEX", printedName({ schema: table.schema, name: index.name }), index),
    ),
  ];
}

function comment(kind: string, name: string, { comment: text }: Pick<Described, "comment">): readonly string[] {
  return text === undefined ? [] : [`COMMENT ON ${kind} ${name} IS ${literal(shownText(text))};`];
}
