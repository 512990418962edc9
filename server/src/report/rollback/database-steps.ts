import type { Publication, Table } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableById } from "../../catalog/resolve.ts";
import { printedName } from "../schema/listed-schema.ts";
import { publicationSql } from "../schema/others-sql.ts";
import { missingTables } from "./make-steps.ts";
import type { Plan } from "./plan.ts";

/** Schemas and extensions that are missing. */
export function makeSchemas({ changes }: Plan): readonly string[] {
  return [
    ...changes.schemas.flatMap(({ now, wanted }) =>
      now === undefined && wanted !== undefined ? [`CREATE SCHEMA ${quoteIdentifier(wanted.name)};`] : [],
    ),
    ...changes.extensions.flatMap(({ now, wanted }) => {
      if (now !== undefined || wanted === undefined) return [];
      const where = wanted.schema === undefined ? "" : ` SCHEMA ${quoteIdentifier(wanted.schema)}`;
      return [`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(wanted.name)}${where};`];
    }),
  ];
}

/** Extensions and schemas that shall not be there, once nothing is in them. */
export function dropSchemas({ changes }: Plan): readonly string[] {
  return [
    ...changes.extensions.flatMap(({ now, wanted }) =>
      now !== undefined && wanted === undefined ? [`DROP EXTENSION ${quoteIdentifier(now.name)};`] : [],
    ),
    ...changes.schemas.flatMap(({ now, wanted }) =>
      now !== undefined && wanted === undefined ? [`DROP SCHEMA ${quoteIdentifier(now.name)};`] : [],
    ),
  ];
}

/** Publications that go, before what they publish. */
export function dropPublications({ changes }: Plan): readonly string[] {
  return changes.publications.flatMap(({ now, wanted }) =>
    now !== undefined && wanted === undefined ? [`DROP PUBLICATION ${quoteIdentifier(now.name)};`] : [],
  );
}

/** Publications in the words that made them, and what those that stay publish. */
export function makePublications(plan: Plan): readonly string[] {
  const { changes } = plan;
  const kept = changes.publications.flatMap(({ wanted }) => (wanted === undefined ? [] : [wanted.name]));
  const joined = publishedAgain(plan).filter(({ name }) => !kept.includes(name));
  const again = joined.map(
    ({ name, table }) => `ALTER PUBLICATION ${quoteIdentifier(name)} ADD TABLE ${printedName(table)};`,
  );
  const made = changes.publications.flatMap(({ now, wanted }) => {
    if (wanted === undefined) return [];
    if (now !== undefined) return alterPublication(plan, now, wanted);
    return publicationSql(plan.wanted, wanted, plan.madeOf);
  });
  return [...made, ...again];
}

/** Tables that come back to publications which lost them with them. */
function publishedAgain(plan: Plan): readonly { readonly name: string; readonly table: Table }[] {
  const missing = missingTables(plan);
  if (missing.length === 0) return [];
  return Array.from(plan.wanted.entries.values()).flatMap((entry) =>
    entry.kind === "publication"
      ? missing.filter(({ id }) => entry.tables.includes(id)).map((table) => ({ name: entry.name, table }))
      : [],
  );
}

function alterPublication(
  { now: here, wanted: there }: Plan,
  now: Publication,
  wanted: Publication,
): readonly string[] {
  const alter = `ALTER PUBLICATION ${quoteIdentifier(wanted.name)}`;
  const names = (tables: readonly string[], catalog: Plan["now"]) =>
    tables.flatMap((id) => {
      const table = tableById(catalog, id);
      return table === undefined ? [] : [printedName(table)];
    });
  const [had, has] = [names(now.tables, here), names(wanted.tables, there)];
  const extra = had.filter((name) => !has.includes(name));
  const missing = has.filter((name) => !had.includes(name));
  return [
    ...(extra.length === 0 ? [] : [`${alter} DROP TABLE ${extra.join(", ")};`]),
    ...(missing.length === 0 ? [] : [`${alter} ADD TABLE ${missing.join(", ")};`]),
  ];
}
