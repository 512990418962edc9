import type { Grant } from "../sql/statement.ts";
import type { CatalogEntry, CatalogReader, Described, Privilege } from "./catalog.ts";
import { describedEntry } from "./describe.ts";
import type { Draft } from "./draft.ts";
import { mapShared } from "./lists.ts";
import { afterGrant, COLUMN, subjectOf } from "./privileges.ts";
import type { Found } from "./resolve.ts";
import { membersOf } from "./schema-members.ts";

/** GRANT and REVOKE. What is granted to CURRENT_USER and its like, and on what no file makes, is not noted. */
export function grant(draft: Draft, statement: Grant): void {
  for (const { key, entry } of grantedOn(draft, statement)) {
    const after = withEachColumn(withObject(entry, statement), (column) => withColumn(column, statement));
    if (after !== entry) draft.put(key, after);
  }
}

/** The objects that a GRANT or REVOKE is about, as far as they are known. */
export function grantedOn(reader: CatalogReader, statement: Grant): readonly Found[] {
  const { objectKind, names, signatures, allInSchema } = statement;
  if (!allInSchema) {
    return names.flatMap((name, at) => {
      const signature = signatures?.[at];
      return describedEntry(reader, { objectKind, name, ...(signature && { signature }) }) ?? [];
    });
  }
  return names.flatMap(({ name }) =>
    membersOf(reader, name).flatMap((key) => {
      const entry = reader.get(key);
      return entry !== undefined && isOfAll(objectKind, entry) ? [{ key, entry }] : [];
    }),
  );
}

/** Whether ALL TABLES, ALL SEQUENCES and so on mean the entry; aggregates count as functions. */
function isOfAll(objectKind: Grant["objectKind"], entry: CatalogEntry): boolean {
  if (entry.kind === "routine") {
    return objectKind === "routine" || objectKind === (entry.routine === "procedure" ? "procedure" : "function");
  }
  const isTable = entry.kind === "table" || entry.kind === "view" || entry.kind === "materialized view";
  return objectKind === "table" ? isTable : objectKind === entry.kind;
}

function withObject(entry: CatalogEntry, statement: Grant): CatalogEntry {
  const subject = subjectOf(entry);
  if (subject === undefined) return entry;
  const whole = statement.privileges.filter(({ columns }) => columns === undefined).map(({ name }) => name);
  const names = subject.names.filter((name) => whole.includes(name) || whole.includes("all"));
  return withPrivileges(entry, (own) => afterGrant(subject, own, statement, names));
}

/** The table or view with each of its columns changed; the same where no column is. */
export function withEachColumn(
  entry: CatalogEntry,
  change: <Part extends GrantedColumn>(column: Part) => Part,
): CatalogEntry {
  if (entry.kind === "table") {
    const columns = mapShared(entry.columns, change);
    return columns === entry.columns ? entry : { ...entry, columns };
  }
  if ((entry.kind !== "view" && entry.kind !== "materialized view") || entry.columns === undefined) return entry;
  const columns = mapShared(entry.columns, change);
  return columns === entry.columns ? entry : { ...entry, columns };
}

/** A column of a table or a view. */
type GrantedColumn = Pick<Described, "privileges"> & { readonly name: string };

/** What is revoked of a table is revoked of each of its columns with it; watched on 12 to 18. */
function withColumn<Part extends GrantedColumn>(column: Part, statement: Grant): Part {
  const meant = statement.privileges.filter(({ columns }) => columns?.includes(column.name) ?? !statement.isGrant);
  const names = COLUMN.names.filter((name) => meant.some((own) => own.name === name || own.name === "all"));
  return withPrivileges(column, (own) => afterGrant(COLUMN, own, statement, names));
}

/** The value with what the change makes of its privileges; the same value where that is nothing. */
export function withPrivileges<Value extends object>(
  value: Value,
  change: (privileges: readonly Privilege[] | undefined) => readonly Privilege[] | undefined,
): Value {
  const { privileges: before, ...rest } = value as Value & Pick<Described, "privileges">;
  const after = change(before);
  if (after === before) return value;
  return (after === undefined ? rest : { ...rest, privileges: after }) as Value;
}
