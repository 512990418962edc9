import type { Catalog, Publication, Statistics } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableById } from "../../catalog/resolve.ts";
import { printedName } from "./listed-schema.ts";
import { type MadeOf, rewritten, theOne } from "./made-statement.ts";

/** Extended statistics in the words that made them, by the names that they and their tables have now. */
export function statisticsSql(catalog: Catalog, statistics: Statistics, madeOf: MadeOf): readonly string[] {
  const made = theOne(madeOf(statistics.origin, "createStatistics"), ({ name }) => name?.name === statistics.name);
  const table = statistics.table === undefined ? undefined : tableById(catalog, statistics.table);
  const [on] = made?.statement.tables ?? [];
  if (made?.statement.name === undefined || on === undefined || table === undefined) return [];
  const name = { range: made.statement.name.range, text: printedName(statistics) };
  return [rewritten(made, [name, { range: on.range, text: printedName(table) }])];
}

/** A publication in the words that made it, by the names that its tables have now; where others are in it now, with a plain list of those. */
export function publicationSql(catalog: Catalog, publication: Publication, madeOf: MadeOf): readonly string[] {
  const made = theOne(madeOf(publication.origin, "createPublication"), ({ name }) => name === publication.name);
  if (made === undefined) return [];
  const names = namesIn(catalog, publication);
  const said = made.statement.tables;
  const edits = said.flatMap((table) => {
    const now = names.find(({ id }) => id.endsWith(` ${table.name}`));
    return now === undefined ? [] : [{ range: table.range, text: now.name }];
  });
  if (edits.length === said.length && said.length === names.length) return [rewritten(made, edits)];
  const [first, last] = [said[0], said.at(-1)];
  const list = names.map(({ name }) => name).join(", ");
  const name = quoteIdentifier(publication.name);
  if (first === undefined || last === undefined) {
    return [rewritten(made, []), ...(list === "" ? [] : [`ALTER PUBLICATION ${name} ADD TABLE ${list};`])];
  }
  if (list === "") return [`CREATE PUBLICATION ${name};`];
  return [rewritten(made, [{ range: { start: first.range.start, end: last.range.end }, text: list }])];
}

/** The tables of a publication that are there. */
function namesIn(catalog: Catalog, { tables }: Publication): readonly { readonly id: string; readonly name: string }[] {
  return tables.flatMap((id) => {
    const table = tableById(catalog, id);
    return table === undefined ? [] : [{ id, name: printedName(table) }];
  });
}
