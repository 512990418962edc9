import type { Catalog, CatalogEntry, Described, Privilege } from "../catalog.ts";
import { endsWithSession } from "../keys.ts";
import { COLUMN, type Holding, holdingOf, type PrivilegeSubject, subjectOf } from "../privileges.ts";
import type { Keyed } from "./twins.ts";

/** A privilege on an object that a role has otherwise in one schema than in the other. */
export interface PrivilegeChange {
  /** The object as it shall be, which stands under the same key as it is. */
  readonly object: Keyed;
  /** Absent where it is on the object itself. */
  readonly column?: string;
  readonly grantee: string;
  readonly name: string;
  readonly now: Holding;
  readonly wanted: Holding;
}

/** What differs of the privileges on objects that both schemas have under one name. */
export function privilegeChanges(now: Catalog, wanted: readonly Keyed[]): readonly PrivilegeChange[] {
  return wanted.flatMap((object) => {
    const here = now.get(object.key);
    return here === undefined || endsWithSession(object.key) ? [] : changesOf(here, object);
  });
}

/** What GRANT and REVOKE said of an object since it was made. */
export function privilegesSaid(object: Keyed): readonly PrivilegeChange[] {
  return changesOf(asMade(object.entry), object);
}

/** What makes a column of the object have the privileges that another one has. */
export function privilegesOfColumn(
  object: Keyed,
  { privileges = [] }: Column,
  column: string,
): readonly PrivilegeChange[] {
  return privileges.map(({ grantee, name, state }) => ({
    ...{ object, column, grantee, name },
    now: "nothing",
    wanted: state === "revoked" ? "nothing" : state,
  }));
}

/** The first version of Postgres that knows MAINTAIN, which ALL means too from then on. */
const KNOWS_MAINTAIN = 17;

/** Those of privileges, or of changes to them, that a server of the version knows. */
export function knownTo<Named extends { readonly name: string }>(
  version: number,
  privileges: readonly Named[],
): readonly Named[] {
  return version >= KNOWS_MAINTAIN ? privileges : privileges.filter(({ name }) => name !== "maintain");
}

function asMade(entry: CatalogEntry): CatalogEntry {
  const { privileges: _, ...bare } = entry as CatalogEntry & Described;
  const columns = columnsOf(entry).map(({ privileges: __, ...column }) => column);
  return ("columns" in bare && bare.columns !== undefined ? { ...bare, columns } : bare) as CatalogEntry;
}

interface Column extends Pick<Described, "privileges"> {
  readonly name: string;
}

function columnsOf(entry: CatalogEntry): readonly Column[] {
  const isRelation = entry.kind === "table" || entry.kind === "view" || entry.kind === "materialized view";
  return isRelation ? (entry.columns ?? []) : [];
}

function changesOf(here: CatalogEntry, object: Keyed): readonly PrivilegeChange[] {
  const [now, wanted] = [subjectOf(here), subjectOf(object.entry)];
  if (now === undefined || wanted === undefined) return [];
  const own = differing(
    { subject: now, privileges: privilegesOf(here) },
    { subject: wanted, privileges: privilegesOf(object.entry) },
  ).map((difference): PrivilegeChange => ({ object, ...difference }));
  const columns = columnsOf(here);
  const onColumns = columnsOf(object.entry).flatMap((column) => {
    const twin = columns.find(({ name }) => name === column.name);
    if (twin === undefined) return [];
    return differing(
      { subject: COLUMN, privileges: withoutRevoked(twin.privileges, own) },
      { subject: COLUMN, privileges: column.privileges },
    ).map((difference): PrivilegeChange => ({ object, column: column.name, ...difference }));
  });
  return [...own, ...onColumns];
}

function privilegesOf(entry: CatalogEntry): readonly Privilege[] | undefined {
  return "privileges" in entry ? entry.privileges : undefined;
}

/** What a column's privileges are once those on the whole table are taken back, which takes them along. */
function withoutRevoked(
  privileges: readonly Privilege[] | undefined,
  changes: readonly PrivilegeChange[],
): readonly Privilege[] | undefined {
  return privileges?.filter(({ grantee, name }) => {
    const change = changes.find((own) => own.grantee === grantee && own.name === name);
    return change === undefined || change.wanted === "grantable" || change.now === "nothing";
  });
}

interface Held {
  readonly subject: PrivilegeSubject;
  readonly privileges: readonly Privilege[] | undefined;
}

function differing(now: Held, wanted: Held): readonly Omit<PrivilegeChange, "object" | "column">[] {
  const said = [...(wanted.privileges ?? []), ...(now.privileges ?? [])];
  const found = new Map<string, Omit<PrivilegeChange, "object" | "column">>();
  for (const { grantee, name } of said) {
    const holdings = {
      now: holdingOf(now.subject, now.privileges, grantee, name),
      wanted: holdingOf(wanted.subject, wanted.privileges, grantee, name),
    };
    if (holdings.now !== holdings.wanted) found.set(`${grantee}\n${name}`, { grantee, name, ...holdings });
  }
  return Array.from(found.values());
}
