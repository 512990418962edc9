import type { Column } from "../catalog.ts";
import { typeText } from "../column-type.ts";
import { quotedName, quoteIdentifier } from "../quoted-name.ts";
import type { Pair } from "./pair-up.ts";
import { knownTo } from "./privilege-changes.ts";
import { privilegeWords } from "./privilege-words.ts";
import { hasSameDefault, type TableChange } from "./table-changes.ts";
import type { Twins } from "./twins.ts";
import type { WayBack } from "./way-back.ts";

/**
 * What a schema has too much, lacks or has otherwise, each as the end of a sentence: "leaves the table orders". Left
 * out is what is no one's trouble or can only be guessed: comments, owners, extensions, values that an enum keeps since
 * none can be taken out, the words of what is made anew by its old name, and privileges that the version of Postgres does
 * not know.
 */
export function differenceWords(back: WayBack, version: number): readonly string[] {
  return [
    ...back.tables.flatMap((change) => tableWords(change, back.twins)),
    ...presence("type", back.types),
    ...back.types.flatMap(({ now, wanted }) => {
      const missing = wanted?.values.filter((value) => now?.values.includes(value) === false) ?? [];
      return missing.map((value) => `does not bring back the value '${value}' of ${nameOf(wanted)}`);
    }),
    ...presence("view", back.views.map(entries)),
    ...presence("sequence", back.sequences.map(entries)),
    ...presence("routine", back.routines.map(entries)),
    ...presence("schema", back.schemas.map(inItself)),
    ...privilegeWords(knownTo(version, back.privileges)),
  ];
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

function nameOf(object: Named | undefined): string {
  return object === undefined ? "" : quotedName(object.schema, object.name);
}

function entries<Entry>({ now, wanted }: Pair<{ readonly entry: Entry }>): Pair<Entry> {
  return { now: now?.entry, wanted: wanted?.entry };
}

function inItself({ now, wanted }: Pair<{ readonly name: string }>): Pair<Named> {
  const named = (schema: { readonly name: string } | undefined) => schema && { schema: "public", name: schema.name };
  return { now: named(now), wanted: named(wanted) };
}

function presence(kind: string, pairs: readonly Pair<Named>[]): readonly string[] {
  return pairs.flatMap(({ now, wanted }) => {
    if (wanted === undefined) return [`leaves the ${kind} ${nameOf(now)}`];
    if (now === undefined) return [`does not bring back the ${kind} ${nameOf(wanted)}`];
    return nameOf(now) === nameOf(wanted) ? [] : [`leaves the ${kind} ${nameOf(wanted)} under the name ${nameOf(now)}`];
  });
}

function tableWords(change: TableChange, twins: Twins): readonly string[] {
  const { now, wanted } = change;
  if (now === undefined || wanted === undefined || nameOf(now) !== nameOf(wanted))
    return presence("table", [{ now, wanted }]);
  const on = ` of ${nameOf(wanted)}`;
  return [
    ...change.columns.flatMap((pair) => columnWords(pair, twins).map((words) => words + on)),
    ...parts("constraint", change.constraints, on),
    ...parts("index", change.indexes, on),
    ...parts("trigger", change.triggers, on),
    ...parts("policy", change.policies, on),
    ...parts("rule", change.rules, on),
    ...(now.rowSecurity === wanted.rowSecurity
      ? []
      : [`leaves row level security ${now.rowSecurity ? "enabled" : "disabled"} on ${nameOf(wanted)}`]),
    ...(now.parents.map(twins.keyOf).toSorted().join() === wanted.parents.toSorted().join()
      ? []
      : [`leaves ${nameOf(wanted)} with other parents than it had`]),
  ];
}

function parts(kind: string, pairs: readonly Pair<{ readonly name: string; readonly comment?: string }>[], on: string) {
  return pairs.flatMap(({ now, wanted }) => {
    if (wanted === undefined) return [`leaves the ${kind} ${quoteIdentifier(now?.name ?? "")}${on}`];
    const name = quoteIdentifier(wanted.name);
    if (now === undefined) return [`does not bring back the ${kind} ${name}${on}`];
    if (now.name !== wanted.name)
      return [`leaves the ${kind} ${name}${on} under the name ${quoteIdentifier(now.name)}`];
    const isWords = kind === "trigger" || kind === "policy" || kind === "rule" || now.comment !== wanted.comment;
    return isWords ? [] : [`leaves the ${kind} ${name}${on} other than it was`];
  });
}

function columnWords({ now, wanted }: Pair<Column>, twins: Twins): readonly string[] {
  if (wanted === undefined) return [`leaves the column ${quoteIdentifier(now?.name ?? "")}`];
  const name = quoteIdentifier(wanted.name);
  if (now === undefined) return [`does not bring back the column ${name}`];
  if (now.name !== wanted.name) return [`leaves the column ${name} under the name ${quoteIdentifier(now.name)}`];
  const nulls = wanted.notNull
    ? `does not bring back NOT NULL of the column ${name}`
    : `leaves NOT NULL on the column ${name}`;
  const values = now.identity === wanted.identity && now.generated === wanted.generated;
  return [
    ...(twins.haveSameType(now, wanted)
      ? []
      : [`leaves the type ${typeText(now)} where it was ${typeText(wanted)} for the column ${name}`]),
    ...(now.notNull === wanted.notNull ? [] : [nulls]),
    ...(values && hasSameDefault({ now, wanted }, twins) ? [] : [`leaves another default for the column ${name}`]),
  ];
}
