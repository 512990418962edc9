import { quotedName, quoteIdentifier } from "../quoted-name.ts";
import type { PrivilegeChange } from "./privilege-changes.ts";
import type { Keyed } from "./twins.ts";

/** What roles may do or may not do any more, each as the end of a sentence: "leaves app SELECT on orders". */
export function privilegeWords(changes: readonly PrivilegeChange[]): readonly string[] {
  const listed = new Map<string, PrivilegeChange[]>();
  for (const change of changes) {
    const { object, grantee, now, wanted } = change;
    const key = [object.key, grantee, now, wanted].join("\n");
    listed.set(key, [...(listed.get(key) ?? []), change]);
  }
  return Array.from(listed.values(), wordsOf);
}

function wordsOf(changes: readonly PrivilegeChange[]): string {
  const [first] = changes;
  if (first === undefined) return "";
  const { object, grantee, now, wanted } = first;
  const whole = changes.filter(({ column }) => column === undefined).map(({ name }) => name.toUpperCase());
  const parts = changes.flatMap(({ column, name }) =>
    column === undefined ? [] : [`${name.toUpperCase()} (${quoteIdentifier(column)})`],
  );
  const what = `${[...whole, ...parts].join(", ")} on ${objectWords(object)}`;
  const isOption = now !== "nothing" && wanted !== "nothing";
  const right = isOption ? `the right to grant ${what}` : what;
  const isLeft = wanted === "nothing" || (isOption && wanted === "granted");
  return isLeft ? `leaves ${roleWords(grantee)} ${right}` : `does not give ${roleWords(grantee)} ${right} back`;
}

/** A role as GRANT names it. */
export function roleWords(grantee: string): string {
  return grantee === "public" ? "PUBLIC" : quoteIdentifier(grantee);
}

/** The object as GRANT names it, after ON. */
export function objectWords({ key, entry }: Keyed): string {
  switch (entry.kind) {
    case "routine": {
      const kind = entry.routine === "procedure" ? "PROCEDURE" : "FUNCTION";
      return `${kind} ${quotedName(entry.schema, entry.name)}${key.slice(key.indexOf("(")).replaceAll(",", ", ")}`;
    }
    case "schema":
      return `SCHEMA ${quoteIdentifier(entry.name)}`;
    case "type":
      return `${entry.form === "domain" ? "DOMAIN" : "TYPE"} ${quotedName(entry.schema, entry.name)}`;
    case "sequence":
      return `SEQUENCE ${quotedName(entry.schema, entry.name)}`;
    default:
      return "schema" in entry ? quotedName(entry.schema ?? "public", entry.name) : "";
  }
}
