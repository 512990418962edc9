import type { Catalog } from "../../catalog/catalog.ts";
import { endsWithSession } from "../../catalog/keys.ts";
import { subjectOf } from "../../catalog/privileges.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { knownTo, type PrivilegeChange, privilegesSaid } from "../../catalog/way-back/privilege-changes.ts";
import { objectWords, roleWords } from "../../catalog/way-back/privilege-words.ts";
import type { Keyed } from "../../catalog/way-back/twins.ts";

/** GRANT and REVOKE for all that a schema's objects have otherwise than they are made with. */
export function grantsSql(catalog: Catalog, version: number): readonly string[] {
  const objects: Keyed[] = [];
  for (const [key, entry] of catalog.entries) if (!endsWithSession(key)) objects.push({ key, entry });
  return privilegesSql(objects.flatMap(privilegesSaid), version).toSorted();
}

/**
 * The statements that make the changes. What is taken away goes first, since a REVOKE on a table takes what is granted
 * on its columns along.
 */
export function privilegesSql(changes: readonly PrivilegeChange[], version: number): readonly string[] {
  const known = knownTo(version, changes);
  return FORMS.flatMap(({ is, says }) => {
    const groups = new Map<string, PrivilegeChange[]>();
    for (const change of known.filter(is)) {
      const key = `${change.object.key}\n${change.grantee}`;
      groups.set(key, [...(groups.get(key) ?? []), change]);
    }
    return Array.from(groups.values(), (group) => {
      const [first] = group;
      if (first === undefined) return "";
      return says(`${namesOf(group, version)} ON ${objectWords(first.object)}`, roleWords(first.grantee));
    });
  });
}

interface Form {
  readonly is: (change: PrivilegeChange) => boolean;
  readonly says: (what: string, who: string) => string;
}

const FORMS: readonly Form[] = [
  { is: ({ wanted }) => wanted === "nothing", says: (what, who) => `REVOKE ${what} FROM ${who};` },
  {
    is: ({ now, wanted }) => now === "grantable" && wanted === "granted",
    says: (what, who) => `REVOKE GRANT OPTION FOR ${what} FROM ${who};`,
  },
  {
    is: ({ now, wanted }) => now === "nothing" && wanted === "granted",
    says: (what, who) => `GRANT ${what} TO ${who};`,
  },
  { is: ({ wanted }) => wanted === "grantable", says: (what, who) => `GRANT ${what} TO ${who} WITH GRANT OPTION;` },
];

function namesOf(group: readonly PrivilegeChange[], version: number): string {
  const whole = group.filter(({ column }) => column === undefined).map(({ name }) => name);
  const entry = group[0]?.object.entry;
  const there = ((entry && subjectOf(entry))?.names ?? []).map((name) => ({ name }));
  const all = knownTo(version, there).map(({ name }) => name);
  const isAll = whole.length > 1 && whole.length === all.length;
  const inOrder = all.filter((name) => whole.includes(name)).map((name) => name.toUpperCase());
  return [...(isAll ? ["ALL"] : inOrder), ...onColumns(group)].join(", ");
}

function onColumns(group: readonly PrivilegeChange[]): readonly string[] {
  const columns = new Map<string, string[]>();
  for (const { name, column } of group) {
    if (column !== undefined) columns.set(name, [...(columns.get(name) ?? []), quoteIdentifier(column)]);
  }
  return Array.from(columns, ([name, listed]) => `${name.toUpperCase()} (${listed.join(", ")})`);
}
