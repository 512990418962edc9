import type { CatalogReader, Relation, Table } from "../../catalog/catalog.ts";
import { demandsValue } from "../../catalog/demands-value.ts";
import { madeKey } from "../../catalog/keys.ts";
import { knownRows } from "../../catalog/known-rows.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation, findTable, type Name, searchPath } from "../../catalog/resolve.ts";
import { schemasWithMembers } from "../../catalog/schema-members.ts";
import { isMadeHere, type Together } from "../../engine/made-here.ts";
import { timeBetween } from "../../project/moment.ts";
import type { AddColumn, AlterTable } from "../../sql/statement.ts";

/** A relation that others may be using while a migration runs. */
export interface UsedRelation {
  /** As messages write it. */
  readonly name: string;
  /** What is known of it, where it is a table that the history makes. */
  readonly table: Table | undefined;
  /** What is known of it, where it is a view, materialized view or sequence. */
  readonly relation: Relation | undefined;
  /** A sentence: why others may be using it. */
  readonly since: string;
  /** What a report of something that grows with the relation adds: less weight where it is hardly older than the file or holds no row. */
  readonly weight: { readonly severity?: "medium" | "low"; readonly tag?: "concern" };
}

/** What speaks for and against others using it. */
type Age = Pick<UsedRelation, "since" | "weight">;

/** By their names less than a day lies between the two: often they are deployed together, when nobody uses the table yet. */
const YOUNG = 24 * 60 * 60 * 1000;

/** What must be known of where a statement stands. */
interface Place {
  readonly before: CatalogReader;
  readonly final: CatalogReader;
  readonly file: Together;
  /** The statement itself, where it is an ALTER TABLE. */
  readonly alter?: AlterTable;
}

/**
 * The relation that the name means before the statement, as long as somebody else may be using it: undefined where this
 * file made it, where only this session sees it, or where a later file makes it, for then the order is not the real one.
 */
export function usedRelation(name: Name, { before, final, file, alter }: Place): UsedRelation | undefined {
  const entry = findRelation(before, name)?.entry;
  if (entry === undefined) {
    const schemas = name.schema === undefined ? searchPath(before) : [name.schema];
    if (schemas.some((schema) => final.get(madeKey(schema, name.name)) !== undefined)) return undefined;
    const shown = quotedName(name.schema ?? "public", name.name);
    const other = name.schema === undefined ? onlyElsewhere(name.name, before) : undefined;
    if (other !== undefined && isMadeHere(other.origin, file)) return undefined;
    const since =
      other === undefined
        ? `Nothing that runs before makes ${shown}, so it exists already and others may be using it.`
        : `Earlier files make ${quotedName(other.schema, other.name)}, to which the server's search_path may lead: others may be using it.`;
    return { name: shown, table: undefined, relation: undefined, since, weight: {} };
  }
  if (entry.kind !== "table" && !("reads" in entry)) return undefined;
  if (isMadeHere(entry.origin, file) || (entry.kind === "table" && entry.temporary)) return undefined;
  const shown = quotedName(entry.schema, entry.name);
  return {
    name: shown,
    table: entry.kind === "table" ? entry : undefined,
    relation: entry.kind === "table" ? undefined : entry,
    ...((entry.kind === "table" && ifEmpty(shown, entry, { before, file, alter })) ||
      ageOf(shown, entry.origin.file, file.path)),
  };
}

/** The one table of that name, where it stands in a schema that no search_path of the files leads to. */
function onlyElsewhere(name: string, before: CatalogReader): Table | undefined {
  const tables = schemasWithMembers(before).flatMap((schema) => findTable(before, { schema, name }) ?? []);
  return tables.length === 1 ? tables[0] : undefined;
}

interface EmptyPlace extends Pick<Place, "before" | "file"> {
  readonly alter: AlterTable | undefined;
}

function ifEmpty(shown: string, table: Table, { before, file, alter }: EmptyPlace): Age | undefined {
  const own = alter !== undefined && findTable(before, alter.name) === table ? alter.actions : [];
  const isThere = ({ ifNotExists, column }: AddColumn) =>
    ifNotExists && table.columns.some((each) => each.name === column.name.name);
  const demands = own.some((action) => action.kind === "addColumn" && demandsValue(action, before) && !isThere(action));
  const cause = demands ? "required column" : knownRows(before, table, file.path)?.empty;
  if (cause === undefined) return undefined;
  const why =
    cause === "truncate"
      ? "this file has emptied it"
      : "where it did, the column that is added NOT NULL and without a value would be refused";
  return {
    since: `${shown} existed before this file, but it holds no row here: ${why}.`,
    weight: { severity: "low", tag: "concern" },
  };
}

function ageOf(shown: string, madeBy: string, path: string): Age {
  const age = timeBetween(madeBy, path);
  if (age === undefined || age < 0 || age >= YOUNG) {
    return { since: `${shown} existed before this file, so others may be using it.`, weight: {} };
  }
  return {
    since: `${shown} was made less than a day before this file, by their names: others may be using it unless both are deployed together.`,
    weight: { severity: "medium", tag: "concern" },
  };
}
