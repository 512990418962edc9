import { subjectOf } from "../privileges.ts";
import { quoteIdentifier } from "../quoted-name.ts";
import { knownTo, type PrivilegeChange } from "./privilege-changes.ts";
import { objectWords, roleWords } from "./privilege-words.ts";

/**
 * The statements that make the changes, without semicolons. What is taken away goes first, since a REVOKE on a table takes what is granted
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
  { is: ({ wanted }) => wanted === "nothing", says: (what, who) => `REVOKE ${what} FROM ${who}` },
  {
    is: ({ now, wanted }) => now === "grantable" && wanted === "granted",
    says: (what, who) => `REVOKE GRANT OPTION FOR ${what} FROM ${who}`,
  },
  {
    is: ({ now, wanted }) => now === "nothing" && wanted === "granted",
    says: (what, who) => `GRANT ${what} TO ${who}`,
  },
  { is: ({ wanted }) => wanted === "grantable", says: (what, who) => `GRANT ${what} TO ${who} WITH GRANT OPTION` },
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
