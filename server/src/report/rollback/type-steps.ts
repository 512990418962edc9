import type { TypeEntry } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { normalText } from "../../catalog/way-back/normal-text.ts";
import { printedName } from "../schema/listed-schema.ts";
import { shownText } from "../schema/shown-text.ts";
import { literal, typesSql } from "../schema/type-sql.ts";
import { addsValuesOnly, renamesValuesOnly } from "./enum-values.ts";
import type { Plan, TypePair } from "./plan.ts";

/** Types that are missing, those that are made anew beside the ones that they replace, and what ALTER can put back. */
export function makeTypes(plan: Plan): readonly string[] {
  const { changes, there, typesRemade, sourceOf } = plan;
  const missing = changes.types.flatMap(({ now, wanted }) =>
    now === undefined && wanted !== undefined ? [wanted] : [],
  );
  const remade = typesRemade.map(({ wanted }) => wanted);
  const aside = remade.map(
    (type) => `ALTER TYPE ${printedName(type)} RENAME TO ${quoteIdentifier(replacedName(type))};`,
  );
  const made = typesSql({ ...there, types: [...missing, ...remade] }, sourceOf);
  return [...aside, ...made, ...alteredTypes(plan).flatMap((pair) => alterType(plan, pair))];
}

/** What a type is called while its columns turn to the one that replaces it. */
function replacedName({ name }: TypeEntry): string {
  return `${name}_rolled_back`;
}

function alteredTypes({ changes, typesRemade }: Plan): readonly TypePair[] {
  return changes.types.flatMap(({ now, wanted }) =>
    now === undefined || wanted === undefined || typesRemade.some((pair) => pair.now === now) ? [] : [{ now, wanted }],
  );
}

/** The types that no column is of any more. */
export function dropTypes({ changes, typesRemade }: Plan): readonly string[] {
  const replaced = typesRemade.map(({ wanted }) => ({ ...wanted, name: replacedName(wanted) }));
  const gone = changes.types.flatMap(({ now, wanted }) => (now !== undefined && wanted === undefined ? [now] : []));
  // What rests on another type goes before it: of those that one file made, the later ones.
  return [...gone.toReversed(), ...replaced].map(
    (type) => `DROP ${type.form === "domain" ? "DOMAIN" : "TYPE"} ${printedName(type)};`,
  );
}

/** Enums that keep a value which they had not: no statement takes it out. */
export function enumsWithMoreValues(
  plan: Plan,
): readonly { readonly type: TypeEntry; readonly values: readonly string[] }[] {
  return alteredTypes(plan).flatMap(({ now, wanted }) =>
    now.form === "enum" && addsValuesOnly(now, wanted)
      ? [{ type: wanted, values: now.values.filter((value) => !wanted.values.includes(value)) }]
      : [],
  );
}

function alterType(plan: Plan, { now, wanted }: TypePair): readonly string[] {
  if (now.form === "enum") return renamesValuesOnly(now, wanted) ? renameValues(now, wanted) : [];
  if (now.form === "domain") return alterDomain(now, wanted);
  return now.form === "composite" ? alterAttributes(plan, now, wanted) : [];
}

function renameValues(now: TypeEntry, wanted: TypeEntry): readonly string[] {
  return now.values.flatMap((value, at) => {
    const old = wanted.values[at] ?? value;
    return old === value
      ? []
      : [`ALTER TYPE ${printedName(wanted)} RENAME VALUE ${literal(value)} TO ${literal(old)};`];
  });
}

function alterDomain(now: TypeEntry, wanted: TypeEntry): readonly string[] {
  const alter = `ALTER DOMAIN ${printedName(wanted)}`;
  const [here, there] = [now.checks ?? [], wanted.checks ?? []];
  const words = ({ name, expression, validated }: (typeof here)[number]) =>
    `${name} ${validated} ${normalText(expression)}`;
  const isIn = (list: typeof here, check: (typeof here)[number]) => list.some((other) => words(other) === words(check));
  const isSameDefault = normalText(now.default) === normalText(wanted.default);
  const set = wanted.default === undefined ? "DROP DEFAULT" : `SET DEFAULT ${shownText(wanted.default)}`;
  return [
    ...here
      .filter((check) => !isIn(there, check))
      .map(({ name }) => `${alter} DROP CONSTRAINT ${quoteIdentifier(name)};`),
    ...(isSameDefault ? [] : [`${alter} ${set};`]),
    ...(now.notNull === wanted.notNull ? [] : [`${alter} ${wanted.notNull ? "SET" : "DROP"} NOT NULL;`]),
    ...there
      .filter((check) => !isIn(here, check))
      .map(
        ({ name, expression, validated }) =>
          `${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${shownText(expression)})${validated ? "" : " NOT VALID"};`,
      ),
  ];
}

function alterAttributes({ changes: { twins } }: Plan, now: TypeEntry, wanted: TypeEntry): readonly string[] {
  const alter = `ALTER TYPE ${printedName(wanted)}`;
  const [here, there] = [now.attributes ?? [], wanted.attributes ?? []];
  const twin = (list: typeof here, name: string) => list.find((attribute) => attribute.name === name);
  return [
    ...here
      .filter(({ name }) => twin(there, name) === undefined)
      .map(({ name }) => `${alter} DROP ATTRIBUTE ${quoteIdentifier(name)};`),
    ...there.flatMap((attribute) => {
      const own = twin(here, attribute.name);
      const name = quoteIdentifier(attribute.name);
      const collated = attribute.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(attribute.collation)}`;
      const type = `${typeText(attribute)}${collated}`;
      if (own === undefined) return [`${alter} ADD ATTRIBUTE ${name} ${type};`];
      const isSame = twins.haveSameType(own, attribute) && own.collation === attribute.collation;
      return isSame ? [] : [`${alter} ALTER ATTRIBUTE ${name} TYPE ${type};`];
    }),
  ];
}
