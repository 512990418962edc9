import type { AlterOwner, AlterTableAction } from "../sql/statement.ts";
import type { CatalogEntry, Described } from "./catalog.ts";
import { describedEntry } from "./describe.ts";
import type { Draft } from "./draft.ts";
import { withEachColumn, withPrivileges } from "./grants.ts";
import { sequencesOf } from "./owned-sequences.ts";
import { afterOwner, afterOwnerOfColumn, subjectOf } from "./privileges.ts";
import { type Found, findRelation, type Name } from "./resolve.ts";

/** ALTER … OWNER TO of what ALTER TABLE does not change. */
export function alterOwner(draft: Draft, statement: AlterOwner): void {
  const found = describedEntry(draft, statement);
  if (found !== undefined) putOwner(draft, found, statement.newOwner);
}

/** ALTER TABLE … OWNER TO, also of a view or a sequence; the sequences of a table's columns follow. */
export function changeOwner(draft: Draft, name: Name, action: AlterTableAction): void {
  const found = action.kind === "changeOwner" ? findRelation(draft, name) : undefined;
  if (action.kind !== "changeOwner" || found === undefined || found.entry.kind === "index") return;
  putOwner(draft, found, action.name?.name);
  if (found.entry.kind !== "table") return;
  for (const key of found.entry.columns.flatMap(sequencesOf)) {
    const entry = draft.get(key);
    if (entry !== undefined) putOwner(draft, { key, entry }, action.name?.name);
  }
}

/** An owner that is not named is whoever runs the file, as before anything was said. */
function putOwner(draft: Draft, { key, entry }: Found, owner: string | undefined): void {
  const { owner: before, ...rest } = withNewOwner(entry, owner) as CatalogEntry & Described;
  if (before !== owner) draft.put(key, (owner === undefined ? rest : { ...rest, owner }) as CatalogEntry);
}

/** What the privileges of the old owner and of the new one become; on columns those of the old one become the new one's. */
function withNewOwner(entry: CatalogEntry, owner: string | undefined): CatalogEntry {
  const subject = subjectOf(entry);
  if (subject === undefined || subject.owner === owner) return entry;
  const after = withPrivileges(entry, (own) => own && afterOwner(subject, own, owner));
  return withEachColumn(after, (column) =>
    withPrivileges(column, (own) => own && afterOwnerOfColumn(own, subject.owner, owner)),
  );
}
