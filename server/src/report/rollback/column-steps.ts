import type { Column, Table } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { relationKey } from "../../catalog/keys.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { hasSameDefault, hasSameValues } from "../../catalog/way-back/table-changes.ts";
import { printedName } from "../schema/listed-schema.ts";
import { saidNotNullName } from "../schema/not-null-sql.ts";
import { columnSql, valueSql } from "../schema/table-sql.ts";
import type { ColumnPair, TableWork } from "./column-work.ts";
import { isDefaultGone } from "./drop-steps.ts";
import { isTypeRemade, type Plan } from "./plan.ts";
import { castOf } from "./type-cast.ts";

/** Columns that are missing, by their whole definition. */
export function addColumns(plan: Plan, { wanted, added }: TableWork): readonly string[] {
  return added.flatMap((column) => {
    const add = (own: Column) => `ALTER TABLE ${printedName(wanted)} ADD COLUMN ${columnSql(plan.there, wanted, own)};`;
    if (!mustBeFilled(column)) return [add(column)];
    const set = setNotNullWords(plan, wanted, column);
    return [
      add({ ...column, notNull: false }),
      `-- Fill ${quoteIdentifier(column.name)} from a backup here: rows that exist have no value for it, and the next statement refuses that.\nALTER TABLE ${printedName(wanted)} ${set};`,
    ];
  });
}

/** From Postgres 18 on NOT NULL has a name, which only a constraint of its own can say. */
function setNotNullWords({ there, version }: Plan, table: Table, column: Column): string {
  const [own, name] = [quoteIdentifier(column.name), saidNotNullName(there, table, column)];
  return name === undefined || version < 18
    ? `ALTER COLUMN ${own} SET NOT NULL`
    : `ADD CONSTRAINT ${quoteIdentifier(name)} NOT NULL ${own}`;
}

/** Whether a table with rows refuses the column as it was: nothing gives the rows a value. */
function mustBeFilled({ notNull, notNullNotValid, default: value, identity, generated }: Column): boolean {
  return notNull && !notNullNotValid && value === undefined && identity === undefined && generated === undefined;
}

/** Columns of both schemas, made what they were; and those whose type is made anew. */
export function alterColumns(plan: Plan): readonly string[] {
  const listed = plan.kept.flatMap(({ wanted, altered }) => altered.map((pair) => ({ table: wanted, pair })));
  const turned = plan.typesRemade.length === 0 ? [] : columnsOfRemade(plan);
  const isListed = (table: Table, column: Column) =>
    listed.some(({ table: other, pair }) => other.id === table.id && pair.wanted.name === column.name);
  return [...listed, ...turned.filter(({ table, pair }) => !isListed(table, pair.wanted))].flatMap(({ table, pair }) =>
    alterColumn(plan, table, pair),
  );
}

function columnsOfRemade(plan: Plan): readonly { readonly table: Table; readonly pair: ColumnPair }[] {
  const { changes, there, here } = plan;
  const nowAt = new Map(here.tables.map((table) => [changes.twins.keyOf(keyOf(table)), table]));
  return there.tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const now = nowAt.get(keyOf(table))?.columns.find(({ name }) => name === column.name);
      const isMeant = now !== undefined && !(column.inherited && table.parents.length > 0);
      return isMeant && isTypeRemade(plan, column.typeSchema, column.type)
        ? [{ table, pair: { now, wanted: column } }]
        : [];
    }),
  );
}

function keyOf({ schema, name }: Table): string {
  return relationKey(schema, name);
}

function alterColumn(plan: Plan, table: Table, { now, wanted }: ColumnPair): readonly string[] {
  const { twins } = plan.changes;
  const name = quoteIdentifier(wanted.name);
  const alter = `ALTER TABLE ${printedName(table)} ALTER COLUMN ${name}`;
  const isRetyped = !hasSameValues({ now, wanted }, twins) || isTypeRemade(plan, wanted.typeSchema, wanted.type);
  const isComputed = wanted.generated !== undefined;
  const hadDefault = now.default !== undefined && now.generated === undefined && !isDefaultGone(plan, now);
  const isDefaultOther =
    !isComputed && (isRetyped ? wanted.default !== undefined : !hasSameDefault({ now, wanted }, twins));
  const dropsDefault = hadDefault && (isRetyped || (isDefaultOther && wanted.default === undefined));
  return [
    ...(now.generated !== undefined && wanted.generated === undefined ? [`${alter} DROP EXPRESSION;`] : []),
    ...(dropsDefault ? [`${alter} DROP DEFAULT;`] : []),
    ...(isRetyped ? [`${alter} TYPE ${typeText(wanted)}${collation(wanted)}${castOf(name, now, wanted)};`] : []),
    ...(now.notNull && !wanted.notNull ? [`${alter} DROP NOT NULL;`] : []),
    ...setNotNull(plan, table, { now, wanted }, alter),
    ...identity(plan, table, { now, wanted }, alter),
    ...(isDefaultOther && wanted.default !== undefined && wanted.identity === undefined
      ? [`${alter} SET ${valueSql(plan.there, table, wanted).join(" ")};`]
      : []),
  ];
}

function collation({ collation: name }: Column): string {
  return name === undefined ? "" : ` COLLATE ${quoteIdentifier(name)}`;
}

/** A NOT NULL that waited to be validated waits again. */
function setNotNull(plan: Plan, table: Table, { now, wanted }: ColumnPair, alter: string): readonly string[] {
  if (!wanted.notNull || (now.notNull && now.notNullNotValid === wanted.notNullNotValid)) return [];
  if (!wanted.notNullNotValid) return [`ALTER TABLE ${printedName(table)} ${setNotNullWords(plan, table, wanted)};`];
  const add = `ADD CONSTRAINT ${quoteIdentifier(notNullNameOf(table, wanted))} NOT NULL ${quoteIdentifier(wanted.name)} NOT VALID;`;
  return [...(now.notNull ? [`${alter} DROP NOT NULL;`] : []), `ALTER TABLE ${printedName(table)} ${add}`];
}

function identity(plan: Plan, table: Table, { now, wanted }: ColumnPair, alter: string): readonly string[] {
  if (wanted.identity === undefined || now.identity === wanted.identity) return [];
  if (now.identity !== undefined) return [`${alter} SET GENERATED ${wanted.identity.toUpperCase()};`];
  const name = quoteIdentifier(wanted.name);
  const owner = `'${printedName(table).replaceAll("'", "''")}', '${wanted.name.replaceAll("'", "''")}'`;
  return [
    ...(now.default === undefined || isDefaultGone(plan, now) ? [] : [`${alter} DROP DEFAULT;`]),
    `${alter} ADD ${valueSql(plan.there, table, wanted).join(" ")};`,
    `SELECT setval(pg_get_serial_sequence(${owner}), coalesce(max(${name}), 0) + 1, false) FROM ${printedName(table)};`,
  ];
}
