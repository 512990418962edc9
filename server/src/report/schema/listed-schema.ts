import type { Catalog, CatalogEntry, Relation, Table, TypeEntry } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { TEMPORARY_SCHEMA, tableAt } from "../../catalog/resolve.ts";
import { numbersWords } from "../../catalog/sequence-numbers.ts";

/** A schema's objects, each kind sorted by name as reports write it. What a session alone sees is left out. */
export interface ListedSchema {
  readonly tables: readonly Table[];
  readonly views: readonly Relation[];
  readonly sequences: readonly Relation[];
  readonly types: readonly TypeEntry[];
  /** Whether a NOT NULL has a name that statements may call it by, as from Postgres 18 on. */
  readonly namesNotNull: boolean;
  /** Names that NOT NULLs keep from what they once belonged to, as reports write them; they may be in another's way. */
  readonly keptNotNulls: ReadonlySet<string>;
  /** The name of the relation or type under a key, as reports write it. */
  nameOf(key: string): string;
  /** That name alone, without schema and quotes. */
  bareNameOf(key: string): string;
  /** The name of the routine under a key, as reports write it; undefined where none stands there. */
  routineName(key: string): string | undefined;
  /** The options that give the sequence under a key its numbers, each led by a space; nothing where they are the usual ones. */
  numbersAt(key: string): string;
  /** The table under a key, or undefined where another object or nothing stands there. */
  tableAt(key: string): Table | undefined;
}

/** What a catalogue holds, for a person or a machine to read; unless a version is given, for every one of Postgres. */
export function listSchema(catalog: Catalog, version = NEWEST): ListedSchema {
  const entries = Array.from(catalog.entries.values());
  const only = <Kind extends Listed>(is: (entry: CatalogEntry) => entry is Kind) =>
    entries.filter(is).filter(isLasting).sort(byName);
  const tables = only((entry): entry is Table => entry.kind === "table" && entry.presumed !== true);
  return {
    tables,
    keptNotNulls: keptNotNulls(tables),
    views: only((entry): entry is Relation => entry.kind === "view" || entry.kind === "materialized view"),
    sequences: only((entry): entry is Relation => entry.kind === "sequence"),
    types: only((entry): entry is TypeEntry => entry.kind === "type"),
    namesNotNull: version >= NEWEST,
    nameOf: (key) => quotedName(...namesOfKey(catalog, key)),
    bareNameOf: (key) => namesOfKey(catalog, key)[1],
    routineName(key) {
      const entry = catalog.get(key);
      return entry?.kind === "routine" ? printedName(entry) : undefined;
    },
    numbersAt(key) {
      const entry = catalog.get(key);
      return entry?.kind === "sequence" ? numbersWords(entry) : "";
    },
    tableAt: (key) => tableAt(catalog, key),
  };
}

/** The first version of which NOT NULL is a constraint. */
const NEWEST = 18;

function keptNotNulls(tables: readonly Table[]): ReadonlySet<string> {
  const names = tables.flatMap(({ schema, columns }) =>
    columns.flatMap(({ notNullKept: name }) => (name === undefined ? [] : [printedName({ schema, name })])),
  );
  return new Set(names);
}

/** What is listed by its name. */
type Listed = Table | Relation | TypeEntry;

function isLasting({ schema }: Listed): boolean {
  return schema !== TEMPORARY_SCHEMA;
}

function byName(one: Listed, other: Listed): number {
  const [first, second] = [printedName(one), printedName(other)];
  return first < second ? -1 : Number(first > second);
}

/** A relation's or type's name as reports write it: quoted where needed, qualified except in `public`. */
export function printedName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return quotedName(schema, name);
}

/** Keys say schema and name themselves, for what no file makes. */
const KEY = /^[a-z]+ ([^.]*)\.(.*)$/s;

function namesOfKey(catalog: Catalog, key: string): readonly [schema: string, name: string] {
  const entry = catalog.get(key);
  if (entry !== undefined && "schema" in entry && entry.schema !== undefined) return [entry.schema, entry.name];
  const [, schema = "public", name = key] = KEY.exec(key) ?? [];
  return [schema, name];
}

/** The names of tables that files change and none of them makes. */
export function presumedTables(catalog: Catalog): readonly string[] {
  const entries = Array.from(catalog.entries.values());
  return entries.flatMap((entry) => (entry.kind === "table" && entry.presumed ? [printedName(entry)] : [])).sort();
}
