import type { AddColumn, AlterColumn, AlterColumnType } from "../sql/statement.ts";
import type { Reach } from "./add-index.ts";
import type { Column, ColumnType, Table } from "./catalog.ts";
import { withSetting } from "./column-settings.ts";
import { columnType, typeText } from "./column-type.ts";
import { indexUses } from "./column-uses.ts";
import type { Draft } from "./draft.ts";
import { typeKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { countedType, keptDefault, makeColumn, makeSequence } from "./make-column.ts";
import { notNullNameOf, type SaidOfNotNull, withNotNull, withNotNullNamed, withoutNotNull } from "./not-null.ts";
import { putTable } from "./put-table.ts";
import { tableAt } from "./resolve.ts";
import { withNumbers } from "./sequence-numbers.ts";
import { takenSequence, withTakenSequence } from "./taken-sequence.ts";

/** Changes one column of the table, and of its partitions and inheriting tables where the reach says so. */
export function changeColumn(
  draft: Draft,
  key: string,
  name: string,
  change: (column: Column) => Column,
  reach: Reach,
): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const columns = mapShared(table.columns, (column) => (column.name === name ? change(column) : column));
  if (columns !== table.columns) putTable(draft, key, { ...table, columns });
  if (reach === "only") return;
  for (const child of table.children) changeColumn(draft, child, name, change, reach);
}

/** Sets NOT NULL, which partitions and inheriting tables have by the same name. */
export function setNotNull(draft: Draft, key: string, name: string, said: SaidOfNotNull, reach: Reach): void {
  changeColumn(draft, key, name, (column) => withNotNull(column, said), "only");
  const table = tableAt(draft, key);
  const column = table?.columns.find((candidate) => candidate.name === name);
  if (table === undefined || column === undefined || reach === "only") return;
  const kept = said.name === undefined ? { kept: notNullNameOf(table, column) } : {};
  for (const child of table.children) setNotNull(draft, child, name, { ...said, ...kept }, reach);
}

/** Adds the column; returns whether it was not there before. Its table constraints are the caller's affair. */
export function addColumn(draft: Draft, key: string, action: AddColumn, reach: Reach): boolean {
  const table = tableAt(draft, key);
  if (table === undefined || hasColumn(table, action.column.name.name)) return false;
  const column = makeColumn(draft, table, action.column);
  putTable(draft, key, { ...table, columns: [...table.columns, column] });
  if (reach === "all")
    passOnColumn(draft, key, { ...withNotNullNamed(table, column), inherited: true, ownedSequence: undefined });
  return true;
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

/** Gives the column to partitions and inheriting tables that have none of the name. */
function passOnColumn(draft: Draft, key: string, column: Column): void {
  for (const childKey of tableAt(draft, key)?.children ?? []) {
    const child = tableAt(draft, childKey);
    if (child === undefined) continue;
    if (!hasColumn(child, column.name)) putTable(draft, childKey, { ...child, columns: [...child.columns, column] });
    passOnColumn(draft, childKey, column);
  }
}

/** `ALTER COLUMN … TYPE`. */
export function alterColumnType(draft: Draft, key: string, action: AlterColumnType, reach: Reach): void {
  const type = columnType(draft, action.type);
  const { collation } = action;
  const name = action.column.name;
  const column = tableAt(draft, key)?.columns.find((candidate) => candidate.name === name);
  changeColumn(draft, key, name, (own) => ({ ...retyped(withDefaultConverted(own, type)), ...type, collation }), reach);
  if (column !== undefined) remakeIndexes(draft, key, name, reach);
  const sequence = column?.identity === undefined ? undefined : column.ownedSequence;
  const counted = sequence === undefined ? undefined : draft.get(sequence);
  if (sequence !== undefined && counted?.kind === "sequence") {
    draft.put(sequence, withNumbers(counted, undefined, countedType(type.type)));
  }
}

/** Another type, even the same one again, brings its own storage and compression; the statistics target stays. Watched on 16 and 18. */
function retyped({ storage: _, compression: __, ...column }: Column): Column {
  return column;
}

/** Indexes of a column that gets another type are made anew, by its present name. */
function remakeIndexes(draft: Draft, key: string, name: string, reach: Reach): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const indexes = mapShared(table.indexes, (index) => {
    // What was said of its expressions' statistics goes with the old one. Watched on 13 and 18.
    const { columnNames, statistics, ...remade } = index;
    const isOther = columnNames !== undefined || statistics !== undefined;
    return isOther && indexUses(index, name) ? remade : index;
  });
  if (indexes !== table.indexes) putTable(draft, key, { ...table, indexes });
  if (reach === "all") for (const child of table.children) remakeIndexes(draft, child, name, reach);
}

/**
 * A default is kept as a conversion from the type that it was of: of a constant the text says so from then on, and one
 * of an own type rests on that type.
 */
function withDefaultConverted(column: Column, { type, typeSchema }: ColumnType): Column {
  if (column.default === undefined || column.generated !== undefined) return column;
  if (column.type === type && column.typeSchema === typeSchema) return column;
  if (column.typeSchema === undefined) {
    const isConstant = /^'(?:[^']|'')*'$/.test(column.default);
    return isConstant ? { ...column, default: `${column.default}::${typeText({ ...column, modifiers: [] })}` } : column;
  }
  return { ...column, defaultTypes: [...(column.defaultTypes ?? []), typeKey(column.typeSchema, column.type)] };
}

/** The column with another default, or none. */
export function withDefault({ defaultTypes: _, takesFrom: __, ...column }: Column, text: string | undefined): Column {
  return { ...column, default: text };
}

/** `ALTER COLUMN …` of everything but the type; what says nothing about the schema changes nothing. */
export function alterColumn(draft: Draft, key: string, action: AlterColumn, reach: Reach): void {
  const name = action.column.name;
  const takesFrom = takenSequence(draft, action.expression?.text);
  switch (action.kind) {
    case "setNotNull":
      setNotNull(draft, key, name, {}, reach);
      break;
    case "dropNotNull":
      changeColumn(draft, key, name, withoutNotNull, reach);
      break;
    case "addIdentity":
      addIdentity(draft, key, action, reach);
      break;
    case "dropIdentity":
      dropIdentity(draft, key, name);
      break;
    case "setDefault":
      changeColumn(
        draft,
        key,
        name,
        (own) => withTakenSequence(withDefault(own, keptDefault(draft, own, action.expression?.text)), takesFrom),
        reach,
      );
      break;
    case "dropDefault":
      changeColumn(draft, key, name, (own) => withDefault(own, undefined), reach);
      break;
    case "setIdentity":
      setIdentity(draft, key, action);
      break;
    case "setStatistics":
    case "setStorage":
      changeColumn(draft, key, name, (own) => withSetting(own, action), reach);
      break;
    // These reach no partition and no heir, ONLY or not. Watched on 16 and 18.
    case "setCompression":
    case "setColumnOptions":
      changeColumn(draft, key, name, (own) => withSetting(own, action), "only");
      break;
    default: {
      const changed = changeFor(action);
      if (changed !== undefined) changeColumn(draft, key, name, (column) => ({ ...column, ...changed }), reach);
    }
  }
}

function changeFor(action: AlterColumn): Partial<Column> | undefined {
  switch (action.kind) {
    case "setExpression":
      return { default: action.expression?.text };
    case "dropExpression":
      return { default: undefined, generated: undefined };
    default:
      return undefined;
  }
}

function addIdentity(draft: Draft, key: string, action: AlterColumn, reach: Reach): void {
  const table = tableAt(draft, key);
  const column = table?.columns.find((candidate) => candidate.name === action.column.name);
  if (table === undefined || column === undefined || column.identity !== undefined) return;
  const identity = action.identity ?? "by default";
  const ownedSequence = makeSequence(draft, table, column.name, column.type, action).key;
  changeColumn(draft, key, column.name, (own) => ({ ...withNotNull(own), identity, ownedSequence }), "only");
  if (table.tableKind !== "partitioned" || reach === "only") return;
  const kept = notNullNameOf(table, column);
  for (const child of table.children) {
    changeColumn(draft, child, column.name, (own) => ({ ...withNotNull(own, { kept }), identity }), reach);
  }
}

function setIdentity(draft: Draft, key: string, { column: { name }, identity, numbers }: AlterColumn): void {
  const reach = identityReach(draft, key);
  const column = tableAt(draft, key)?.columns.find((candidate) => candidate.name === name);
  if (column?.identity === undefined) return;
  if (identity !== undefined) changeColumn(draft, key, name, (own) => ({ ...own, identity }), reach);
  const sequence = column.ownedSequence === undefined ? undefined : draft.get(column.ownedSequence);
  if (numbers === undefined || column.ownedSequence === undefined || sequence?.kind !== "sequence") return;
  draft.put(column.ownedSequence, withNumbers(sequence, numbers, undefined));
}

function dropIdentity(draft: Draft, key: string, name: string): void {
  const column = tableAt(draft, key)?.columns.find((candidate) => candidate.name === name);
  if (column?.identity === undefined) return;
  if (column.ownedSequence !== undefined) draft.put(column.ownedSequence, undefined);
  const reach = identityReach(draft, key);
  changeColumn(draft, key, name, (own) => ({ ...own, identity: undefined, ownedSequence: undefined }), reach);
}

/** Partitions share an identity; tables that inherit have none from their parents. */
function identityReach(draft: Draft, key: string): Reach {
  return tableAt(draft, key)?.tableKind === "partitioned" ? "all" : "only";
}
