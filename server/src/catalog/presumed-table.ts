import type { AlterTable } from "../sql/statement.ts";
import type { CatalogReader, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { presumedKey } from "./keys.ts";
import { putTable } from "./put-table.ts";
import { creationSchema, type Found, findRelation, type Name, tableAt } from "./resolve.ts";

/**
 * What files add to a table that none of them makes: its indexes and constraints, and the columns that are added. A
 * constraint that is validated there and that no file adds stands there as a CHECK that says nothing.
 * `findTable` does not find it, so that nobody takes it for the whole table.
 */
export function presumedTable(reader: CatalogReader, name: Name): Found<Table> | undefined {
  const key = presumedKey(name.schema ?? creationSchema(reader), name.name);
  const entry = tableAt(reader, key);
  return entry && { key, entry };
}

/** The key of the presumed table of that name, which is made where there is none; undefined where the name means something known. */
export function presume(draft: Draft, name: Name): string | undefined {
  if (findRelation(draft, name) !== undefined) return undefined;
  const known = presumedTable(draft, name);
  if (known !== undefined) return known.key;
  const schema = name.schema ?? creationSchema(draft);
  const key = presumedKey(schema, name.name);
  putTable(draft, key, {
    kind: "table",
    id: key,
    schema,
    name: name.name,
    tableKind: "table",
    temporary: false,
    columns: [],
    constraints: [],
    indexes: [],
    parents: [],
    partitionOf: undefined,
    partitionBy: undefined,
    children: [],
    referencedBy: [],
    dependents: [],
    rowSecurity: false,
    policies: [],
    triggers: [],
    rules: [],
    isDefaultPartition: false,
    columnsKnown: false,
    presumed: true,
    origin: draft.origin,
  });
  return key;
}

/** Whether the statement adds something to its table that is worth knowing of one that no file makes: a key or a CHECK. */
export function addsConstraint({ objectType, actions }: AlterTable): boolean {
  if (objectType !== "table") return false;
  return actions.some((action) => {
    if (action.kind === "addConstraint") return NOTED.has(action.constraint.kind);
    if (action.kind === "validateConstraint") return true;
    return action.kind === "addColumn" && action.column.constraints.some(({ kind }) => NOTED.has(kind));
  });
}

const NOTED: ReadonlySet<string> = new Set(["primaryKey", "unique", "foreignKey", "check"]);

/** Forgets what was presumed of a table of that name, now that it is made or dropped. */
export function forgetPresumed(draft: Draft, name: Name): void {
  const known = presumedTable(draft, name);
  if (known !== undefined) putTable(draft, known.key, undefined);
}
