import type { DropObjects, ObjectName, Statement } from "../../sql/statement.ts";
import type { CatalogReader, Table } from "../catalog.ts";
import { quotedName } from "../quoted-name.ts";
import { findIndex, findRelation, findTableEntry, findType, tableAt, tableById } from "../resolve.ts";

/**
 * Why Postgres refuses a DROP of a way back, as the end of a sentence; undefined where it does not, or where that cannot
 * be told. `now` is the schema that the DROP meets, `start` the one that the way back started from.
 */
export function dropRefusal(now: CatalogReader, start: CatalogReader, statement: Statement): string | undefined {
  if (statement.kind !== "drop") return undefined;
  for (const name of statement.names) {
    const words = statement.ifExists ? undefined : goneBefore(now, start, statement, name);
    const held = words ?? (statement.cascade ? undefined : heldBy(now, statement, name));
    if (held !== undefined) return `fails: ${held}`;
  }
  return undefined;
}

const FINDERS: Readonly<
  Partial<Record<DropObjects["objectKind"], (reader: CatalogReader, name: ObjectName) => unknown>>
> = {
  table: findTableEntry,
  index: findIndex,
  view: findRelation,
  "materialized view": findRelation,
  sequence: findRelation,
  type: findType,
  domain: findType,
};

/** What the way back itself took away before: an index goes with its column, a type's column with its table. */
function goneBefore(
  now: CatalogReader,
  start: CatalogReader,
  { objectKind }: DropObjects,
  name: ObjectName,
): string | undefined {
  const find = FINDERS[objectKind];
  if (find === undefined || find(start, name) === undefined || find(now, name) !== undefined) return undefined;
  return `the ${objectKind} ${printed(name)} is gone when it is dropped, with what it belonged to`;
}

function heldBy(now: CatalogReader, { objectKind, names }: DropObjects, name: ObjectName): string | undefined {
  if (objectKind === "table") {
    const found = findTableEntry(now, name);
    if (found === undefined) return undefined;
    const goes = new Set(names.flatMap((other) => findTableEntry(now, other)?.key ?? []));
    const holder = found.entry.referencedBy.find((key) => !goes.has(key) && key !== found.key);
    const other = holder === undefined ? undefined : tableAt(now, holder);
    if (other === undefined || !refersTo(other, found.key)) return undefined;
    return `foreign keys of ${quotedName(other.schema, other.name)} hold the table ${printed(name)}`;
  }
  if (objectKind !== "type" && objectKind !== "domain") return undefined;
  const type = findType(now, name)?.entry;
  const user = type?.usedBy.map((id) => tableById(now, id)).find((table) => table !== undefined);
  const column = user?.columns.find((own) => own.type === type?.name && own.typeSchema === type?.schema);
  if (user === undefined || column === undefined) return undefined;
  return `the column ${column.name} of ${quotedName(user.schema, user.name)} is of the type ${printed(name)}`;
}

/** A partition whose parent refers has its keys from there. */
function refersTo({ constraints }: Table, key: string): boolean {
  return constraints.some(({ references }) => references?.table === key);
}

function printed({ schema, name }: ObjectName): string {
  return quotedName(schema ?? "public", name);
}
