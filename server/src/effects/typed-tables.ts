import type { Table } from "../catalog/catalog.ts";
import { findType, type Name, tableById } from "../catalog/resolve.ts";
import type { Context } from "./subject.ts";

/** The tables that CREATE TABLE … OF made of the composite type. */
export function tablesOfType({ reader }: Context, name: Name): readonly Table[] {
  const found = findType(reader, name);
  const users = (found?.entry.usedBy ?? []).flatMap((id) => tableById(reader, id) ?? []);
  return users.filter(({ ofType }) => ofType === found?.key);
}
