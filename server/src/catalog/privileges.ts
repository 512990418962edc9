import type { Grant } from "../sql/statement.ts";
import type { CatalogEntry, Privilege } from "./catalog.ts";

/** What privileges an object is made with, as far as its kind and its owner tell. */
export interface PrivilegeSubject {
  /** All privileges that there are on it. MAINTAIN is among those on tables, though only Postgres 17 and later know it. */
  readonly names: readonly string[];
  /** Those that PUBLIC has from the start. */
  readonly publics: readonly string[];
  /** Who has all of them from the start; undefined where no file says who that is, and for a column. */
  readonly owner: string | undefined;
}

const TABLE = ["select", "insert", "update", "delete", "truncate", "references", "trigger", "maintain"];
const SEQUENCE = ["select", "usage", "update"];

/** The privileges that there are on a column. */
export const COLUMN_PRIVILEGES: readonly string[] = ["select", "insert", "update", "references"];

/** A column as what privileges are granted on: nobody has one from the start, its owner's come with the table. */
export const COLUMN: PrivilegeSubject = { names: COLUMN_PRIVILEGES, publics: [], owner: undefined };

/** What can be granted on the entry, and who has it from the start; undefined for what the catalogue keeps no privileges of. */
export function subjectOf(entry: CatalogEntry): PrivilegeSubject | undefined {
  switch (entry.kind) {
    case "table":
    case "view":
    case "materialized view":
      return { names: TABLE, publics: [], owner: entry.owner };
    case "sequence":
      return { names: SEQUENCE, publics: [], owner: entry.owner };
    case "routine":
      return { names: ["execute"], publics: ["execute"], owner: entry.owner };
    case "schema":
      return { names: ["usage", "create"], publics: [], owner: entry.owner };
    case "type":
      return { names: ["usage"], publics: ["usage"], owner: entry.owner };
    default:
      return undefined;
  }
}

/** What a role has of one privilege. */
export type Holding = "nothing" | "granted" | "grantable";

/** What the role has of the privilege. */
export function holdingOf(
  subject: PrivilegeSubject,
  privileges: readonly Privilege[] | undefined,
  grantee: string,
  name: string,
): Holding {
  const said = privileges?.find((own) => own.grantee === grantee && own.name === name)?.state;
  if (said !== undefined) return said === "revoked" ? "nothing" : said;
  return isFromStart(subject, grantee, name) ? "granted" : "nothing";
}

function isFromStart({ publics, owner }: PrivilegeSubject, grantee: string, name: string): boolean {
  return grantee === owner || (grantee === "public" && publics.includes(name));
}

/** The privileges after a role was given another one or lost it; the same list where that changes nothing. */
function withHolding(
  subject: PrivilegeSubject,
  privileges: readonly Privilege[] | undefined,
  { grantee, name, holding }: Pick<Privilege, "grantee" | "name"> & { readonly holding: Holding },
): readonly Privilege[] | undefined {
  if (holdingOf(subject, privileges, grantee, name) === holding) return privileges;
  const others = (privileges ?? []).filter((own) => own.grantee !== grantee || own.name !== name);
  // An owner may grant whatever was said of it, and to PUBLIC no right to grant can be given.
  const isStart = isFromStart(subject, grantee, name);
  if (isStart === (holding !== "nothing")) return listOrNothing(others);
  return [...others, { name, grantee, state: holding === "nothing" ? "revoked" : holding }];
}

function listOrNothing(list: readonly Privilege[]): readonly Privilege[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** What GRANT and REVOKE say of these privileges makes of those that are there; the same list where it changes nothing. */
export function afterGrant(
  subject: PrivilegeSubject,
  privileges: readonly Privilege[] | undefined,
  { isGrant, grantOption, grantees }: Pick<Grant, "isGrant" | "grantOption" | "grantees">,
  names: readonly string[],
): readonly Privilege[] | undefined {
  let after = privileges;
  for (const grantee of grantees) {
    if (grantee === undefined) continue;
    for (const name of names) {
      const before = holdingOf(subject, after, grantee, name);
      const holding = isGrant ? granted(before, grantOption) : revoked(before, grantOption);
      after = withHolding(subject, after, { grantee, name, holding });
    }
  }
  return after;
}

function granted(before: Holding, grantOption: true | undefined): Holding {
  return grantOption || before === "grantable" ? "grantable" : "granted";
}

function revoked(before: Holding, optionAlone: true | undefined): Holding {
  if (!optionAlone) return "nothing";
  return before === "grantable" ? "granted" : before;
}

/** The privileges after another role became the owner: it has what the one before it had, besides what was granted to it. */
export function afterOwner(
  subject: PrivilegeSubject,
  privileges: readonly Privilege[],
  owner: string | undefined,
): readonly Privilege[] | undefined {
  const before = subject.owner;
  const lacks = (role: string, name: string) => holdingOf(subject, privileges, role, name) === "nothing";
  const kept = privileges.filter(({ grantee }) => grantee !== before && grantee !== owner);
  if (before === undefined || owner === undefined) return listOrNothing(kept);
  const lacked = subject.names.filter((name) => lacks(before, name) && lacks(owner, name));
  return listOrNothing([...kept, ...lacked.map((name): Privilege => ({ name, grantee: owner, state: "revoked" }))]);
}

/** The privileges on a column after that: those of the one owner become the other's. */
export function afterOwnerOfColumn(
  privileges: readonly Privilege[],
  before: string | undefined,
  owner: string | undefined,
): readonly Privilege[] | undefined {
  if (before === undefined || privileges.every(({ grantee }) => grantee !== before)) return privileges;
  const handedOn = privileges.flatMap((own) => {
    if (own.grantee !== before) return [own];
    return owner === undefined ? [] : [{ ...own, grantee: owner }];
  });
  const isFirst = (own: Privilege, at: number) =>
    handedOn.findIndex(({ grantee, name }) => grantee === own.grantee && name === own.name) === at;
  return listOrNothing(handedOn.filter(isFirst));
}
