import type { Catalog, CatalogEntry, Relation, Table, TypeEntry } from "../catalog/catalog.ts";

/** What a schema holds that people look for by name. */
export interface SchemaEntries {
  readonly tables: readonly Table[];
  readonly relations: readonly Relation[];
  readonly types: readonly TypeEntry[];
}

const known = new WeakMap<Catalog, SchemaEntries>();

/** The tables, views, sequences and types of a catalogue, by schema and name. Kept for as long as the catalogue is. */
export function schemaEntries(catalog: Catalog): SchemaEntries {
  const answered = known.get(catalog);
  if (answered !== undefined) return answered;
  const all: CatalogEntry[] = [];
  for (const entry of catalog.entries.values()) all.push(entry);
  const found: SchemaEntries = {
    tables: all.filter((entry): entry is Table => entry.kind === "table" && entry.presumed !== true).sort(byName),
    relations: all.filter((entry): entry is Relation => "reads" in entry).sort(byName),
    types: all.filter((entry): entry is TypeEntry => entry.kind === "type").sort(byName),
  };
  known.set(catalog, found);
  return found;
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

function byName(one: Named, other: Named): number {
  if (one.schema !== other.schema) return one.schema < other.schema ? -1 : 1;
  return one.name < other.name ? -1 : Number(one.name > other.name);
}
