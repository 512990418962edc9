import type { Column, Table } from "../../catalog/catalog.ts";
import type { ColumnSettings } from "../../catalog/column-settings.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { identityWord, indexStatisticsChanges, optionChanges } from "../../catalog/setting-words.ts";
import { isSameIndexDefinition } from "../../catalog/way-back/key-changes.ts";
import { printedName } from "../schema/listed-schema.ts";
import { columnSettings, markedSql } from "../schema/settings-sql.ts";
import type { TableWork } from "./column-work.ts";
import { missingTables } from "./make-steps.ts";
import type { Plan } from "./plan.ts";

/** How columns, tables and indexes are stored, sampled and replicated, once all of them are there. */
export function settingSteps(plan: Plan): readonly string[] {
  const named = plan.there.namesNotNull ? plan.kept.flatMap(renamedNotNulls) : [];
  return [...missingTables(plan).flatMap((table) => newTable(plan, table)), ...named, ...plan.kept.flatMap(settingsOf)];
}

function newTable(plan: Plan, table: Table): readonly string[] {
  const columns = table.columns.flatMap((column) => columnSettings(table, column, givenBy(plan, table, column)));
  return [...columns, ...markedSql(table)];
}

/** A column that a new table has from one that stands has that one's storage and compression. */
function givenBy({ changes: { twins }, here }: Plan, { parents }: Table, { name, inherited }: Column): ColumnSettings {
  if (!inherited) return {};
  const above = here.tables
    .filter((parent) => parents.includes(twins.keyOf(relationKey(parent.schema, parent.name))))
    .flatMap(({ columns }) => columns.filter((column) => column.name === name))[0];
  const { storage, compression } = above ?? {};
  return { ...(storage !== undefined && { storage }), ...(compression !== undefined && { compression }) };
}

function renamedNotNulls({ wanted, notNullNames }: TableWork): readonly string[] {
  return notNullNames.map(
    ({ from, to }) =>
      `ALTER TABLE ${printedName(wanted)} RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)};`,
  );
}

function settingsOf(work: TableWork): readonly string[] {
  const { now, wanted, settings } = work;
  const alter = `ALTER TABLE ${printedName(wanted)}`;
  return [
    ...settings.flatMap(({ now: here, wanted: there }) => columnSettings(wanted, there, here)),
    ...optionChanges(now.options, wanted.options).map((change) => `${alter} ${change};`),
    ...indexOptions(work),
    ...(isMarkLost(work, "replicaIdentity") || identityWord(now) !== identityWord(wanted)
      ? [`${alter} REPLICA IDENTITY ${identityWord(wanted)};`]
      : []),
    ...clusterSteps(work, alter),
  ];
}

function indexOptions({ wanted, indexes }: TableWork): readonly string[] {
  return indexes.flatMap(({ now, wanted: there }) => {
    if (now === undefined || there === undefined || !isSameIndexDefinition({ now, wanted: there })) return [];
    const alter = `ALTER INDEX ${printedName({ schema: wanted.schema, name: there.name })}`;
    const changes = [...optionChanges(now.options, there.options), ...indexStatisticsChanges(now, there)];
    return changes.map((change) => `${alter} ${change};`);
  });
}

function clusterSteps(work: TableWork, alter: string): readonly string[] {
  const { now, wanted } = work;
  const name = ({ indexes }: TableWork["now"]) => indexes.find(({ clustered }) => clustered)?.name;
  if (name(now) === name(wanted) && !isMarkLost(work, "clustered")) return [];
  const index = name(wanted);
  return [`${alter} ${index === undefined ? "SET WITHOUT CLUSTER" : `CLUSTER ON ${quoteIdentifier(index)}`};`];
}

/** Whether the index that bears the mark is made anew, which leaves the new one without it. */
function isMarkLost({ wanted, indexes, constraints }: TableWork, mark: "replicaIdentity" | "clustered"): boolean {
  const marked = wanted.indexes.find((index) => index[mark]);
  if (marked === undefined) return false;
  return (
    indexes.some(
      ({ now, wanted: there }) =>
        there === marked && (now === undefined || !isSameIndexDefinition({ now, wanted: there })),
    ) || constraints.some(({ wanted: there }) => there !== undefined && there.name === marked.constraint)
  );
}
